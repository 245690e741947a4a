import type { TrustSignature } from "@plimsoll/core";
import type { Reference, RegistryClient } from "@plimsoll/registry";
import type { Question } from "./check.ts";

/** Where signatures are looked for, and what they are asked. */
export interface Source {
  readonly client: RegistryClient;
  readonly reference: Reference;
  readonly question: Question;
  readonly signal: AbortSignal | undefined;
}

/** What was found in one place. */
export interface Discovered {
  readonly signatures: readonly TrustSignature[];
  /** predicateType of every attestation met; they are not judged. */
  readonly attestations: readonly string[];
  /** How many candidates were not opened because there were too many. */
  readonly unopened: number;
}

export function requestOptions(source: Pick<Source, "signal">): { signal?: AbortSignal } {
  return source.signal === undefined ? {} : { signal: source.signal };
}

/** The same repository, by digest or tag. */
export function inRepository(
  { registry, repository }: Reference,
  name: { digest: string } | { tag: string },
): Reference {
  return { registry, repository, ...name };
}
