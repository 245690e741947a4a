import { licenceCategorySchema } from "@plimsoll/core";
import { licenceCategory } from "./categories.ts";
import type { LicenceExpression } from "./expression.ts";
import { toSpdxExpression } from "./names.ts";

type Licence = LicenceExpression & { kind: "licence" };

/** What a list of accepted or refused licences says of an expression. */
export interface LicenceRules {
  readonly allow: readonly string[];
  readonly deny: readonly string[];
}

export type LicenceAnswer =
  | { readonly result: "accepted" | "unknown" }
  | { readonly result: "denied" | "notAllowed"; readonly licence: string };

const categories: ReadonlySet<string> = new Set(licenceCategorySchema.options);

/**
 * Judges an expression. Of licences to choose from (`OR`) one that is accepted is enough, of those
 * that hold together (`AND`) each counts.
 *
 * An entry of the lists names a category, a licence, or a licence `WITH` its exception. In `deny` a
 * licence stands for its later versions and its exceptions, too; in `allow`, too, since an exception
 * only permits more, and whoever may choose a later version may choose this one.
 *
 * @example
 * evaluateLicence(parseExpression("MIT OR GPL-3.0-only")!, { allow: [], deny: ["strong-copyleft"] }) // accepted
 */
export function evaluateLicence(expression: LicenceExpression, rules: LicenceRules): LicenceAnswer {
  if (expression.kind === "licence") return evaluateOne(expression, rules);
  const answers = expression.operands.map((operand) => evaluateLicence(operand, rules));
  const order =
    expression.kind === "and"
      ? (["denied", "notAllowed", "unknown", "accepted"] as const)
      : (["accepted", "unknown", "notAllowed", "denied"] as const);
  for (const result of order) {
    const answer = answers.find((it) => it.result === result);
    if (answer) return answer;
  }
  return { result: "unknown" };
}

function evaluateOne(licence: Licence, { allow, deny }: LicenceRules): LicenceAnswer {
  const text = textOf(licence);
  const isExactly = (entry: string) => toSpdxExpression(entry) === text;
  const covers = (entry: string) =>
    categories.has(entry) ? entry === licenceCategory(licence.id) : coversLicence(entry, licence);
  const isExcepted = licence.exception !== undefined && allow.some(isExactly);
  if (deny.some(covers) && !(isExcepted && !deny.some(isExactly))) {
    return { result: "denied", licence: text };
  }
  if (allow.length > 0 && !allow.some(covers)) return { result: "notAllowed", licence: text };
  // Nobody who names a licence of the list leaves it unknown.
  return { result: "accepted" };
}

/** `GPL-2.0-only` covers `GPL-2.0-or-later` and `GPL-2.0-only WITH Classpath-exception-2.0`. */
function coversLicence(entry: string, licence: Licence): boolean {
  const named = toSpdxExpression(entry) ?? entry;
  const [id = "", exception] = named.split(" WITH ");
  if (exception !== undefined && exception !== licence.exception) return false;
  return familyOf(id) === familyOf(licence.id);
}

/** The identifier without what it says of later versions. */
function familyOf(id: string): string {
  return id.replace(/(?:-only|-or-later|\+)$/, "").toLowerCase();
}

function textOf({ id, orLater, exception }: Licence): string {
  return `${id}${orLater ? "+" : ""}${exception === undefined ? "" : ` WITH ${exception}`}`;
}
