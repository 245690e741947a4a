import { isJsonObject, type JsonObject } from "../../encoding/json.ts";
import {
  addRule,
  type Collector,
  objectsIn,
  type RequirementInput,
  type RuleInput,
  refuseUnknown,
  textsIn,
  WouldBeWeaker,
} from "./imported.ts";

/** policy.json of Podman, Skopeo and CRI-O (containers-policy.json(5)). */
export function importContainers(document: JsonObject, to: Collector): void {
  addScope("default", ["**"], document.default, to);
  const transports = isJsonObject(document.transports) ? document.transports : {};
  for (const [transport, scopes] of Object.entries(transports)) {
    if (transport !== "docker") {
      to.notes.push({ what: transport, why: "Only images of registries are judged: left out" });
    } else if (isJsonObject(scopes)) {
      for (const [scope, list] of Object.entries(scopes)) addDockerScope(scope, list, scopes, to);
    }
  }
}

function addDockerScope(scope: string, list: unknown, scopes: JsonObject, to: Collector): void {
  const name = scope.slice(scope.lastIndexOf("/") + 1);
  const isTagged = scope.includes("@") || (scope.includes("/") && name.includes(":"));
  if (!isTagged) {
    // The scope of the whole transport stands before the default.
    if (scope === "") to.rules.splice(0, to.rules.length, ...to.rules.filter(isNotDefault));
    addScope(scope || "docker", imagesOf(scope), list, to);
    return;
  }
  const repository = scope.replace(/@.*$/, "").replace(/:[^/]*$/, "");
  if (Object.hasOwn(scopes, repository)) {
    const why = `Rules name repositories, not tags: see whether ${repository} should be refused`;
    to.notes.push({ what: scope, why });
    to.rules.push({ images: [repository], level: "refuse" });
    return;
  }
  const widened = `It names one tag or digest: the rule is for all of ${repository}`;
  to.notes.push({ what: scope, why: widened });
  const accepts = JSON.stringify(list).includes("insecureAcceptAnything");
  addScope(scope, [repository], accepts ? undefined : list, to);
}

function isNotDefault({ images }: RuleInput): boolean {
  return !images.includes("**");
}

/** `host`, `*.host`, `host/namespace` or `host/repository`: it, and everything below. */
function imagesOf(scope: string): string[] {
  if (scope === "") return ["**"];
  return scope.includes("/") ? [scope, `${scope}/**`] : [`${scope}/**`];
}

function addScope(what: string, images: readonly string[], list: unknown, to: Collector): void {
  addRule(to, what, images, (note) => {
    const requirements = objectsIn(list, "It");
    if (requirements.length === 0) throw new WouldBeWeaker("It says nothing that can be used");
    const types = requirements.map(({ type }) => type);
    if (types.includes("reject")) return { level: "refuse" };
    const signed = requirements.filter(({ type }) => type !== "insecureAcceptAnything");
    if (signed.length === 0) return { level: "skip" };
    const all = signed.map((one) => requirementOf(one, note));
    return { require: all.length === 1 ? { "any-of": all } : { "all-of": all } };
  });
}

const known = [
  "type",
  "keyPath",
  "keyPaths",
  "keyData",
  "keyDatas",
  "fulcio",
  "signedIdentity",
  "rekorPublicKeyPath",
  "rekorPublicKeyPaths",
  "rekorPublicKeyData",
  "rekorPublicKeyDatas",
];

function requirementOf(one: JsonObject, note: (why: string) => void): RequirementInput {
  if (one.type !== "sigstoreSigned") {
    throw new WouldBeWeaker(`${JSON.stringify(one.type)} (GPG) is not supported`);
  }
  refuseUnknown(one, known, "It");
  noteIdentity(one.signedIdentity, note);
  if (Object.keys(one).some((key) => key.startsWith("rekor"))) {
    note("Keys of logs come from trust.trusted-roots; with keys no log is consulted");
  }
  if (one.fulcio !== undefined) return keylessOf(one.fulcio, note);
  const inline = [...textsIn(one.keyData, "keyData"), ...textsIn(one.keyDatas, "keyDatas")];
  const keys = [
    ...textsIn(one.keyPath, "keyPath"),
    ...textsIn(one.keyPaths, "keyPaths"),
    ...inline.map((data) => Buffer.from(data, "base64").toString("utf8")),
  ];
  if (keys.length === 0) throw new WouldBeWeaker("It names no key");
  return { key: keys };
}

function keylessOf(fulcio: unknown, note: (why: string) => void): RequirementInput {
  if (!isJsonObject(fulcio)) throw new WouldBeWeaker("Its fulcio is no object");
  refuseUnknown(fulcio, ["caPath", "caData", "oidcIssuer", "subjectEmail"], "Its fulcio");
  const { oidcIssuer: issuer, subjectEmail: identity } = fulcio;
  if (typeof issuer !== "string" || typeof identity !== "string") {
    throw new WouldBeWeaker("Its fulcio names no oidcIssuer and subjectEmail");
  }
  note("The authority comes from trust.trusted-roots, not from caPath or caData");
  return { keyless: { issuer, identity } };
}

function noteIdentity(identity: unknown, note: (why: string) => void): void {
  const type = isJsonObject(identity) ? identity.type : "matchRepoDigestOrExact";
  if (type === "matchRepository") return;
  if (type === "matchExact" || type === "matchRepoDigestOrExact") {
    note("The repository in the signature must be the image's; another tag only warns");
    return;
  }
  note(`signedIdentity ${JSON.stringify(type)}: the repository must be the image's own here`);
}
