import type { Finding, TextEdit } from "@plimsoll/core";
import type { RegistryClient } from "@plimsoll/registry";

/** Rules that a digest behind an image's name contents. */
export const pinnableRules: ReadonlySet<string> = new Set([
  "dockerfile-base-untagged",
  "dockerfile-base-latest",
  "dockerfile-base-digest",
  "dockerfile-copy-from-unpinned",
  "compose-image-unpinned",
]);
/** Images that registries are asked about. */
const maxImages = 200;

/** The images that these findings want pinned, as the file names them. */
export function unpinnedImages(findings: readonly Finding[]): string[] {
  return findings.flatMap((finding) => imageOf(finding) ?? []);
}

/**
 * The digests that the names of images have now: of the index where there is one, so that every
 * platform stays.
 *
 * @returns what could not be found out is left out and told in `faults`
 */
export async function resolveDigests(
  images: Iterable<string>,
  client: RegistryClient,
  signal: AbortSignal,
): Promise<{ digests: Map<string, string>; faults: string[] }> {
  const { parseReference } = await import("@plimsoll/registry");
  const digests = new Map<string, string>();
  const faults: string[] = [];
  for (const image of [...new Set(images)].slice(0, maxImages)) {
    try {
      const { digest } = await client.getManifest(parseReference(image), { signal });
      digests.set(image, digest);
    } catch (error) {
      if (signal.aborted) throw error;
      faults.push(`${image} is not pinned: ${(error as Error).message}`);
    }
  }
  return { digests, faults };
}

/** Findings about images without a digest, each with the edit that writes the digest behind the name. */
export function withPins(
  findings: readonly Finding[],
  text: string,
  digests: ReadonlyMap<string, string>,
): Finding[] {
  if (digests.size === 0) return [...findings];
  const lines = text.split("\n");
  return findings.map((finding) => {
    const image = imageOf(finding);
    const digest = image === undefined ? undefined : digests.get(image);
    if (image === undefined || digest === undefined) return finding;
    const edit = pinAt(finding, lines, image, digest);
    if (edit === undefined) return finding;
    return { ...finding, fix: { description: `Pin ${image} by its digest.`, edits: [edit] } };
  });
}

function imageOf({ rule, status, evidence }: Finding): string | undefined {
  if (status !== "fail" || !pinnableRules.has(rule) || evidence === undefined) return undefined;
  const image = evidence.value.replace(/^image: /, "");
  // A name with variables is pinned where the variable is set, which is left to people.
  return /^[\w./:-]+$/.test(image) ? image : undefined;
}

function pinAt(
  { rule, location }: Finding,
  lines: readonly string[],
  image: string,
  digest: string,
): TextEdit | undefined {
  const { path = "", line = 0, column = 1 } = location ?? {};
  const text = lines[line - 1]?.replace(/\r$/, "");
  if (text === undefined) return undefined;
  const prefix = rule === "dockerfile-copy-from-unpinned" ? "from=" : "";
  const start = text.indexOf(prefix + image, column - 1);
  const end = start + prefix.length + image.length;
  if (start === -1 || !/^(?:[\s"',]|$)/.test(text.slice(end))) return undefined;
  const replacement = `${text.slice(0, end)}@${digest}${text.slice(end)}`;
  return { path, startLine: line, endLine: line, replacement };
}
