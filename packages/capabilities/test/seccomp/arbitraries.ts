import fc from "fast-check";
import { type SeccompProfile, seccompActions, seccompOperators } from "../../src/index.ts";

/** Few names, arguments and constants, so that rules meet. */
const value = fc.oneof(
  fc.bigInt({ min: 0n, max: 9n }),
  fc.constantFrom(0x7e020000n, 0xffff_ffff_ffff_ffffn, 1n << 63n),
);
export const syscallNames = ["read", "clone", "socket"] as const;

export const profileArbitrary: fc.Arbitrary<SeccompProfile> = fc.record({
  defaultAction: fc.constantFrom(...seccompActions),
  architectures: fc.constant([]),
  architectureMap: fc.constant([]),
  flags: fc.constant([]),
  rules: fc.array(
    fc.record({
      names: fc.uniqueArray(fc.constantFrom(...syscallNames), { minLength: 1 }),
      action: fc.constantFrom(...seccompActions),
      conditions: fc.array(
        fc.record({
          index: fc.constantFrom(0, 1),
          op: fc.constantFrom(...seccompOperators.filter((op) => op !== "SCMP_CMP_MASKED_EQ")),
          value,
          valueTwo: fc.constant(0n),
        }),
        { maxLength: 2 },
      ),
    }),
    { maxLength: 6 },
  ),
});

export const callArbitrary = fc.tuple(
  fc.constantFrom(...syscallNames, "other"),
  fc.array(value, { minLength: 2, maxLength: 2 }),
);
