import { imageNameOf, type Report } from "@plimsoll/core";

/** The image as the product of a VEX document. */
export interface ImageProduct {
  name: string;
  purl: string;
  /** `sha256:<hex>` */
  digest: string;
}

/** What a report is about as a product; none where no digest says which image it is. */
export function imageProductOf({ subject }: Report): ImageProduct | undefined {
  const digest = subject.kind === "sbom" ? subject.describes?.digest : subject.digest;
  if (subject.kind === "files" || digest === undefined || !/^sha256:[0-9a-f]{64}$/.test(digest)) {
    return undefined;
  }
  const known = imageNameOf(subject);
  const repository = known?.repository ?? "";
  const name =
    repository === ""
      ? nameOfFile(subject.reference)
      : repository.slice(repository.lastIndexOf("/") + 1);
  // purl-spec, types/oci-definition.json
  const qualifiers = [
    ["arch", subject.platform?.architecture],
    ["repository_url", known?.repository],
    ["tag", known?.tag],
  ].flatMap(([key, value]) => (value === undefined ? [] : `${key}=${encode(value)}`));
  const query = qualifiers.length > 0 ? `?${qualifiers.join("&")}` : "";
  return { name, digest, purl: `pkg:oci/${encode(name)}@${encodeURIComponent(digest)}${query}` };
}

/** `docker-archive:dist/Shop.tar` → `shop` */
function nameOfFile(reference: string): string {
  const file = reference.slice(reference.lastIndexOf(":") + 1).replace(/\/+$/, "");
  const name = file
    .slice(file.lastIndexOf("/") + 1)
    .toLowerCase()
    .replace(/\.(?:tar|tgz|tar\.gz|json|cdx\.json)$/, "")
    .replace(/[^a-z0-9._-]+/g, "-")
    .replace(/^[^a-z0-9]+/, "");
  return name === "" ? "image" : name;
}

function encode(value: string): string {
  return encodeURIComponent(value.toWellFormed()).replaceAll("%2F", "/").replaceAll("%3A", ":");
}
