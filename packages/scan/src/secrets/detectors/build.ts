import type { Severity } from "@plimsoll/core";
import type { Detector, DetectorFamily } from "../detector.ts";

/** What a detector says besides its pattern and its place in a family. */
export type DetectorDetails = Partial<Omit<Detector, "id" | "pattern" | "keywords">>;

/** A detector without its family, which is its file's. */
export type DetectorDraft = Omit<Detector, "family">;

/** Puts detectors into a family. */
export function family(name: DetectorFamily, drafts: readonly DetectorDraft[]): Detector[] {
  return drafts.map((draft) => ({ ...draft, family: name }));
}

/** A secret that its own first characters give away. `form` is its pattern, keyword included. */
export function token(
  id: string,
  title: string,
  severity: Severity,
  keywords: string | readonly string[],
  form: string,
  fix: string,
  details: DetectorDetails = {},
): DetectorDraft {
  return {
    id: `secret-${id}`,
    title,
    severity,
    keywords: typeof keywords === "string" ? [keywords] : keywords,
    pattern: `(${form})`,
    fix,
    ...details,
  };
}

/** Between a name and its value: `=`, `: `, `" => "`, `>`; also with escaped quotes. */
export const separator = "[\"'\\]\\\\]{0,3}[ \\t]{0,8}[=:>]{1,2}[ \\t]{0,8}[\\\\\"'`]{0,2}";

/** A secret that only the name it is assigned to gives away: `DATADOG_API_KEY = "…"`. */
export function assigned(
  id: string,
  title: string,
  severity: Severity,
  keywords: string | readonly string[],
  form: string,
  fix: string,
  details: DetectorDetails = {},
): DetectorDraft {
  const names = typeof keywords === "string" ? [keywords] : keywords;
  const name = names.map((word) => word.replace(/[.*+?^${}()|[\]\\-]/g, "\\$&")).join("|");
  return {
    id: `secret-${id}`,
    title,
    severity,
    keywords: names,
    pattern: `(?:${name})[\\w.-]{0,40}${separator}(${form})(?:[^\\w/+=-]|$)`,
    flags: "i",
    insideWord: true,
    soon: "=:>",
    entropy: 3,
    fix,
    ...details,
  };
}

/** What may stand in front of a token whose own prefix is too short to look for. */
const edges = ['"', "'", "=", " ", ":", "\n", ">", "/", "\t", "("] as const;

/**
 * A token with a prefix of three characters, which alone would be found everywhere: it must follow
 * a quote, a space, `=` or the like, or start the file.
 */
export function shortToken(
  id: string,
  title: string,
  severity: Severity,
  prefix: string,
  form: string,
  fix: string,
  details: DetectorDetails = {},
): DetectorDraft {
  return {
    ...token(id, title, severity, "", form, fix, details),
    keywords: edges.map((edge) => edge + prefix),
    pattern: `[${edges.join("").replace("/", "\\/")}](${form})`,
    insideWord: true,
  };
}

/** A version 4 UUID or one like it. */
export const uuid = "[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}";

/** The usual advice: `where` completes "Revoke it". */
export function revoke(where: string): string {
  return `Revoke it ${where}, and give a new one to the container at run time.`;
}
