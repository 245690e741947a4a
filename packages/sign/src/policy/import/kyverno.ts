import { isJsonObject, type JsonObject } from "../../encoding/json.ts";
import {
  addRule,
  type Collector,
  nameIn,
  objectsIn,
  type RequirementInput,
  type RuleInput,
  refuseUnknown,
  textsIn,
  WouldBeWeaker,
} from "./imported.ts";
import { keylessOf } from "./keyless-identity.ts";
import { fullPredicateType } from "./predicate-types.ts";

type Note = (why: string) => void;

/** verifyImages of Kyverno's ClusterPolicy and Policy. */
export function importKyverno(document: JsonObject, to: Collector): void {
  const spec = isJsonObject(document.spec) ? document.spec : {};
  const metadata = isJsonObject(document.metadata) ? document.metadata : {};
  const isAudit =
    spec.validationFailureAction === "Audit" || spec.validationFailureAction === "audit";
  for (const rule of Array.isArray(spec.rules) ? spec.rules : []) {
    if (!isJsonObject(rule) || !Array.isArray(rule.verifyImages)) continue;
    const what = `${nameIn(metadata.name, "policy")}: ${nameIn(rule.name, "rule")}`;
    for (const verify of rule.verifyImages.filter(isJsonObject)) {
      const references = [verify.imageReferences, verify.image].flatMap((one) =>
        Array.isArray(one) ? one : one === undefined ? [] : [one],
      );
      const images = references.flatMap((one) =>
        typeof one === "string" ? [repositoriesOf(one)] : [],
      );
      addRule(to, what, images, (note) => ruleOf(verify, isAudit, note));
    }
  }
}

/** Its `*` stands for any characters, `/` too; what is said of tags is left out, which makes it wider. */
function repositoriesOf(reference: string): string {
  return reference
    .replace(/@.*$/, "")
    .replace(/:[^/:]*$/, "")
    .replace(/\*+/g, "**");
}

const known = [
  "image",
  "imageReferences",
  "skipImageReferences",
  "type",
  "attestors",
  "attestations",
  "required",
  "mutateDigest",
  "verifyDigest",
  "useCache",
  "failureAction",
  "imageRegistryCredentials",
  "rekor",
];

function ruleOf(verify: JsonObject, isAudit: boolean, note: Note): Omit<RuleInput, "images"> {
  refuseUnknown(verify, known, "It");
  note("It was for some objects of the cluster: here for every image of this name, any tag");
  if (verify.skipImageReferences !== undefined) note("skipImageReferences are judged too");
  const isNotation = verify.type === "Notary";
  const audits =
    verify.failureAction === "Audit" || (verify.failureAction === undefined && isAudit);
  const require = requireOf(verify.attestors, isNotation, note);
  const attestations = objectsIn(verify.attestations, "attestations").map((one) => {
    refuseUnknown(one, ["type", "predicateType", "attestors", "name"], "An attestation");
    const type = one.type ?? one.predicateType;
    if (typeof type !== "string") throw new WouldBeWeaker("An attestation has no type");
    return { type: fullPredicateType(type), ...fromOf(one.attestors, note) };
  });
  return {
    ...(audits && { level: "audit" as const }),
    ...require,
    ...(attestations.length > 0 && { attestations }),
  };
}

function fromOf(attestors: unknown, note: Note): { from?: RequirementInput[] } {
  if (attestors === undefined) return {};
  const { require, threshold } = requireOf(attestors, false, note);
  const anyOf = require?.["any-of"] ?? require?.["all-of"];
  if (anyOf === undefined || threshold !== undefined || (require?.["all-of"]?.length ?? 0) > 1) {
    throw new WouldBeWeaker("An attestation wants several signers");
  }
  return { from: anyOf };
}

/** All sets must hold; of a set `count` entries, or all. */
function requireOf(
  attestors: unknown,
  isNotation: boolean,
  note: Note,
): Pick<RuleInput, "require" | "threshold"> {
  const sets = objectsIn(attestors, "attestors").map((set) => {
    refuseUnknown(set, ["count", "entries"], "A set of attestors");
    const entries = objectsIn(set.entries, "entries").flatMap((one) => entriesOf(one));
    const count = set.count === undefined ? entries.length : set.count;
    if (typeof count !== "number" || !(count >= 1) || entries.length < count) {
      throw new WouldBeWeaker("A set of attestors has an odd count");
    }
    return { count, requirements: entries.map((entry) => requirementOf(entry, isNotation, note)) };
  });
  if (sets.length === 0) throw new WouldBeWeaker("It names no attestors");
  if (sets.every(({ count, requirements }) => count === requirements.length)) {
    return { require: { "all-of": sets.flatMap(({ requirements }) => requirements) } };
  }
  const [only, ...others] = sets;
  if (only === undefined || others.length > 0) {
    throw new WouldBeWeaker("It has several sets of attestors, of which not all must sign");
  }
  return {
    require: { "any-of": only.requirements },
    ...(only.count > 1 && { threshold: only.count }),
  };
}

const pem = /-----BEGIN PUBLIC KEY-----[^-]+-----END PUBLIC KEY-----/g;

/** Several keys in one text are several entries. */
function entriesOf(entry: JsonObject): JsonObject[] {
  const keys = isJsonObject(entry.keys) ? entry.keys : undefined;
  const blocks = typeof keys?.publicKeys === "string" ? keys.publicKeys.match(pem) : null;
  if (keys === undefined || blocks === null) return [entry];
  return blocks.map((publicKeys) => ({ ...entry, keys: { ...keys, publicKeys } }));
}

function requirementOf(entry: JsonObject, isNotation: boolean, note: Note): RequirementInput {
  refuseUnknown(entry, ["keys", "keyless", "certificates"], "An attestor");
  const { keys, keyless, certificates } = entry;
  if (isJsonObject(keys)) {
    refuseUnknown(keys, ["publicKeys", "rekor", "ctlog", "signatureAlgorithm"], "Its keys");
    const [key] = textsIn(keys.publicKeys, "publicKeys").flatMap((text) => text.match(pem) ?? []);
    if (key === undefined) throw new WouldBeWeaker("Its key is not in the file");
    note("With keys no transparency log is consulted");
    return { key: [key] };
  }
  if (isJsonObject(keyless)) {
    const identity = ["issuer", "issuerRegExp", "subject", "subjectRegExp"];
    refuseUnknown(keyless, [...identity, "rekor", "ctlog", "roots"], "Its keyless");
    note("Authorities and logs come from trust.trusted-roots");
    return keylessOf(keyless, true, note);
  }
  if (isNotation && isJsonObject(certificates)) {
    refuseUnknown(certificates, ["cert", "certChain"], "Its certificates");
    const texts = [certificates.cert, certificates.certChain].flatMap((one) =>
      textsIn(one, "cert"),
    );
    return { notation: { stores: [{ certificates: texts }], identities: ["*"] } };
  }
  throw new WouldBeWeaker("An attestor has neither keys nor keyless");
}
