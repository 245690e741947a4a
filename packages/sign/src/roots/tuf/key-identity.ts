import { createPublicKey } from "node:crypto";
import { isJsonObject } from "../../encoding/json.ts";

/**
 * A text that two TUF keys share exactly when they are the same public key, however it is written:
 * PEM or hex, under whatever id. `undefined` for a key that cannot be read, which signs nothing.
 */
export function keyIdentity(key: unknown): string | undefined {
  if (!isJsonObject(key) || !isJsonObject(key.keyval)) return undefined;
  const { public: text } = key.keyval;
  if (typeof text !== "string") return undefined;
  if (!text.startsWith("-----BEGIN")) return hexIdentity(text);
  try {
    const { kty, crv, x, y, n, e } = createPublicKey(text).export({ format: "jwk" });
    return [kty, crv, x, y, n, e].join(":");
  } catch {
    return undefined;
  }
}

/** Raw Ed25519 keys and uncompressed points (SEC 1, 2.3.3), as older roots have them. */
function hexIdentity(text: string): string | undefined {
  if (!/^[0-9a-f]+$/i.test(text)) return undefined;
  const bytes = Buffer.from(text, "hex");
  const part = (start: number, end: number) => bytes.subarray(start, end).toString("base64url");
  if (bytes.length === 32) return ["OKP", "Ed25519", part(0, 32), "", "", ""].join(":");
  if (bytes.length === 65) return ["EC", "P-256", part(1, 33), part(33, 65), "", ""].join(":");
  if (bytes.length === 97) return ["EC", "P-384", part(1, 49), part(49, 97), "", ""].join(":");
  return `hex:${text.toLowerCase()}`;
}
