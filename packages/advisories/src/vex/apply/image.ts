import {
  type BaseImage,
  fullRepository,
  type ImageName,
  imageNameOf,
  type Subject,
} from "@plimsoll/core";
import type { VexIdentity } from "../statement.ts";
import { comparablePurl } from "./purl.ts";

/** An image by all the names that a statement may use. */
export interface NamedImage {
  /** Of its manifest, of its index where that is known, and its image ID. */
  digests: ReadonlySet<string>;
  /** Absent where it was read from a file. */
  name?: ImageName | undefined;
}

/** How exactly a statement names the image. */
export type ImageMatch = "none" | "name" | "tag" | "digest";

/**
 * Collects the names of what a report is about.
 *
 * @param digests more digests of the same image, e.g. of its index
 */
export function nameImage(subject: Subject, digests: readonly string[] = []): NamedImage {
  const { kind, reference, digest, imageId, describes } = subject;
  const text = kind === "sbom" ? describes?.name : reference;
  const all = [
    ...digests,
    // Of a bill of materials it is the digest of the document.
    kind === "sbom" ? undefined : digest,
    imageId,
    describes?.digest,
    describes?.imageId,
    /@(sha256:[0-9a-f]{64})$/.exec(text ?? "")?.[1],
  ];
  return { digests: new Set(all.flatMap((one) => one || [])), name: imageNameOf(subject) };
}

const fileSources = /^(?:dir|docker-archive|oci-archive|oci-dir|container|sbom):/;

/** The names of a base image, as far as they are known. */
export function nameBase(base: BaseImage | undefined): NamedImage | undefined {
  if (base === undefined) return undefined;
  const { reference = "", digest } = base;
  const isNamed = reference !== "" && !fileSources.test(reference);
  return nameImage({
    kind: "image",
    reference,
    ...(isNamed && { source: "registry" }),
    ...(digest !== undefined && { digest }),
  });
}

/** True when an identity names an image and not a package; the digest of a package is that of a file. */
export function namesImage({ purls, digests }: VexIdentity): boolean {
  return purls.length === 0
    ? digests.length > 0
    : purls.some((purl) => /^pkg:\/*(?:oci|docker)\//i.test(purl));
}

/** Whether an identity names the image. Where it has digests, nothing else counts. */
export function matchImage({ purls, digests }: VexIdentity, image: NamedImage): ImageMatch {
  if (digests.length > 0) return digests.some((one) => image.digests.has(one)) ? "digest" : "none";
  const order: readonly ImageMatch[] = ["none", "name", "tag", "digest"];
  return purls
    .map((purl) => matchImagePurl(purl, image))
    .reduce((best, one) => (order.indexOf(one) > order.indexOf(best) ? one : best), "none");
}

/** purl-spec, types/oci and types/docker: the version is a digest; docker's may be a tag. */
function matchImagePurl(text: string, { digests, name }: NamedImage): ImageMatch {
  const purl = comparablePurl(text);
  if (purl === undefined || (purl.type !== "oci" && purl.type !== "docker")) return "none";
  const { version, qualifiers } = purl;
  if (version?.includes(":")) return digests.has(version) ? "digest" : "none";
  if (name === undefined) return "none";
  const path = purl.path.slice(purl.type.length + 1);
  const url = qualifiers.get("repository_url");
  if (!isRepository(purl.type, path, url, name.repository)) return "none";
  const tag = version ?? qualifiers.get("tag");
  if (tag === undefined) return "name";
  return tag === name.tag ? "tag" : "none";
}

function isRepository(
  type: string,
  path: string,
  url: string | undefined,
  repository: string,
): boolean {
  if (type === "docker") {
    return fullRepository(url === undefined ? path : `${url}/${path}`) === repository;
  }
  // Without an address any image of that name is meant.
  if (url === undefined) return repository.endsWith(`/${path}`);
  const given = fullRepository(url);
  return given === repository || `${url.toLowerCase()}/${path}` === repository;
}
