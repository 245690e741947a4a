import { sbomLimits } from "./limits.ts";
import { textOf } from "./value.ts";

/**
 * The licences of an SPDX expression: what is joined by AND outside of brackets, each by itself, and
 * the package's own words instead of a `LicenseRef-` that the document explains. Nothing for
 * `NOASSERTION` and `NONE`.
 */
export function readLicenceExpression(
  value: unknown,
  texts: ReadonlyMap<string, string> = new Map(),
): string[] {
  const expression = textOf(value);
  if (expression === undefined || /^(?:NOASSERTION|NONE)$/.test(expression)) return [];
  return splitAnd(expression)
    .slice(0, sbomLimits.licencesPerPackage)
    .map((operand) => texts.get(operand) ?? unwrap(operand));
}

function splitAnd(expression: string): string[] {
  const operands: string[] = [];
  let depth = 0;
  let start = 0;
  for (const { 0: token, index } of expression.matchAll(/[()]| AND /g)) {
    if (token === "(") depth += 1;
    else if (token === ")") depth -= 1;
    else if (depth === 0) {
      operands.push(expression.slice(start, index));
      start = index + token.length;
    }
  }
  return [...operands, expression.slice(start)].map((text) => text.trim()).filter(Boolean);
}

/** An alternative among several needs brackets; alone it does not. */
function unwrap(operand: string): string {
  const inner = operand.slice(1, -1);
  return operand.startsWith("(") && operand.endsWith(")") && !/[()]/.test(inner) ? inner : operand;
}
