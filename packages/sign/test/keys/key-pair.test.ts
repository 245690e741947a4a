import { sign } from "node:crypto";
import { describe, expect, it } from "vitest";
import { generateKeyPair, loadPrivateKey, loadPublicKey } from "../../src/index.ts";
import { isSignatureOver } from "../../src/keys/algorithm.ts";

describe("generateKeyPair", () => {
  it("makes two halves that belong together, and names them", async () => {
    const pair = await generateKeyPair();
    const key = await loadPrivateKey(pair.privateKey);
    const { algorithm, keyObject, keyId } = loadPublicKey(pair.publicKey);
    const bytes = Buffer.from("ahoy");
    expect(algorithm).toBe("ecdsa-p256");
    expect(keyId).toBe(pair.keyId);
    const signature = sign("sha256", bytes, key.keyObject);
    expect(isSignatureOver(algorithm, keyObject, bytes, signature)).toBe(true);
  });

  it("makes another key each time", async () => {
    expect((await generateKeyPair()).keyId).not.toBe((await generateKeyPair()).keyId);
  });

  it("encrypts the private key in cosign's format when a passphrase is given", async () => {
    const pair = await generateKeyPair({ passphrase: "ship shape" });
    expect(pair.privateKey).toMatch(/^-----BEGIN ENCRYPTED SIGSTORE PRIVATE KEY-----\n/);
    const key = await loadPrivateKey(pair.privateKey, "ship shape");
    expect(key.publicKey.keyId).toBe(pair.keyId);
    await expect(loadPrivateKey(pair.privateKey, "ship-shape")).rejects.toMatchObject({
      code: "KEY_INVALID",
    });
  });

  it("takes the empty passphrase for one, as cosign does", async () => {
    const pair = await generateKeyPair({ passphrase: "" });
    expect(pair.privateKey).toContain("ENCRYPTED");
    expect((await loadPrivateKey(pair.privateKey, "")).publicKey.keyId).toBe(pair.keyId);
  });
});
