import type { Distribution } from "@plimsoll/core";
import { forEachLine } from "./lines.ts";

const wanted = new Set([
  "ID",
  "ID_LIKE",
  "VERSION_ID",
  "VERSION_CODENAME",
  "UBUNTU_CODENAME",
  "PRETTY_NAME",
  "NAME",
]);

const longestValue = 256;

/**
 * Reads os-release(5). Undefined when it names no `ID`: os-release(5) would say `linux` then, which
 * tells nothing about packages.
 */
export function parseOsRelease(text: string): Distribution | undefined {
  const values = new Map<string, string>();
  forEachLine(text, (start, end) => {
    const equals = text.slice(start, Math.min(end, start + 64)).indexOf("=");
    if (equals === -1) return true;
    const key = text.slice(start, start + equals).trim();
    if (!wanted.has(key)) return true;
    // os-release(5): of assignments to the same key the last one counts, as in a shell.
    values.set(key, unquote(text.slice(start + equals + 1, Math.min(end, start + 4096)).trim()));
    return true;
  });

  const id = values.get("ID")?.toLowerCase();
  if (!id) return undefined;
  const versionId = values.get("VERSION_ID");
  const codename = values.get("VERSION_CODENAME") || values.get("UBUNTU_CODENAME");
  const name = values.get("PRETTY_NAME") || values.get("NAME");
  return {
    id,
    like: (values.get("ID_LIKE") ?? "").toLowerCase().split(/\s+/).filter(Boolean),
    ...(versionId ? { versionId } : {}),
    ...(codename ? { codename } : {}),
    ...(name ? { name } : {}),
  };
}

/** Removes a shell's quotes and escapes: single quotes keep all, double quotes know `\`. */
function unquote(value: string): string {
  const quote = value[0];
  if (quote !== '"' && quote !== "'") return value.slice(0, longestValue);
  let plain = "";
  for (let at = 1; at < value.length && plain.length < longestValue; at += 1) {
    const character = value[at]!;
    if (character === quote) break;
    if (character === "\\" && quote === '"' && at + 1 < value.length) at += 1;
    plain += value[at];
  }
  return plain;
}

/** The distribution that `etc/debian_version` tells of: `12.5`, or `trixie/sid` before a release. */
export function parseDebianVersion(text: string): Distribution | undefined {
  const line = firstWord(text);
  const major = /^(\d{1,3})(?:\.\d{1,3})*$/.exec(line)?.[1];
  if (major !== undefined) return { id: "debian", like: [], versionId: major };
  const codename = /^([a-z]{1,32})(?:\/sid)?$/.exec(line)?.[1];
  return codename === undefined ? undefined : { id: "debian", like: [], codename };
}

/** The distribution that `etc/alpine-release` tells of: `3.20.3`. */
export function parseAlpineRelease(text: string): Distribution | undefined {
  const line = firstWord(text);
  if (!/^\d{1,3}(?:\.\d{1,8}){1,2}[\w.]{0,32}$/.test(line)) return undefined;
  return { id: "alpine", like: [], versionId: line };
}

function firstWord(text: string): string {
  return text.slice(0, 256).trim().split(/\s/, 1)[0] ?? "";
}
