import { isJsonObject, type JsonObject } from "../../encoding/json.ts";
import {
  addRule,
  type Collector,
  nameIn,
  objectsIn,
  type RequirementInput,
  type RuleInput,
  refuseUnknown,
  WouldBeWeaker,
} from "./imported.ts";
import { keylessOf } from "./keyless-identity.ts";
import { fullPredicateType } from "./predicate-types.ts";

type Note = (why: string) => void;

/** A ClusterImagePolicy of Sigstore's policy-controller: one of its authorities must be content. */
export function importClusterImagePolicy(document: JsonObject, to: Collector): void {
  const metadata = isJsonObject(document.metadata) ? document.metadata : {};
  const what = `ClusterImagePolicy ${nameIn(metadata.name, "")}`;
  const spec = isJsonObject(document.spec) ? document.spec : {};
  const images = (Array.isArray(spec.images) ? spec.images : []).flatMap((one: unknown) =>
    isJsonObject(one) && typeof one.glob === "string" ? [repositoriesOf(one.glob)] : [],
  );
  addRule(to, what, images, (note) => ruleOf(spec, note));
}

/** Its `*` and `**` are ours; a tag or digest in a pattern is left out, which makes it wider. */
function repositoriesOf(glob: string): string {
  return glob.replace(/@.*$/, "").replace(/:[^/:]*$/, "");
}

function ruleOf(spec: JsonObject, note: Note): Omit<RuleInput, "images"> {
  refuseUnknown(spec, ["images", "authorities", "mode", "match"], "It");
  if (spec.match !== undefined) note("It was for some objects of the cluster: here for all");
  if (JSON.stringify(spec.images).includes(":")) note("Patterns are for all tags of a repository");
  note("Where several policies match, all had to hold; here the most specific one counts");
  const level = spec.mode === "warn" ? { level: "audit" as const } : {};
  const authorities = objectsIn(spec.authorities, "authorities");
  const actions = authorities.flatMap(({ static: fixed }) =>
    isJsonObject(fixed) ? [fixed.action] : [],
  );
  if (actions.includes("pass")) return { level: "skip" };
  if (authorities.length > 0 && actions.length === authorities.length) return { level: "refuse" };
  const usable = authorities.flatMap((authority) => usableOf(authority, note));
  if (usable.length === 0) throw new WouldBeWeaker("None of its authorities can be carried over");
  const attesting = usable.filter(({ attestations }) => attestations.length > 0);
  if (attesting.length > 0 && usable.length > 1) {
    throw new WouldBeWeaker("Several authorities, of which some want attestations");
  }
  const anyOf = usable.flatMap(({ requirements }) => requirements);
  if (attesting.length > 0) note("A signature is needed beside the attestations");
  return {
    ...level,
    require: { "any-of": anyOf },
    ...(attesting.length > 0 && {
      attestations: attesting[0]!.attestations.map((type) => ({ type })),
    }),
  };
}

interface Authority {
  readonly requirements: RequirementInput[];
  readonly attestations: string[];
}

/** Nothing for one that cannot be carried over: of several any was enough, so that this is stricter. */
function usableOf(authority: JsonObject, note: Note): Authority[] {
  const name = nameIn(authority.name, "an authority");
  try {
    const known = ["name", "key", "keyless", "attestations", "ctlog", "rfc3161timestamp", "static"];
    refuseUnknown(authority, [...known, "signatureFormat"], name);
    if (authority.static !== undefined) return [];
    const attestations = objectsIn(authority.attestations, "attestations").map((one) => {
      refuseUnknown(one, ["name", "predicateType"], "An attestation");
      if (typeof one.predicateType !== "string") throw new WouldBeWeaker("It has no predicateType");
      return fullPredicateType(one.predicateType);
    });
    if (authority.ctlog !== undefined || authority.rfc3161timestamp !== undefined) {
      note(`${name}: logs and timestamps come from trust.trusted-roots`);
    }
    return [{ requirements: requirementsOf(authority, note), attestations }];
  } catch (error) {
    if (!(error instanceof WouldBeWeaker)) throw error;
    note(`${name} is left out: ${error.message}`);
    return [];
  }
}

function requirementsOf({ key, keyless }: JsonObject, note: Note): RequirementInput[] {
  if (isJsonObject(key)) {
    refuseUnknown(key, ["data", "hashAlgorithm"], "Its key");
    if (typeof key.data !== "string") throw new WouldBeWeaker("Its key is not in the file");
    return [{ key: [key.data] }];
  }
  if (!isJsonObject(keyless)) throw new WouldBeWeaker("It has neither key nor keyless");
  refuseUnknown(keyless, ["url", "identities", "insecureIgnoreSCT"], "Its keyless");
  if (keyless.url !== undefined) note("The authority comes from trust.trusted-roots, not from url");
  if (keyless.insecureIgnoreSCT) note("Certificates must be in a log here");
  const identities = objectsIn(keyless.identities, "identities");
  if (identities.length === 0) throw new WouldBeWeaker("It names no identity");
  return identities.map((identity) => {
    refuseUnknown(identity, ["issuer", "issuerRegExp", "subject", "subjectRegExp"], "An identity");
    return keylessOf(identity, false, note);
  });
}
