import type { Verification } from "../detector.ts";

/** RFC 7519: header and payload are JSON objects in base64url, the header names an algorithm. */
export function verifyJsonWebToken(token: string): Verification {
  const [head = "", body = ""] = token.split(".");
  const header = readObject(head);
  if (header === undefined || typeof header.alg !== "string") return "invalid";
  // An encrypted token (RFC 7516) has no payload that can be read.
  if ("enc" in header) return "plausible";
  const payload = readObject(body);
  if (payload === undefined) return "invalid";
  return isSample(payload) ? "invalid" : "verified";
}

function readObject(part: string): Record<string, unknown> | undefined {
  try {
    const value: unknown = JSON.parse(Buffer.from(part, "base64url").toString("utf8"));
    const isObject = typeof value === "object" && value !== null && !Array.isArray(value);
    return isObject ? (value as Record<string, unknown>) : undefined;
  } catch {
    return undefined;
  }
}

/** The sample of jwt.io, and that of RFC 7519, section 3.1, which documentation repeats. */
function isSample({ sub, name, iss }: Record<string, unknown>): boolean {
  return sub === "1234567890" || name === "John Doe" || iss === "joe";
}
