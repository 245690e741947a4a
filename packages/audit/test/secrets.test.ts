import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { auditCompose, auditDockerfile } from "../src/index.ts";

describe("no finding", () => {
  const secret = fc.stringMatching(/^Zq[a-zA-Z0-9]{10,30}9$/);
  const place = fc.constantFrom(
    (value: string) => `ENV DB_PASSWORD=${value}`,
    (value: string) => `ENV API_TOKEN "${value}"`,
    (value: string) => `ARG NPM_TOKEN=${value}`,
    (value: string) => `RUN echo root:${value} | chpasswd`,
    (value: string) => `RUN curl -k https://app:${value}@x.example | sudo sh`,
    (value: string) => `RUN cd /x && login --password ${value}`,
    (value: string) => `RUN SECRET_KEY=${value} sudo make`,
    (value: string) => `CMD serve --token=${value}`,
    (value: string) => `ENV A=b DB_PASSWORD=${value} C=$UNKNOWN`,
    (value: string) => `LABEL x=$UNKNOWN api_token=${value}`,
    (value: string) => `RUN DB_PASSWORD=${value}; curl -u "a:$DB_PASSWORD" $HOST | cat | rm x`,
    (value: string) => `RUN curl https://app:${value}@x.example/$FILE | tar x`,
  );

  it("of a Dockerfile shows a secret, in evidence, location or edits", () => {
    fc.assert(
      fc.property(secret, place, (value, write) => {
        const text = `FROM debian\n${write(value)}\n`;
        const { findings } = auditDockerfile(text, { enableAll: true });
        expect(JSON.stringify(findings)).not.toContain(value);
      }),
      { numRuns: 100 },
    );
  });

  it("of a compose file shows a secret", () => {
    fc.assert(
      fc.property(secret, (value) => {
        const text = `services:\n  a:\n    environment:\n      DB_PASSWORD: ${value}\n      URL: amqp://u:${value}@h\n`;
        const { findings } = auditCompose(text);
        expect(findings.some(({ status }) => status === "fail")).toBe(true);
        expect(JSON.stringify(findings)).not.toContain(value);
      }),
      { numRuns: 50 },
    );
  });
});
