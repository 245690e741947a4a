import type { TrustSigner } from "@plimsoll/core";
import { holdsIdentity } from "../notation/distinguished-name.ts";
import type { Signatory } from "./policy.ts";

/** Who made a signature or an attestation, as its verification proved. */
export interface Signed {
  readonly keyId?: string | undefined;
  readonly signer?: TrustSigner | undefined;
}

/** Whether a verified signature is one by this signatory. */
export function isBySignatory({ keyId, signer }: Signed, signatory: Signatory): boolean {
  const kind = signer?.kind ?? "key";
  switch (signatory.kind) {
    case "key":
      return kind === "key" && signatory.keys.some((key) => key.keyId === keyId);
    case "keyless":
      if (signer === undefined || kind !== "certificate") return false;
      return signatory.matchers.some((whyNot) => whyNot(signer) === undefined);
    case "notation": {
      if (signer === undefined || kind !== "x509") return false;
      const { stores, identities } = signatory.trust;
      const isOfStore =
        signer.issuer === undefined || stores.some(({ name }) => name === signer.issuer);
      return isOfStore && identities.some((identity) => holdsIdentity(signer.name, identity));
    }
    case "dct":
      return kind === "dct";
  }
}

/** The same for all signatures of one signer, whatever key a short-lived certificate was for. */
export function signerIdOf({ keyId, signer }: Signed): string {
  if (signer?.kind === "certificate") return `${signer.issuer ?? ""} ${signer.name}`;
  return keyId ?? `${signer?.kind ?? ""} ${signer?.name ?? ""}`;
}

/** What people know the signer by. */
export function signerNameOf({ keyId, signer }: Signed): string {
  if (signer !== undefined && signer.kind !== "key") return signer.name;
  return `key ${keyId ?? signer?.name ?? "unknown"}`;
}
