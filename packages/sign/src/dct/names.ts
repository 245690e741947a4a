import { PlimsollError } from "@plimsoll/core";
import { formatReference, parseReference, type Reference } from "@plimsoll/registry";
import { dctLimits } from "./limits.ts";

/** The roles that every repository has (TUF 1.0, section 2.1). */
export const baseRoles = ["root", "targets", "snapshot", "timestamp"] as const;
export type BaseRole = (typeof baseRoles)[number];

const hubNames = ["docker.io", "index.docker.io", "registry-1.docker.io"];

/** The name under which Docker's client keeps a repository at Notary: registry and repository. */
export function toGun({
  registry,
  repository,
}: Pick<Reference, "registry" | "repository">): string {
  return `${hubNames.includes(registry) ? "docker.io" : registry}/${repository}`;
}

/**
 * The repository that a globally unique name (GUN) stands for. A short name of Docker Hub is one too.
 *
 * @throws PlimsollError `INVALID_REFERENCE`, also for a name with a tag or digest
 */
export function parseGun(gun: string): Reference {
  const reference = parseReference(gun);
  const { registry, repository } = reference;
  const bare = formatReference({ registry, repository, tag: "latest" });
  const isBare = reference.digest === undefined && !/:[^/]*$/.test(gun.replace(/^[^/]*:\d+\//, ""));
  if (isBare && formatReference(reference) === bare) return { registry, repository };
  throw new PlimsollError("INVALID_REFERENCE", "A repository is needed, without a tag or digest", {
    subject: gun.slice(0, 300),
    action: "Give REGISTRY/REPOSITORY.",
  });
}

/** Notary's own server has its host for Docker Hub; other registries serve it themselves. */
export function defaultServer(gun: string): string {
  const [registry = ""] = gun.split("/", 1);
  return registry === "docker.io" ? "https://notary.docker.io" : `https://${registry}`;
}

/** True for `targets/<name>`, however deep within the bound, in Notary's letters. */
export function isDelegationName(name: string): boolean {
  const parts = name.split("/");
  const isShort = parts.length >= 2 && parts.length <= dctLimits.delegationDepth + 1;
  return isShort && name.length <= 255 && parts[0] === "targets" && parts.every(isRolePart);
}

/** True when `name` may be delegated by `parent`: exactly one level below it. */
export function isChildOf(parent: string, name: string): boolean {
  return isDelegationName(name) && name.slice(0, name.lastIndexOf("/")) === parent;
}

function isRolePart(part: string): boolean {
  return /^[a-z0-9][a-z0-9_-]*$/.test(part);
}
