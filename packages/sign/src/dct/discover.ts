import type { TrustSignature } from "@plimsoll/core";
import type { Source } from "../verify/source.ts";

/** What Docker Content Trust says of an image, when that was asked for; none without a network. */
export async function discoverDct(source: Source): Promise<TrustSignature[]> {
  const { question, client, reference, signal } = source;
  const { dct: trust, isOffline, tag, digest, now } = question;
  if (trust === undefined || isOffline === true) return [];
  // Most images have none: the code for it is loaded when it is asked for.
  const [{ judgeDct }, { toGun }] = await Promise.all([import("./judge.ts"), import("./names.ts")]);
  const gun = toGun(reference);
  const signature = await judgeDct({ client, gun, trust, tag, digest, now, signal });
  return signature === undefined ? [] : [signature];
}
