import { createHash, type Hash } from "node:crypto";
import { PlimsollError } from "@plimsoll/core";

/** image-spec, descriptor.md: the registered algorithms. */
const pattern = /^(?:sha256:[0-9a-f]{64}|sha512:[0-9a-f]{128})$/;

/** True for a digest of a registered algorithm, in lower case. */
export function isDigest(text: unknown): text is string {
  return typeof text === "string" && pattern.test(text);
}

/** `sha256:…` of the bytes. */
export function digestOf(bytes: Uint8Array): string {
  return `sha256:${createHash("sha256").update(bytes).digest("hex")}`;
}

/** Computes a digest by the algorithm of another one. */
export class DigestCheck {
  readonly #expected: string;
  readonly #hash: Hash;

  /** `expected` must be a digest. */
  constructor(expected: string) {
    this.#expected = expected;
    this.#hash = createHash(expected.slice(0, expected.indexOf(":")));
  }

  update(bytes: Uint8Array): void {
    this.#hash.update(bytes);
  }

  /**
   * To be called once, after the last bytes.
   *
   * @throws PlimsollError `DIGEST_MISMATCH`
   */
  verify(what: string): void {
    const algorithm = this.#expected.slice(0, this.#expected.indexOf(":"));
    const found = `${algorithm}:${this.#hash.digest("hex")}`;
    if (found === this.#expected) return;
    throw new PlimsollError("DIGEST_MISMATCH", `${what} has the digest ${found}`, {
      subject: this.#expected,
      action: "Pull or save the image again; if that does not help, do not trust its source.",
    });
  }
}

/**
 * @throws PlimsollError `DIGEST_MISMATCH`
 */
export function verifyDigest(bytes: Uint8Array, expected: string, what: string): void {
  const check = new DigestCheck(expected);
  check.update(bytes);
  check.verify(what);
}
