import { generateKeyPairSync } from "node:crypto";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { generateKeyPair, loadPrivateKey, loadPublicKey } from "../../src/index.ts";
import { cosign } from "../fixtures.ts";

const spki = { format: "pem", type: "spki" } as const;

function encryptedPkcs8(cipher = "aes-256-cbc") {
  return generateKeyPairSync("ec", {
    namedCurve: "P-256",
    publicKeyEncoding: spki,
    privateKeyEncoding: { format: "pem", type: "pkcs8", cipher, passphrase: "aye" },
  });
}

// Keys for tests only, with the passphrase "aye".
const openssl = {
  /** openssl pkcs8 -topk8 -scrypt */
  scrypt: `-----BEGIN ENCRYPTED PRIVATE KEY-----
MIIBFDBPBgkqhkiG9w0BBQ0wQjAhBgkrBgEEAdpHBAswFAQIzaMFz7DWTLoCAkAA
AgEIAgEBMB0GCWCGSAFlAwQBKgQQZT70VY/Fuso386Qz5qhOeASBwMtCInyTG4Dt
KhILMxRy/GpiEMLgvtce6Z8PejfXbmpRQHjqB7QZOxwfOMr6ARv01fOTkKS8hvju
jFZOZIEpQoHqFcQPhU+xe9AapFoFj6ag2VIt1gTrTyCNpF77Y1D8cE+b4DH5ObNe
X3EUFpOunmLJXuW83D2ut2K3t061hZ1EVW+ZL1oArqqctXTguj2y/zmys7eSxlJA
bAoIUWUum2N0eagihpzgC/nC+F3SpQQXC4mN4vxXb5xGkPxJFQCbXA==
-----END ENCRYPTED PRIVATE KEY-----
`,
  /** openssl pkcs8 -topk8 -v1 PBE-SHA1-3DES */
  tripleDes: `-----BEGIN ENCRYPTED PRIVATE KEY-----
MIHhMBwGCiqGSIb3DQEMAQMwDgQI1XyIBSGLK+sCAggABIHAgZ6LDS8GKGXjaHMz
nSM3pdCsh8uPV6J1mouRoZP29vhL+PQcXFBXSQE5naPE9r/hm0MHkA6Ub8IDFF10
rx0VBXrBy7NCmuZyQcywOLp+s/mbwbFhWV3JYvyan/KhhyUiaU4r3QUGi1mqil1d
dsSV44k+Ke/pmQKAhXqPjAVNg1FXb6y2v/7zwSIej8PQn1N2+NfRrXzqDTl9ejdV
K2jJLkGFOx4+TRk84RQt+wgeL7nF817wsJgxKtkXjSidtWwp
-----END ENCRYPTED PRIVATE KEY-----
`,
};

/** The same key file with other fields in the JSON around the ciphertext. */
function alterCosignKey(change: (document: CosignDocument) => void): string {
  const lines = cosign.privateKey.trim().split("\n");
  const document = JSON.parse(
    Buffer.from(lines.slice(1, -1).join(""), "base64").toString(),
  ) as CosignDocument;
  change(document);
  const body = Buffer.from(JSON.stringify(document)).toString("base64");
  return [lines[0], body, lines.at(-1)].join("\n");
}

interface CosignDocument {
  kdf: { name: string; params: { N: number; r: number; p: number }; salt: string };
  cipher: { name: string; nonce: string };
  ciphertext: string;
}

describe("loadPrivateKey", () => {
  it("opens the key that cosign wrote, and finds its public half", async () => {
    const key = await loadPrivateKey(cosign.privateKey, cosign.passphrase);
    expect(key.publicKey.keyId).toBe(loadPublicKey(cosign.publicKey).keyId);
  });

  it("opens it under the label of older cosign as well", async () => {
    const old = cosign.privateKey.replaceAll("SIGSTORE", "COSIGN");
    const key = await loadPrivateKey(old, cosign.passphrase);
    expect(key.publicKey.algorithm).toBe("ecdsa-p256");
  });

  it("opens PKCS#8, plain and encrypted", async () => {
    const plain = await generateKeyPair();
    expect((await loadPrivateKey(plain.privateKey)).publicKey.keyId).toBe(plain.keyId);
    const encrypted = encryptedPkcs8();
    const key = await loadPrivateKey(encrypted.privateKey, "aye");
    expect(key.publicKey.keyId).toBe(loadPublicKey(encrypted.publicKey).keyId);
  });

  it("opens PKCS#8 encrypted by scrypt, and refuses schemes older than PBES2", async () => {
    const key = await loadPrivateKey(openssl.scrypt, "aye");
    expect(key.publicKey.algorithm).toBe("ecdsa-p384");
    await expect(loadPrivateKey(openssl.tripleDes, "aye")).rejects.toMatchObject({
      code: "KEY_INVALID",
      message: expect.stringContaining("outdated scheme"),
      action: expect.stringContaining("-v2 aes-256-cbc"),
    });
  });

  it.each([
    ["cosign's format", cosign.privateKey],
    ["PKCS#8", encryptedPkcs8().privateKey],
  ])("says that the passphrase is wrong, for %s", async (_, pem) => {
    await expect(loadPrivateKey(pem, "nay")).rejects.toMatchObject({
      code: "KEY_INVALID",
      message: expect.stringContaining("passphrase does not open"),
    });
    await expect(loadPrivateKey(pem)).rejects.toMatchObject({
      code: "KEY_INVALID",
      message: expect.stringContaining("no passphrase was given"),
    });
  });

  it("refuses a cosign key whose scrypt parameters would take gigabytes or hours", async () => {
    for (const params of [
      { N: 2 ** 30, r: 8, p: 1 },
      { N: 65536, r: 2 ** 20, p: 1 },
      { N: 65536, r: 8, p: 2 ** 20 },
      { N: 65535, r: 8, p: 1 },
      { N: -2, r: 8, p: 1 },
      { N: 1.5, r: 8, p: 1 },
    ]) {
      const pem = alterCosignKey(({ kdf }) => Object.assign(kdf.params, params));
      const started = performance.now();
      await expect(loadPrivateKey(pem, "pw")).rejects.toMatchObject({ code: "KEY_INVALID" });
      expect(performance.now() - started).toBeLessThan(100);
    }
  });

  it("refuses an encrypted PKCS#8 key that asks for two thousand million iterations", async () => {
    const der = Buffer.from(encryptedPkcs8().privateKey.replace(/-----.*-----|\n/g, ""), "base64");
    // OpenSSL writes 2048 iterations: INTEGER 02 02 08 00. Made longer by two bytes, and so are
    // the SEQUENCEs around it.
    const at = der.indexOf(Buffer.from([0x02, 0x02, 0x08, 0x00]));
    expect(at).toBeGreaterThan(0);
    const costly = Buffer.concat([
      der.subarray(0, at),
      Buffer.from([0x02, 0x04, 0x7f, 0xff, 0xff, 0xff]),
      der.subarray(at + 4),
    ]);
    growSequencesAround(costly, at, 2);
    const pem = `-----BEGIN ENCRYPTED PRIVATE KEY-----\n${costly.toString("base64")}\n-----END ENCRYPTED PRIVATE KEY-----\n`;
    const started = performance.now();
    await expect(loadPrivateKey(pem, "aye")).rejects.toMatchObject({
      code: "KEY_INVALID",
      message: expect.stringContaining("2147483647 iterations"),
    });
    expect(performance.now() - started).toBeLessThan(100);
  });

  it("refuses a public key and the old OpenSSL form, and says what to do", async () => {
    await expect(loadPrivateKey(cosign.publicKey)).rejects.toMatchObject({
      code: "KEY_INVALID",
      action: expect.stringContaining("openssl pkcs8"),
    });
    const { privateKey } = generateKeyPairSync("ec", {
      namedCurve: "P-256",
      publicKeyEncoding: spki,
      privateKeyEncoding: { format: "pem", type: "sec1" },
    });
    await expect(loadPrivateKey(privateKey)).rejects.toMatchObject({ code: "KEY_INVALID" });
  });

  it("never fails with anything but KEY_INVALID, whatever the file holds", async () => {
    const encrypted = Buffer.from(
      encryptedPkcs8().privateKey.replace(/-----.*-----|\n/g, ""),
      "base64",
    );
    const document = Buffer.from(cosign.privateKey.replace(/-----.*-----|\n/g, ""), "base64");
    // The last bytes are ciphertext: they would only cost a derivation each.
    const forms = [
      { label: "ENCRYPTED PRIVATE KEY", der: encrypted, length: 90 },
      { label: "ENCRYPTED SIGSTORE PRIVATE KEY", der: document, length: 60 },
      { label: "PRIVATE KEY", der: encrypted, length: encrypted.length },
    ];
    const mutated = fc
      .tuple(fc.constantFrom(...forms), fc.nat(), fc.nat(255))
      .map(([{ label, der, length }, at, byte]) => {
        const copy = Buffer.from(der);
        copy[at % length] = byte;
        return `-----BEGIN ${label}-----\n${copy.toString("base64")}\n-----END ${label}-----\n`;
      });
    await fc.assert(
      fc.asyncProperty(fc.oneof(mutated, fc.string()), async (pem) => {
        // A wrong passphrase: every outcome is a typed refusal, and none may take long.
        await expect(loadPrivateKey(pem, "nay")).rejects.toMatchObject({
          name: "PlimsollError",
          code: "KEY_INVALID",
        });
      }),
      { numRuns: 120 },
    );
  });
});

/** Adds to the length of every SEQUENCE that holds the offset; all lengths here stay in their form. */
function growSequencesAround(der: Buffer, offset: number, by: number): void {
  let at = 0;
  while (at < offset) {
    const isSequence = der[at] === 0x30;
    const isLong = der[at + 1] === 0x81;
    const lengthAt = isLong ? at + 2 : at + 1;
    const contentAt = lengthAt + 1;
    const length = der[lengthAt]!;
    const holdsOffset = isSequence && offset < contentAt + length;
    if (holdsOffset) der[lengthAt] = length + by;
    at = holdsOffset ? contentAt : contentAt + length;
  }
}
