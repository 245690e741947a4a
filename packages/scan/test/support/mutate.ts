import { isPlimsollError } from "@plimsoll/core";
import fc from "fast-check";
import { expect } from "vitest";

/** Text that was cut, overwritten or doubled somewhere: what damaged and hostile files look like. */
export function mutationsOf(text: string): fc.Arbitrary<string> {
  const place = fc.nat(text.length);
  return fc
    .tuple(place, place, fc.string({ unit: "binary", maxLength: 6 }), fc.constantFrom(0, 1, 2))
    .map(([a, b, bytes, how]) => {
      const from = Math.min(a, b);
      const to = Math.max(a, b);
      if (how === 0) return text.slice(0, from) + bytes;
      if (how === 1) return text.slice(0, from) + bytes + text.slice(from + bytes.length);
      return text.slice(0, to) + bytes + text.slice(from);
    });
}

/** Fails when `parse` throws anything but a `PlimsollError` on arbitrary text or on damaged samples. */
export function expectOnlyTypedErrors(
  parse: (text: string) => unknown,
  samples: readonly string[],
): void {
  const inputs = fc.oneof(fc.string({ unit: "binary" }), fc.json(), ...samples.map(mutationsOf));
  fc.assert(
    fc.property(inputs, (text) => {
      try {
        const found = parse(text);
        // Facts are cached as JSON and must survive it.
        expect(found === undefined || JSON.parse(JSON.stringify(found))).toEqual(found ?? true);
      } catch (error) {
        if (!isPlimsollError(error)) throw error;
        expect(error.code).toBe("MALFORMED");
      }
    }),
    { numRuns: 400 },
  );
}
