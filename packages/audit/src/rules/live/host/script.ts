import type { Fix, FixTier } from "@plimsoll/core";

/** A fix by commands of a shell; undefined where a path or name could not stand in one safely. */
export function scriptFix(
  description: string,
  tier: FixTier,
  lines: readonly (string | undefined)[],
): Fix | undefined {
  if (lines.some((line) => line === undefined)) return undefined;
  return { description, tier, script: lines as string[] };
}

/** A text as one word of a POSIX shell; undefined for one with control characters. */
export function shellWord(text: string): string | undefined {
  if (/\p{Cc}/u.test(text)) return undefined;
  return /^[\w@%+=:,./-]+$/.test(text) ? text : `'${text.replaceAll("'", "'\\''")}'`;
}

/** A line of a shell that puts one line at the end of a file, unless it is there. */
export function ensureLine(file: string, line: string): string | undefined {
  const [path, text] = [shellWord(file), shellWord(line)];
  if (path === undefined || text === undefined) return undefined;
  return `grep -qsxF -e ${text} ${path} || printf '%s\\n' ${text} >>${path}`;
}
