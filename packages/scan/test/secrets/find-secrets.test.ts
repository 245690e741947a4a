// biome-ignore-all lint/suspicious/noTemplateCurlyInString: variables of shells, not of JavaScript
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { entropyOf } from "../../src/secrets/entropy.ts";
import { factsOf, findSecrets } from "../../src/secrets/find-secrets.ts";
import { isPlaceholder } from "../../src/secrets/placeholder.ts";
import { verifyCrc32Token } from "../../src/secrets/verify/checksum.ts";
import { alphanumeric, randomText } from "./random-text.ts";
import { listSamples } from "./samples.ts";

const samples = listSamples();
const pat = samples.get("secret-github-pat")!.value;
const stripe = samples.get("secret-stripe-live-key")!.value;

describe("findSecrets", () => {
  it("tells where a secret lies: line, and column in UTF-16 units", () => {
    const [found] = findSecrets(`first\n# ä😀\nnäme = "${pat}"\n`);
    expect(found).toMatchObject({ detector: "secret-github-pat", line: 3, column: 9 });
  });

  it("shows the name and the fixed start of a secret, and nothing else of it", () => {
    const [found] = findSecrets(`GITHUB_TOKEN=${pat}\n`);
    expect(found?.preview).toBe("GITHUB_TOKEN=ghp_**** (40 characters)");
  });

  it("shows nothing of a value that repeats its name", () => {
    const [found] = findSecrets("db_password: password7Ahoy!", { path: "app/config.yml" });
    expect(found?.preview).toBe("db_password: **** (14 characters)");
  });

  it("gives equal values one identity, and other values another", () => {
    const [a] = findSecrets(`x ${pat}`);
    const [b] = findSecrets(`\n\n  y: ${pat}`);
    const [c] = findSecrets(`x ${stripe}`);
    expect(a?.identity).toBe(b?.identity);
    expect(a?.identity).not.toBe(c?.identity);
    expect(a?.identity).toMatch(/^[0-9a-f]{16}$/);
  });

  it("keeps of a weak password less than a guess could be tested with", () => {
    const [found] = findSecrets("db_password: Tr0ub4dor", { path: "app/config.yml" });
    expect(found?.identity).toMatch(/^[0-9a-f]{4}$/);
  });

  it("lists a value once, and one finding for one value, by the detector that knows it best", () => {
    const found = findSecrets(`API_TOKEN=${pat}\nAPI_TOKEN=${pat}\n`, { path: "app/.env" });
    expect(found.map(({ detector }) => detector)).toEqual(["secret-github-pat"]);
  });

  it("knows a token whose checksum is wrong from a real one", () => {
    // Published for inspection after it was revoked: gist.github.com/coolaj86/eb8cddfd3e4251258712dfed03e1f86d
    const revoked = ["gh", "p_zQWBuTSOoRi4A9spHcVY5ncnsDkxkJ0mLq17"].join("");
    expect(verifyCrc32Token(revoked)).toBe("verified");
    const last = revoked.at(-1) === "7" ? "8" : "7";
    expect(verifyCrc32Token(revoked.slice(0, -1) + last)).toBe("doubtful");
  });

  it("finds a secret in one line of a million characters, in a file without an end of line", () => {
    const filler = "var a=function(b){return b.c};".repeat(20_000);
    const [found] = findSecrets(`${filler}"${pat}"${filler}`);
    expect(found).toMatchObject({ line: 1, column: filler.length + 2 });
  });

  it("finds what escaped quotes, escaped line breaks and line ends of Windows surround", () => {
    expect(findSecrets(JSON.stringify({ a: `x\n${pat}\n` }))).toHaveLength(1);
    expect(findSecrets(JSON.stringify(JSON.stringify({ token: pat })))).toHaveLength(1);
    expect(findSecrets(`a\r\n${pat}\r\n`)[0]).toMatchObject({ line: 2, column: 1 });
  });

  it("reads UTF-16 with a byte order mark, and passes over binary files", () => {
    const utf16 = Buffer.concat([Buffer.from([0xff, 0xfe]), Buffer.from(`T=${pat}`, "utf16le")]);
    expect(findSecrets(utf16)[0]).toMatchObject({ detector: "secret-github-pat", column: 3 });
    expect(findSecrets(Buffer.from(`\0\0${pat}`))).toEqual([]);
  });

  it("takes no placeholder, no reference to a variable and no sample for a secret", () => {
    const path = "app/.env";
    for (const text of [
      `GITHUB_TOKEN=gh${"p_"}${"x".repeat(36)}`,
      "PASSWORD=${DB_PASSWORD_1}",
      "PASSWORD=changeme123",
      "API_KEY=<your-key-1>",
      `aws_access_key_id = AK${"IA"}IOSFODNN7EXAMPLE`,
      "url=postgres://user:password@localhost/db",
      "token_url=https://auth.acme.dev/v1/token2",
      "secretName: app-secret-v12",
      "SESSION_SECRET=getSecretFromRequest2",
      "PASSWORD_FILE=/run/secrets/db1password",
      'key = "sha256-47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU="',
    ]) {
      expect(findSecrets(text, { path }), text).toEqual([]);
    }
  });

  it("lists the first fifty, and says how many more there were", () => {
    const lines = Array.from(
      { length: 60 },
      (_, i) => `gl${"pat-"}${randomText(20, alphanumeric, `${i}`)}`,
    );
    const facts = factsOf(Buffer.from(lines.join("\n")));
    expect(facts.secrets).toHaveLength(50);
    expect(facts.more).toBe(10);
  });

  it("gives up on a text that is made to keep it busy, and says so", () => {
    const hostile = Buffer.from(
      "PRIVATE KEY-----BEGIN -----BEGIN PRIVATE KEY-----a".repeat(60_000),
    );
    expect(factsOf(hostile).unread).toMatch(/too much that looks like secrets/);
  });

  it("never throws and never gives a value back, whatever surrounds it", () => {
    const all = [...samples.values()];
    const sample = fc.constantFrom(...all);
    const noise = fc.oneof(
      fc.string({ unit: "binary", maxLength: 40 }),
      fc.constantFrom("\n", '"'),
    );
    fc.assert(
      fc.property(fc.array(fc.tuple(noise, sample, noise), { maxLength: 4 }), (parts) => {
        const text = parts.map(([a, { text: middle }, b]) => a + middle + b).join("\n");
        const shown = JSON.stringify(findSecrets(text, { path: parts[0]?.[1].path ?? "app/.env" }));
        for (const [, { value }] of parts) expect(shown).not.toContain(value.slice(0, 40));
      }),
      { numRuns: 300 },
    );
  });

  it("never throws on bytes that are no text", () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 300 }), (bytes) => {
        for (const { line, column } of findSecrets(bytes)) {
          expect(Math.min(line, column)).toBeGreaterThan(0);
        }
      }),
    );
  });
});

describe("entropyOf", () => {
  it("is 0 for one character over and over, and 4 bits for sixteen different ones", () => {
    expect(entropyOf("")).toBe(0);
    expect(entropyOf("aaaa")).toBe(0);
    expect(entropyOf("0123456789abcdef")).toBeCloseTo(4);
  });
});

describe("isPlaceholder", () => {
  it("knows what people and templates write in place of a secret", () => {
    for (const value of [
      "EXAMPLEKEY",
      "your-token",
      "xxxxxxxx",
      "${X}",
      "<token>",
      "{{ x }}",
      "%s",
    ]) {
      expect(isPlaceholder(value), value).toBe(true);
    }
    expect(isPlaceholder(pat)).toBe(false);
  });
});
