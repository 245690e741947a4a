import { isPlimsollError, type TrustCheck } from "@plimsoll/core";
import { check } from "../verify/check.ts";
import { formatName } from "../x509/name.ts";
import type { Case } from "./case.ts";
import { isSubset, parseIdentities, toSubject } from "./distinguished-name.ts";
import { actionFor } from "./levels.ts";
import { schemes } from "./media-types.ts";
import type { NotationStore } from "./trust.ts";

export interface CheckedChain {
  readonly check: TrustCheck;
  /** The store that the chain leads to, e.g. `ca:acme`. */
  readonly store: string | undefined;
}

/** Whether the chain leads to a certificate of a store of the kind that the signing scheme asks for. */
export function checkAuthenticity(judged: Case): CheckedChain {
  const { chain, envelope, trust } = judged;
  const kind: NotationStore["kind"] =
    envelope.scheme === schemes.signingAuthority ? "signingAuthority" : "ca";
  const stores = trust.stores.filter((store) => store.kind === kind);
  const store = stores.find(({ certificates }) =>
    certificates.some((trusted) => chain.some(({ der }) => der.equals(trusted))),
  );
  const root = formatName(chain.at(-1)!.subjectName);
  if (store === undefined) {
    const reason =
      stores.length === 0
        ? `No trust store of the kind ${kind} was given, which its signing scheme asks for`
        : `The certificate leads to no trust store of the kind ${kind}`;
    return { check: check("authenticity", failure(judged), reason, root), store: undefined };
  }
  const name = `${kind}:${store.name}`;
  const reason = `The certificate leads to the trust store ${name}`;
  return { check: check("authenticity", "pass", reason, root), store: name };
}

/** Whether the leaf's subject is one that may sign. A policy that cannot be read lets nobody sign. */
export function checkIdentity(judged: Case): TrustCheck {
  const { chain, trust } = judged;
  const name = chain[0]!.subjectName;
  const evidence = formatName(name);
  if (trust.identities.length === 0) return check("identity", "fail", "No identity was asked for");
  let identities: ReturnType<typeof parseIdentities>;
  try {
    identities = parseIdentities(trust.identities);
  } catch (error) {
    if (!isPlimsollError(error)) throw error;
    return check("identity", "fail", error.message, error.subject);
  }
  if (identities === "*") {
    return check("identity", "pass", "Any identity under the trust stores may sign", evidence);
  }
  const subject = toSubject(name);
  if (subject === undefined) {
    const reason = "The subject has a multi-valued RDN or an attribute twice: it fits no identity";
    return check("identity", failure(judged), reason, evidence);
  }
  return identities.some((identity) => isSubset(identity, subject))
    ? check("identity", "pass", "The certificate's subject may sign", evidence)
    : check("identity", failure(judged), "The certificate's subject may not sign", evidence);
}

function failure({ trust }: Case): "fail" | "warn" {
  return actionFor("authenticity", trust) === "enforce" ? "fail" : "warn";
}
