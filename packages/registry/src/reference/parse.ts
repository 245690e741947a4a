import { PlimsollError } from "@plimsoll/core";
import { isDigest } from "../digest.ts";
import { toPlainText } from "../plain-text.ts";
import type { Reference } from "../types.ts";
import { isRegistryHost, isRepositoryName, isTag, maxReferenceLength } from "./grammar.ts";

const dockerHub = "docker.io";

/**
 * Parses an image reference as Docker does: the registry is `docker.io` and the repository in
 * `library/` unless said otherwise; the tag is `latest` when there is neither tag nor digest.
 *
 * @throws PlimsollError `INVALID_REFERENCE`, with an action that fits the fault
 */
export function parseReference(text: string): Reference {
  if (typeof text !== "string" || text === "") {
    throw invalid("", "The image reference is empty", "Give one such as debian:12.");
  }
  if (text.length > maxReferenceLength) {
    throw invalid(
      text,
      "The image reference is too long",
      `At most ${maxReferenceLength} characters are allowed.`,
    );
  }
  const at = text.indexOf("@");
  const name = at < 0 ? text : text.slice(0, at);
  const { registry, path } = splitRegistry(name, text);
  const colon = path.indexOf(":");
  const repository = colon < 0 ? path : path.slice(0, colon);
  const reference: Reference = {
    registry,
    repository:
      registry === dockerHub && !repository.includes("/") ? `library/${repository}` : repository,
    ...(colon < 0 ? (at < 0 ? { tag: "latest" } : {}) : { tag: path.slice(colon + 1) }),
    ...(at < 0 ? {} : { digest: text.slice(at + 1) }),
  };
  if (repository.length === 64 && /^[0-9a-f]+$/.test(name)) {
    throw invalid(
      text,
      "64 hexadecimal digits are an image ID, not a name",
      "Give a name, or NAME@sha256:DIGEST.",
    );
  }
  checkReference(reference, text);
  return reference;
}

/**
 * Checks the parts of a reference, also of one that was put together by hand.
 *
 * @throws PlimsollError `INVALID_REFERENCE`
 */
export function checkReference(reference: Reference, text = describe(reference)): void {
  const { registry, repository, tag, digest } = reference;
  if (!isRegistryHost(registry)) {
    throw invalid(
      text,
      "The registry is not a valid host",
      /^https?:/.test(text)
        ? "Leave out the http:// or https://."
        : "Give HOST or HOST:PORT; an IPv6 address goes in brackets.",
    );
  }
  if (!isRepositoryName(repository)) {
    throw invalid(
      text,
      "The repository name is not valid",
      /[A-Z]/.test(repository)
        ? "Repository names are in lower case."
        : "Use lower-case letters and digits, joined by . _ __ or -, in parts divided by /; at most 255 characters.",
    );
  }
  if (tag !== undefined && !isTag(tag)) {
    throw invalid(
      text,
      "The tag is not valid",
      "A tag has at most 128 letters, digits, _ . and -, and does not start with . or -.",
    );
  }
  if (digest !== undefined && !isDigest(digest)) {
    throw invalid(
      text,
      "The digest is not valid",
      "Give sha256: with 64, or sha512: with 128 lower-case hexadecimal digits.",
    );
  }
}

/** The first part is a registry when it could not be a part of a repository's name on Docker Hub. */
function splitRegistry(name: string, text: string): { registry: string; path: string } {
  const slash = name.indexOf("/");
  const first = slash < 0 ? "" : name.slice(0, slash);
  if (slash === 0)
    throw invalid(
      text,
      "The image reference starts with a slash",
      "Leave it out; for an image on disk, say what it is: docker-archive:FILE, oci-archive:FILE, oci-dir:FOLDER or dir:FOLDER.",
    );
  if (first === "" || !(/[.:[A-Z]/.test(first) || first === "localhost")) {
    return { registry: dockerHub, path: name };
  }
  const host = first.toLowerCase();
  const registry = host === dockerHub || host === "index.docker.io" ? dockerHub : first;
  return { registry, path: name.slice(slash + 1) };
}

function describe(reference: Reference): string {
  return `${reference.registry}/${reference.repository}`;
}

function invalid(text: string, message: string, action: string): PlimsollError {
  return new PlimsollError("INVALID_REFERENCE", message, { subject: toPlainText(text), action });
}
