import { isIPv6 } from "node:net";

// distribution/reference, the grammar in its package comment; OCI distribution-spec, "Pulling manifests".
const domain = /^[a-z0-9]+(?:-+[a-z0-9]+)*(?:\.[a-z0-9]+(?:-+[a-z0-9]+)*)*(?::[0-9]{1,5})?$/i;
const bracketed = /^\[([0-9a-f:.]{2,45})\](?::[0-9]{1,5})?$/i;
const repositoryName =
  /^[a-z0-9]+(?:(?:\.|_|__|-+)[a-z0-9]+)*(?:\/[a-z0-9]+(?:(?:\.|_|__|-+)[a-z0-9]+)*)*$/;
const tagName = /^\w[\w.-]{0,127}$/;

/** Longest reference that is looked at, in characters: a host of 253, and the parts at their limits. */
export const maxReferenceLength = 1024;

/** Longest repository name, in characters (distribution/reference, `RepositoryNameTotalLengthMax`). */
export const maxRepositoryLength = 255;

/** True for `host` or `host:port`; an IPv6 host is in brackets. */
export function isRegistryHost(text: string): boolean {
  if (text.length > 262) return false;
  const port = /:([0-9]+)$/.exec(text.slice(text.lastIndexOf("]") + 1))?.[1];
  if (port !== undefined && (Number(port) < 1 || Number(port) > 65_535)) return false;
  const address = bracketed.exec(text)?.[1];
  return address === undefined ? domain.test(text) : isIPv6(address);
}

/** True for a repository's path within its registry, e.g. `library/debian`. */
export function isRepositoryName(text: string): boolean {
  return text.length <= maxRepositoryLength && repositoryName.test(text);
}

export function isTag(text: string): boolean {
  return tagName.test(text);
}
