import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { isInside } from "../../src/match/affected.ts";
import { toIntervals } from "../../src/records/intervals.ts";
import { type Span, Spans } from "../../src/records/spans.ts";
import { parseVersion } from "../../src/versions/compare.ts";

const spans = new Spans("semver");
const versions = Array.from({ length: 8 }, (_, minor) => `1.${minor}.0`);
const comparison = fc
  .tuple(fc.constantFrom("<", "<=", ">", ">=", "=", "!="), fc.constantFrom(...versions))
  .map(([operator, version]) => spans.where(operator, version)!);
const set = fc.array(comparison, { maxLength: 4 }).map((parts) => parts.flat());

function members(found: readonly Span[]): string[] {
  const intervals = spans.toRanges(found).flatMap((events) => toIntervals("semver", events)!);
  return versions.filter((text) => {
    const version = parseVersion("semver", text)!;
    return intervals.some((interval) => isInside("semver", version, interval));
  });
}

describe("sets of versions", () => {
  it("have what the comparisons say", () => {
    expect(members(spans.where(">", "1.2.0")!)).toEqual(versions.slice(3));
    expect(members(spans.where("<=", "1.2.0")!)).toEqual(versions.slice(0, 3));
    expect(members(spans.where("=", "1.2.0")!)).toEqual(["1.2.0"]);
    expect(members(spans.between("1.2.0", "1.4.0")!)).toEqual(["1.2.0", "1.3.0"]);
    expect(spans.where("<", "dev-main")).toBeUndefined();
    expect(spans.where("~", "1.0.0")).toBeUndefined();
  });

  it("are joined where they touch", () => {
    const touching = [...spans.between("1.0.0", "1.1.0")!, ...spans.between("1.1.0", "1.2.0")!];
    expect(spans.toRanges(touching)).toEqual([
      [
        { type: "introduced", version: "1.0.0" },
        { type: "fixed", version: "1.2.0" },
      ],
    ]);
  });

  it("obey the laws of sets", () => {
    fc.assert(
      fc.property(set, set, (a, b) => {
        const [inA, inB] = [new Set(members(a)), new Set(members(b))];
        expect(members(spans.complement(a))).toEqual(versions.filter((one) => !inA.has(one)));
        expect(members(spans.intersection(a, b))).toEqual(
          versions.filter((one) => inA.has(one) && inB.has(one)),
        );
        expect(members([...a, ...b])).toEqual(
          versions.filter((one) => inA.has(one) || inB.has(one)),
        );
      }),
    );
  });
});
