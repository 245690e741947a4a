import { PlimsollError, type TrustSignature } from "@plimsoll/core";
import type { RegistryClient } from "@plimsoll/registry";
import { concludeSignature } from "../verify/check.ts";
import { findTag } from "./find-tag.ts";
import { concludeReading } from "./judge.ts";
import { loadRepository } from "./load.ts";
import { parseGun, toGun } from "./names.ts";
import type { DctTrust } from "./trust.ts";

/** What all work with a repository's trust data needs. */
export interface DctOptions {
  readonly client: RegistryClient;
  /** `registry/repository`, or a short name of Docker Hub. */
  readonly gun: string;
  readonly trust: DctTrust;
  readonly signal?: AbortSignal | undefined;
  /** Milliseconds since 1970; default: the machine's clock. */
  readonly now?: (() => number) | undefined;
}

export interface VerifyTagOptions extends DctOptions {
  readonly tag: string;
  /** `sha256:…` that the tag must name; default: whatever was signed. */
  readonly digest?: string | undefined;
}

/** A tag, and whether and as what it was signed. */
export interface VerifiedTag {
  readonly gun: string;
  readonly tag: string;
  /** What was signed: pull by it. Absent unless verified. */
  readonly digest?: string;
  readonly signature: TrustSignature;
}

/**
 * Verifies what a tag was signed as.
 *
 * @throws PlimsollError `NOT_FOUND` when the server has no trust data for the repository,
 * `INVALID_REFERENCE`, and the errors of the way to the server
 */
export async function verifyTag(options: VerifyTagOptions): Promise<VerifiedTag> {
  const gun = toGun(parseGun(options.gun));
  const { tag, trust } = options;
  if (options.digest !== undefined && !/^sha256:[0-9a-f]{64}$/.test(options.digest)) {
    throw new PlimsollError("INVALID_ARGUMENT", "Docker Content Trust knows SHA-256 only", {
      subject: options.digest.slice(0, 160),
      action: "Give sha256: and 64 lower-case hexadecimal digits.",
    });
  }
  const reading = await loadRepository({ ...options, gun });
  if (reading.repository === undefined) {
    return { gun, tag, signature: concludeSignature("dct", gun, reading.checks) };
  }
  const { found, checks } = findTag(reading.repository, tag, options.digest, trust.roles);
  const digest = options.digest ?? found?.digest;
  if (digest === undefined) {
    const all = [...reading.checks, ...checks];
    return { gun, tag, signature: concludeSignature("dct", gun, all) };
  }
  const signature = concludeReading(reading, tag, digest, trust.roles);
  return { gun, tag, ...(signature.result === "verified" && { digest }), signature };
}
