import { PlimsollError } from "@plimsoll/core";
import { findCapability } from "../model/capability.ts";
import { allCapabilities, maskOf, namesOf } from "../model/mask.ts";
import type { FileCapabilities } from "./file-capabilities.ts";

/** The letters of a flag combination by its bits (e 1, p 2, i 4), in cap_to_text(3)'s order. */
const flagNames = ["", "e", "p", "ep", "i", "ei", "ip", "eip"] as const;

/**
 * The text form of cap_to_text(3) as getcap(8) prints it: `cap_net_admin,cap_net_raw=ep`; `=ep`
 * for all of them. A revision 3 attribute adds ` [rootid=N]`.
 */
export function formatFileCapabilities(file: FileCapabilities): string {
  const groups = new Map<number, string[]>();
  const known = namesOf(allCapabilities);
  for (const [number, name] of known.entries()) {
    const flags = flagsOf(file, number);
    groups.set(flags, [...(groups.get(flags) ?? []), name.toLowerCase()]);
  }
  const base = mostCommon(groups);
  const clauses = base === 0 ? [] : [`=${flagNames[base]}`];
  for (let flags = 7; flags >= 0; flags -= 1) {
    const names = groups.get(flags);
    if (names === undefined || flags === base) continue;
    clauses.push(`${names.join(",")}${change(base, flags, clauses.length === 0)}`);
  }
  const text = clauses.length === 0 ? "=" : clauses.join(" ");
  return file.rootId === undefined ? text : `${text} [rootid=${file.rootId}]`;
}

function flagsOf(file: FileCapabilities, number: number): number {
  const bit = 1n << BigInt(number);
  const permitted = (file.permitted & bit) === 0n ? 0 : 2;
  const inheritable = (file.inheritable & bit) === 0n ? 0 : 4;
  const effective = file.effective && (permitted || inheritable) ? 1 : 0;
  return permitted | inheritable | effective;
}

/** The combination that most capabilities have; of equals the one with the lower number. */
function mostCommon(groups: ReadonlyMap<number, readonly string[]>): number {
  let common = 0;
  for (const [flags, names] of [...groups].sort(([a], [b]) => a - b)) {
    if (names.length > (groups.get(common)?.length ?? 0)) common = flags;
  }
  return common;
}

/** How a clause leads from the common flags to others; only the first may say `=`. */
function change(base: number, flags: number, isFirst: boolean): string {
  if (isFirst) return `=${flagNames[flags]}`;
  const added = flags & ~base;
  const taken = base & ~flags;
  return `${added ? `+${flagNames[added]}` : ""}${taken ? `-${flagNames[taken]}` : ""}`;
}

/**
 * Reads the text form back. The effective flag counts when any clause sets it: a file has only one
 * for all its capabilities.
 *
 * @throws PlimsollError `MALFORMED` when it does not follow cap_from_text(3)
 */
export function parseCapabilityText(
  text: string,
): Pick<FileCapabilities, "permitted" | "inheritable" | "effective"> {
  const flags = new Map<string, number>();
  const [clauses = ""] = text.split(" [rootid=", 1);
  for (const clause of clauses.split(" ")) {
    const [, list = "", changes] = /^([a-z0-9_,]*)((?:[=+-][eip]*){1,8})$/.exec(clause) ?? [];
    if (changes === undefined) throw malformed(text);
    const names = list === "" ? namesOf(allCapabilities) : list.toUpperCase().split(",");
    for (const name of names) {
      if (findCapability(name) === undefined) throw malformed(text);
      flags.set(name, changed(flags.get(name) ?? 0, changes));
    }
  }
  const having = (bit: number) =>
    maskOf([...flags].filter(([, f]) => f & bit).map(([name]) => name));
  return { permitted: having(2), inheritable: having(4), effective: having(1) !== 0n };
}

function changed(before: number, changes: string): number {
  let after = before;
  for (const [, operator, letters = ""] of changes.matchAll(/([=+-])([eip]*)/g)) {
    const bits = [...letters].reduce((sum, letter) => sum | (1 << "epi".indexOf(letter)), 0);
    if (operator === "=") after = bits;
    else after = operator === "+" ? after | bits : after & ~bits;
  }
  return after;
}

function malformed(text: string): PlimsollError {
  return new PlimsollError("MALFORMED", "This is not the text form of file capabilities", {
    subject: text.slice(0, 80),
    action: "Write it as getcap(8) does: cap_net_raw=ep.",
  });
}
