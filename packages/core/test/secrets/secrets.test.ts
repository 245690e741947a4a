// biome-ignore-all lint/suspicious/noTemplateCurlyInString: variables of Docker, not of JavaScript
import { describe, expect, it } from "vitest";
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
