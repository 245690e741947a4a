import { createHash, createPublicKey, generateKeyPairSync, type KeyObject } from "node:crypto";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { loadPublicKey } from "../../src/index.ts";
import { cosign } from "../fixtures.ts";

const toPem = ({ publicKey }: { publicKey: KeyObject }) =>
  publicKey.export({ format: "pem", type: "spki" }).toString();

describe("loadPublicKey", () => {
  it.each([
    ["ecdsa-p256", () => generateKeyPairSync("ec", { namedCurve: "P-256" })],
    ["ecdsa-p384", () => generateKeyPairSync("ec", { namedCurve: "P-384" })],
    ["ecdsa-p521", () => generateKeyPairSync("ec", { namedCurve: "P-521" })],
    ["rsa", () => generateKeyPairSync("rsa", { modulusLength: 2048 })],
    ["ed25519", () => generateKeyPairSync("ed25519")],
  ])("reads a key of the kind %s", (algorithm, generate) => {
    const key = loadPublicKey(toPem(generate()));
    expect(key.algorithm).toBe(algorithm);
  });

  it("names a key by the SHA-256 of its SubjectPublicKeyInfo", () => {
    const der = createPublicKey(cosign.publicKey).export({ format: "der", type: "spki" });
    const key = loadPublicKey(cosign.publicKey);
    expect(key.keyId).toBe(createHash("sha256").update(der).digest("hex"));
  });

  it.each([
    ["RSA of 1024 bits", generateKeyPairSync("rsa", { modulusLength: 1024 })],
    ["secp256k1", generateKeyPairSync("ec", { namedCurve: "secp256k1" })],
    ["Ed448", generateKeyPairSync("ed448")],
    ["X25519", generateKeyPairSync("x25519")],
    ["RSA-PSS", generateKeyPairSync("rsa-pss", { modulusLength: 2048 })],
  ])("refuses %s", (_, pair) => {
    expect(() => loadPublicKey(toPem(pair))).toThrow(
      expect.objectContaining({
        code: "KEY_INVALID",
        message: expect.stringMatching(/^The key is/),
      }),
    );
  });

  it("refuses a private key, rather than taking its public half", () => {
    const { privateKey } = generateKeyPairSync("ec", { namedCurve: "P-256" });
    const pem = privateKey.export({ format: "pem", type: "pkcs8" });
    expect(() => loadPublicKey(pem.toString())).toThrow(
      expect.objectContaining({ code: "KEY_INVALID", action: expect.stringContaining("public") }),
    );
  });

  it("refuses two keys in one file, because it is open which one counts", () => {
    expect(() => loadPublicKey(cosign.publicKey + cosign.publicKey)).toThrow("more than one");
  });

  it("refuses a file of a megabyte without parsing it", () => {
    expect(() => loadPublicKey("-".repeat(2 ** 20))).toThrow(
      expect.objectContaining({ code: "KEY_INVALID" }),
    );
  });

  it("reads keys with Windows line ends and text around the block", () => {
    const text = `my key\r\n${cosign.publicKey.replaceAll("\n", "\r\n")}\r\n`;
    expect(loadPublicKey(text).algorithm).toBe("ecdsa-p256");
  });

  it("never fails with anything but KEY_INVALID, whatever the file holds", () => {
    const body = cosign.publicKey.split("\n").slice(1, -2).join("");
    const der = Buffer.from(body, "base64");
    const mutated = fc
      .array(fc.tuple(fc.nat(der.length - 1), fc.nat(255)), { minLength: 1, maxLength: 4 })
      .map((changes) => {
        const copy = Buffer.from(der);
        for (const [at, byte] of changes) copy[at] = byte;
        return `-----BEGIN PUBLIC KEY-----\n${copy.toString("base64")}\n-----END PUBLIC KEY-----\n`;
      });
    fc.assert(
      fc.property(fc.oneof(mutated, fc.string(), fc.base64String()), (text) => {
        try {
          loadPublicKey(text);
        } catch (error) {
          expect(error).toMatchObject({ name: "PlimsollError", code: "KEY_INVALID" });
        }
      }),
      { numRuns: 500 },
    );
  });
});
