// biome-ignore-all lint/suspicious/noTemplateCurlyInString: variables of Docker, not of JavaScript
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { auditCompose, auditDockerfile } from "../../src/index.ts";
import { isSecretName } from "../../src/secrets/names.ts";
import { redact } from "../../src/secrets/redact.ts";
import { canBeSecret, recogniseSecret } from "../../src/secrets/values.ts";

describe("a secret's name", () => {
  it("is known by its words, in any case", () => {
    for (const name of [
      "DB_PASSWORD",
      "npmToken",
      "api-key",
      "AWS_SECRET_ACCESS_KEY",
      "MYSQL_ROOT_PWD",
      "client.secret",
    ]) {
      expect(isSecretName(name), name).toBe(true);
    }
  });

  it("is not that of a file, a setting, a public key or the working folder", () => {
    for (const name of [
      "PASSWORD_FILE",
      "TOKEN_TTL",
      "GPG_KEY",
      "PUBLIC_KEY",
      "PWD",
      "KEYCLOAK_URL",
      "MONKEY",
      "COMPASS",
      "ALLOW_EMPTY_PASSWORD",
      "TOKENIZER",
    ]) {
      expect(isSecretName(name), name).toBe(false);
    }
  });
});

describe("a secret's value", () => {
  it("is not empty, a switch, a path or a reference", () => {
    for (const value of ["", "true", "0", "/run/secrets/x", "$TOKEN", "${TOKEN}", "<your token>"]) {
      expect(canBeSecret(value), value).toBe(false);
    }
    expect(canBeSecret("hunter2")).toBe(true);
  });

  it("is recognised by its form", () => {
    expect(recogniseSecret("AKIAIOSFODNN7EXAMPLE")).toBe("AWS access key");
    expect(recogniseSecret("-----BEGIN RSA PRIVATE KEY-----\nabc")).toBe("private key");
    expect(recogniseSecret("postgres://app:${PASSWORD}@db")).toBeUndefined();
    expect(recogniseSecret("https://example.com:8080/@scope")).toBeUndefined();
  });
});

describe("redaction", () => {
  it("takes values out and leaves the rest", () => {
    expect(redact("ENV DB_PASSWORD=hunter2 PORT=80")).toBe("ENV DB_PASSWORD=**** PORT=80");
    expect(redact("login --password hunter2 --user me")).toBe("login --password **** --user me");
    expect(redact("git clone https://me:hunter2@x.example/r")).toBe(
      "git clone https://me:****@x.example/r",
    );
    expect(redact("echo root:hunter2 | chpasswd")).not.toContain("hunter2");
  });

  it("takes linear time on hostile text", () => {
    const started = performance.now();
    for (const piece of ["a", "a=", 'x="', "://a:", "-eyJ", "--p ", "A_", ": "])
      redact(piece.repeat(200_000));
    expect(performance.now() - started).toBeLessThan(2_000);
  });
});

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
  );

  it("of a Dockerfile shows a secret, in evidence, location or edits", () => {
    fc.assert(
      fc.property(secret, place, (value, write) => {
        const { findings } = auditDockerfile(`FROM debian\n${write(value)}\n`);
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
