import { spdxException, spdxLicence } from "./spdx-ids.ts";

/** An SPDX expression as a tree (SPDX 2.3, Annex D). */
export type LicenceExpression =
  | {
      readonly kind: "licence";
      /** Without the operator `+`. */
      readonly id: string;
      /** Written with `+`: this version or any later one. */
      readonly orLater: boolean;
      readonly exception?: string;
    }
  | { readonly kind: "and" | "or"; readonly operands: readonly LicenceExpression[] };

const mostTokens = 256;

/**
 * The SPDX expression with identifiers as the list spells them, or undefined when it is none (SPDX
 * 2.3, Annex D). Operators are upper case; brackets must match.
 */
export function normaliseExpression(text: string): string | undefined {
  const tokens = text.match(/[()]|[^\s()]+/g);
  if (tokens === null || tokens.length > mostTokens) return undefined;

  const written: string[] = [];
  let depth = 0;
  let wantsOperand = true;
  for (let at = 0; at < tokens.length; at += 1) {
    const token = tokens[at]!;
    if (token === "(") {
      if (!wantsOperand) return undefined;
      depth += 1;
      written.push(token);
    } else if (token === ")") {
      depth -= 1;
      if (wantsOperand || depth < 0) return undefined;
      written.push(token);
    } else if (token === "AND" || token === "OR") {
      if (wantsOperand) return undefined;
      wantsOperand = true;
      written.push(token);
    } else if (token === "WITH") {
      at += 1;
      const exception = spdxException(tokens[at] ?? "");
      if (wantsOperand || tokens[at - 2] === ")" || exception === undefined) return undefined;
      written.push(token, exception);
    } else {
      const licence = operand(token);
      if (!wantsOperand || licence === undefined) return undefined;
      wantsOperand = false;
      written.push(licence);
    }
  }
  if (wantsOperand || depth !== 0) return undefined;
  return written.join(" ").replaceAll("( ", "(").replaceAll(" )", ")");
}

/** The tree of an SPDX expression, or undefined when it is none. `AND` binds tighter than `OR`. */
export function parseExpression(text: string): LicenceExpression | undefined {
  const tokens = normaliseExpression(text)?.match(/[()]|[^\s()]+/g);
  if (!tokens) return undefined;
  let at = 0;
  // The tokens are known to follow the grammar.
  const list = (kind: "and" | "or", next: () => LicenceExpression): LicenceExpression => {
    const operands = [next()];
    for (; tokens[at] === kind.toUpperCase(); operands.push(next())) at += 1;
    return operands.length === 1 ? operands[0]! : { kind, operands };
  };
  const either = (): LicenceExpression => list("or", () => list("and", single));
  const single = (): LicenceExpression => {
    const token = tokens[at]!;
    at += 1;
    if (token === "(") {
      const inner = either();
      at += 1;
      return inner;
    }
    const orLater = token.endsWith("+");
    const id = orLater ? token.slice(0, -1) : token;
    if (tokens[at] !== "WITH") return { kind: "licence", id, orLater };
    at += 2;
    return { kind: "licence", id, orLater, exception: tokens[at - 1]! };
  };
  return either();
}

/** `MIT`, `Apache-1.0+`, `LicenseRef-own`, `DocumentRef-x:LicenseRef-own` */
function operand(token: string): string | undefined {
  if (/^(?:DocumentRef-[A-Za-z0-9.-]+:)?LicenseRef-[A-Za-z0-9.-]+$/.test(token)) return token;
  const known = spdxLicence(token);
  if (known !== undefined || !token.endsWith("+")) return known;
  const orLater = spdxLicence(token.slice(0, -1));
  return orLater === undefined ? undefined : `${orLater}+`;
}
