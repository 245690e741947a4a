import { type NotationStatement, parseNotationPolicy } from "../../notation/policy.ts";
import { addRule, type Collector, type RuleInput } from "./imported.ts";

const kinds = { ca: "ca", signingAuthority: "signing-authority", tsa: "tsa" } as const;

/**
 * notation's trustpolicy.json. A level whose parts are overridden becomes the stricter one.
 *
 * @param storeFolder notation's trust stores, e.g. `truststore/x509`
 * @throws PlimsollError `INVALID_CONFIG` for anything that notation refuses
 */
export function importNotation(document: unknown, storeFolder: string, to: Collector): void {
  const { statements } = parseNotationPolicy(JSON.stringify(document));
  for (const statement of statements) {
    const images = statement.registryScopes.map((scope) => (scope === "*" ? "**" : scope));
    addRule(to, statement.name, images, (note) => ruleOf(statement, storeFolder, note));
  }
}

function ruleOf(
  { level, override, verifyTimestamp, stores, identities }: NotationStatement,
  storeFolder: string,
  note: (why: string) => void,
): Omit<RuleInput, "images"> {
  if (level === "skip") return { level };
  const { revocation, ...others } = override;
  const enforced = Object.values(others).includes("enforce");
  if (Object.keys(others).length > 0) {
    note("Of overrides only revocation is carried over: what they relaxed is enforced");
  }
  const isStricter = enforced && level !== "strict";
  if (isStricter) note("An override enforces a part: the level becomes strict");
  return {
    level: isStricter ? "strict" : level,
    require: {
      "any-of": [
        {
          notation: {
            stores: stores.map(({ kind, name }) => ({
              kind: kinds[kind],
              name,
              certificates: [`${storeFolder}/${kind}/${name}`],
            })),
            identities: [...identities],
            "verify-timestamp":
              verifyTimestamp === "always" ? "always" : ("after-cert-expiry" as const),
            ...(revocation !== undefined && { revocation }),
          },
        },
      ],
    },
  };
}
