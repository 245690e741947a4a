import type { KeyObject } from "node:crypto";
import { createPublicKey } from "node:crypto";
import { isPlimsollError } from "@plimsoll/core";
import { decodeBase64 } from "../encoding/base64.ts";
import { isJsonObject, type JsonObject, parseJsonObject } from "../encoding/json.ts";
import { parsePem } from "../encoding/pem.ts";
import type { TransparencyLogEntry } from "./material.ts";

/** Who signed: the certificate, or the key where there is none. */
export type Verifier = { readonly certificate: Buffer } | { readonly key: KeyObject };

/** Kinds of entries, with where each keeps who signed (rekor, pkg/types; rekor-tiles). */
const kinds: Readonly<Record<string, (spec: JsonObject) => unknown>> = {
  "hashedrekord 0.0.1": (spec) => at(spec, "signature", "publicKey", "content"),
  "dsse 0.0.1": (spec) => at(single(spec.signatures), "verifier"),
  "intoto 0.0.2": (spec) => at(single(at(spec, "content", "envelope", "signatures")), "publicKey"),
  "hashedrekord 0.0.2": (spec) => at(spec, "hashedRekordV002", "signature", "verifier"),
  "dsse 0.0.2": (spec) => at(single(at(spec, "dsseV002", "signatures")), "verifier"),
};

/**
 * What `@sigstore/verify` leaves open about the body of an entry: whether it can be read in one way only,
 * and whether it is about who signed here. Somebody else's entry of the same bytes proves nothing.
 *
 * @returns a fault, or `undefined`
 */
export function findBodyFault(
  { canonicalizedBody }: TransparencyLogEntry,
  verifier: Verifier,
): string | undefined {
  let body: JsonObject;
  try {
    body = parseJsonObject(canonicalizedBody);
  } catch (error) {
    if (!isPlimsollError(error)) throw error;
    return `its body cannot be read: ${error.message}`;
  }
  const { kind, apiVersion, spec } = body;
  const read = kinds[`${String(kind)} ${String(apiVersion)}`];
  if (read === undefined || !isJsonObject(spec)) return "it is of a kind that is not known";
  const logged = readVerifier(read(spec));
  if (logged === undefined) return "it does not say who signed";
  return isSame(logged, verifier) ? undefined : "it is of another signer";
}

function readVerifier(value: unknown): Verifier | undefined {
  if (typeof value === "string") return readPemVerifier(value);
  const certificate = bytesOf(at(value, "x509Certificate", "rawBytes"));
  if (certificate !== undefined) return { certificate };
  const key = bytesOf(at(value, "publicKey", "rawBytes"));
  return key && readKey(key);
}

/** Base64 of PEM: a certificate or a public key. */
function readPemVerifier(encoded: string): Verifier | undefined {
  try {
    const { label, bytes } = parsePem(decodeBase64(encoded)?.toString("latin1") ?? "");
    if (label === "CERTIFICATE") return { certificate: bytes };
    return label === "PUBLIC KEY" ? readKey(bytes) : undefined;
  } catch (error) {
    if (!isPlimsollError(error)) throw error;
    return undefined;
  }
}

function readKey(key: Buffer): Verifier | undefined {
  try {
    return { key: createPublicKey({ key, format: "der", type: "spki" }) };
  } catch {
    return undefined;
  }
}

function isSame(a: Verifier, b: Verifier): boolean {
  if ("certificate" in a) return "certificate" in b && a.certificate.equals(b.certificate);
  return "key" in b && a.key.equals(b.key);
}

function at(value: unknown, ...path: readonly string[]): unknown {
  let current = value;
  for (const key of path) current = isJsonObject(current) ? current[key] : undefined;
  return current;
}

function single(value: unknown): unknown {
  return Array.isArray(value) && value.length === 1 ? value[0] : undefined;
}

function bytesOf(value: unknown): Buffer | undefined {
  return typeof value === "string" ? decodeBase64(value) : undefined;
}
