import type { ListedEntry } from "../../formats/listed-packages.ts";

/** `name[extra] == 1.0`, whatever follows: other bounds, markers, hashes, a comment. */
const pinned =
  /^([A-Za-z0-9][A-Za-z0-9._-]{0,254}) {0,8}(?:\[[^\]]{0,255}\])? {0,8}\(? {0,8}===? {0,8}([A-Za-z0-9][A-Za-z0-9.!+_-]{0,127}) {0,8}(?=$|[,;#)@\\]|--)/;

/**
 * Reads a requirements file of pip: the requirements that name one version with `==`. Others
 * allow several, and `==2.8.*` does too. Format: pip.pypa.io/en/stable/reference/requirements-file-format
 */
export function* parseRequirements(text: string): Generator<ListedEntry> {
  for (const line of text.split("\n")) {
    if (!line.includes("==")) continue;
    const plain = line.slice(0, 1024).replaceAll("\t", " ").trim();
    const [, name, version] = pinned.exec(plain) ?? [];
    if (name !== undefined) yield { name, version };
  }
}
