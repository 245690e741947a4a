import type { Verification } from "../detector.ts";

/** `user:password` in base64, as HTTP basic authentication and Docker's configuration have it. */
export function verifyBasicAuthentication(value: string): Verification {
  const text = Buffer.from(value, "base64").toString("utf8");
  const colon = text.indexOf(":");
  const password = text.slice(colon + 1).replace(/\0+$/, "");
  if (colon < 1 || password.length < 4 || !/^[\x20-\x7e]+$/.test(text.replace(/\0+$/, ""))) {
    return "invalid";
  }
  return /^(?:password|passwd|secret|pass|test|changeme|x+|\*+|<.*>|\$.*)$/i.test(password)
    ? "invalid"
    : "verified";
}

/** Base64 that decodes to exactly `length` bytes. */
export function verifyBase64Length(value: string, length: number): Verification {
  return Buffer.from(value, "base64").length === length ? "plausible" : "invalid";
}
