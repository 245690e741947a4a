import { spdxException, spdxLicence } from "./spdx-ids.ts";

/** `licenseChoice` of CycloneDX 1.6: a list of licences, or one SPDX expression. */
export type LicenceChoice = { license: { id: string } | { name: string } } | { expression: string };

const mostTokens = 256;

/**
 * A package's licences as CycloneDX says them: a known SPDX identifier as `id`, a valid compound as
 * `expression` (only alone: the schema knows either), the package's own words as `name`.
 */
export function toLicenceChoices(licences: readonly string[]): LicenceChoice[] {
  const [only] = licences;
  if (only !== undefined && licences.length === 1 && spdxLicence(only) === undefined) {
    const expression = normaliseExpression(only);
    if (expression !== undefined) return [{ expression }];
  }
  return licences.map((licence) => {
    const id = spdxLicence(licence);
    return { license: id === undefined ? { name: licence } : { id } };
  });
}

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

/** `MIT`, `Apache-1.0+`, `LicenseRef-own`, `DocumentRef-x:LicenseRef-own` */
function operand(token: string): string | undefined {
  if (/^(?:DocumentRef-[A-Za-z0-9.-]+:)?LicenseRef-[A-Za-z0-9.-]+$/.test(token)) return token;
  const known = spdxLicence(token);
  if (known !== undefined || !token.endsWith("+")) return known;
  const orLater = spdxLicence(token.slice(0, -1));
  return orLater === undefined ? undefined : `${orLater}+`;
}
