import { createPublicKey, type KeyObject, randomBytes, webcrypto } from "node:crypto";
import { PlimsollError } from "@plimsoll/core";
import type { JsonObject } from "../../encoding/json.ts";
import { encodeKey } from "../key.ts";

const yearMs = 365 * 24 * 60 * 60 * 1000;

const curves: Readonly<Record<string, string>> = {
  prime256v1: "P-256",
  secp384r1: "P-384",
  secp521r1: "P-521",
};

/**
 * Makes the self-signed certificate by which a root key says which repository it is for, and gives the
 * key as root.json lists it.
 *
 * @throws PlimsollError `KEY_INVALID` for a key that is neither ECDSA nor RSA
 */
export async function encodeRootKey(
  privateKey: KeyObject,
  gun: string,
  nowMs: number,
): Promise<JsonObject> {
  // Only who publishes needs to mint certificates, and that takes a large library, which refuses to
  // load before this one.
  await import("reflect-metadata");
  const x509 = await import("@peculiar/x509");
  const algorithm = algorithmOf(privateKey);
  const { subtle } = webcrypto;
  const [pkcs8, spki] = [
    privateKey.export({ format: "der", type: "pkcs8" }),
    createPublicKey(privateKey).export({ format: "der", type: "spki" }),
  ];
  const certificate = await x509.X509CertificateGenerator.createSelfSigned(
    {
      // Positive, and not zero.
      serialNumber: `01${randomBytes(15).toString("hex")}`,
      name: [{ CN: [gun] }],
      notBefore: new Date(nowMs - 60_000),
      notAfter: new Date(nowMs + 10 * yearMs),
      keys: {
        privateKey: await subtle.importKey("pkcs8", pkcs8, algorithm, false, ["sign"]),
        publicKey: await subtle.importKey("spki", spki, algorithm, true, ["verify"]),
      },
      signingAlgorithm: algorithm,
      extensions: [
        new x509.KeyUsagesExtension(
          x509.KeyUsageFlags.digitalSignature | x509.KeyUsageFlags.keyEncipherment,
          true,
        ),
        new x509.ExtendedKeyUsageExtension([x509.ExtendedKeyUsage.codeSigning]),
        new x509.BasicConstraintsExtension(false, undefined, true),
      ],
    },
    webcrypto,
  );
  const type = privateKey.asymmetricKeyType === "rsa" ? "rsa-x509" : "ecdsa-x509";
  return encodeKey(type, Buffer.from(`${certificate.toString("pem").trim()}\n`));
}

function algorithmOf(key: KeyObject) {
  const namedCurve = curves[key.asymmetricKeyDetails?.namedCurve ?? ""];
  if (namedCurve !== undefined) return { name: "ECDSA", namedCurve, hash: "SHA-256" };
  if (key.asymmetricKeyType === "rsa") return { name: "RSASSA-PKCS1-v1_5", hash: "SHA-256" };
  throw new PlimsollError("KEY_INVALID", "A root key is ECDSA (P-256, P-384, P-521) or RSA");
}
