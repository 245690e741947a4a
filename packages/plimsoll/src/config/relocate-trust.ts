import type { ConfigInput, TrustRuleInput } from "@plimsoll/core";

type TrustInput = NonNullable<ConfigInput["trust"]>;
type RequirementInput = NonNullable<NonNullable<TrustRuleInput["require"]>["any-of"]>[number];

/**
 * A trust policy with every path in it made ready, e.g. absolute; keys and certificates that stand in it
 * stay.
 */
export function relocateTrust(trust: TrustInput, relocate: (path: string) => string): TrustInput {
  const own = (path: string) => (path.includes("-----BEGIN ") ? path : relocate(path));
  const requirements = (list: RequirementInput[]) => list.map((one) => requirement(one, own));
  const rules = trust.rules?.map((rule): TrustRuleInput => {
    const { "any-of": anyOf, "all-of": allOf } = rule.require ?? {};
    return {
      ...rule,
      ...(rule.require && {
        require: {
          ...(anyOf && { "any-of": requirements(anyOf) }),
          ...(allOf && { "all-of": requirements(allOf) }),
        },
      }),
      ...(rule.attestations && {
        attestations: rule.attestations.map((wanted) => ({
          ...wanted,
          ...(wanted.from && { from: requirements(wanted.from) }),
        })),
      }),
    };
  });
  const { keys, "trusted-roots": roots } = trust;
  return {
    ...trust,
    ...(keys && { keys: keys.map(own) }),
    ...(rules && { rules }),
    ...(roots && { "trusted-roots": roots.map(own) }),
  };
}

function requirement(one: RequirementInput, own: (path: string) => string): RequirementInput {
  const { key, notation, dct } = one;
  const authorities = dct?.["root-certificates"];
  return {
    ...one,
    ...(key !== undefined && { key: typeof key === "string" ? own(key) : key.map(own) }),
    ...(notation && {
      notation: {
        ...notation,
        stores: notation.stores.map((store) => ({
          ...store,
          certificates: store.certificates.map(own),
        })),
      },
    }),
    ...(dct && authorities && { dct: { ...dct, "root-certificates": authorities.map(own) } }),
  };
}
