import type { Reference } from "@plimsoll/registry";

/** Docker Hub answers to three names; cosign writes the first. */
const dockerHub = "index.docker.io";
const dockerHubNames = ["docker.io", "index.docker.io", "registry-1.docker.io"];

/** A repository as cosign writes it into a signature's `docker-reference`. */
export function formatRepository(reference: Pick<Reference, "registry" | "repository">): string {
  const isHub = dockerHubNames.includes(reference.registry);
  return `${isHub ? dockerHub : reference.registry}/${reference.repository}`;
}

/** What a signature's `docker-reference` names. */
export interface SignedName {
  /** In the form of `formatRepository`. */
  readonly repository: string;
  /** cosign writes none; Skopeo and Podman do. */
  readonly tag?: string;
}

/** Splits a `docker-reference`: `host/repository[:tag][@digest]`. */
export function parseSignedName(text: string): SignedName {
  const [name = ""] = text.split("@", 1);
  const slash = name.indexOf("/");
  const colon = name.lastIndexOf(":");
  const tag = colon > name.lastIndexOf("/") ? name.slice(colon + 1) : undefined;
  const bare = tag === undefined ? name : name.slice(0, colon);
  const repository = formatRepository({
    registry: bare.slice(0, Math.max(slash, 0)),
    repository: bare.slice(slash + 1),
  });
  return { repository, ...(tag !== undefined && { tag }) };
}
