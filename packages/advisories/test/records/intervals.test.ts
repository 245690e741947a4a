import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { compareVersions } from "../../src/index.ts";
import { judgeVersion } from "../../src/match/affected.ts";
import { toIntervals } from "../../src/records/intervals.ts";
import type { RecordEvent } from "../../src/records/record.ts";

const number = fc.integer({ min: 0, max: 12 }).map(String);
const events = fc.array(
  fc.record({
    type: fc.constantFrom("introduced" as const, "fixed" as const, "last_affected" as const),
    version: number,
  }),
  { maxLength: 6 },
);

/** The algorithm as the OSV schema writes it down, on versions that are small whole numbers. */
function isAffected(version: number, range: readonly RecordEvent[]): boolean {
  let affected = false;
  const sorted = range
    .map((event) => ({ ...event, at: Number(event.version) }))
    .sort((a, b) => a.at - b.at);
  for (const { type, at } of sorted) {
    if (type === "introduced" && version >= at) affected = true;
    if (type === "fixed" && version >= at) affected = false;
    if (type === "last_affected" && version > at) affected = false;
  }
  return affected;
}

describe("ranges of affected versions", () => {
  it("mean what the OSV schema says", () => {
    fc.assert(
      fc.property(events, fc.integer({ min: 1, max: 13 }), (range, version) => {
        // At one version several events contradict each other; feeds do not do that.
        fc.pre(new Set(range.map((event) => event.version)).size === range.length);
        const intervals = toIntervals("semver", range)!;
        const judgement = judgeVersion("semver", String(version), { intervals, versions: [] });
        expect(judgement?.affected).toBe(isAffected(version, range));
      }),
      { numRuns: 2_000 },
    );
  });

  it("are empty when the fixed version is 0: not affected", () => {
    const range = [
      { type: "introduced", version: "0" },
      { type: "fixed", version: "0" },
    ] as const;
    expect(toIntervals("apk", range)).toEqual([]);
  });

  it("end at a limit, which is no fixed version", () => {
    const range = [
      { type: "introduced", version: "1.0.0" },
      { type: "limit", version: "2.0.0" },
    ] as const;
    const intervals = toIntervals("semver", range)!;
    expect(judgeVersion("semver", "1.5.0", { intervals, versions: [] })).toMatchObject({
      affected: true,
    });
    expect(judgeVersion("semver", "2.0.0", { intervals, versions: [] })).toMatchObject({
      affected: false,
    });
  });

  it("are not guessed when one of their versions cannot be compared", () => {
    expect(toIntervals("semver", [{ type: "introduced", version: "spring" }])).toBeUndefined();
  });

  it("give the fixed version of the run that the installed version is in", () => {
    const intervals = [
      { introduced: "0", fixed: "1.2.6" },
      { introduced: "2.0.0", fixed: "2.1.0" },
    ];
    const judge = (version: string) => judgeVersion("semver", version, { intervals, versions: [] });
    const [first, second] = intervals;
    expect(judge("2.0.1")).toEqual({ affected: true, fixedVersion: "2.1.0", interval: second });
    expect(judge("1.2.5")).toEqual({ affected: true, fixedVersion: "1.2.6", interval: first });
    expect(judge("1.2.6")).toEqual({ affected: false });
    expect(compareVersions("semver", "2.1.0", "2.0.1")).toBeGreaterThan(0);
  });

  it("include versions that are listed one by one, however they are written", () => {
    const affected = { intervals: [], versions: ["1.0.0"] };
    expect(judgeVersion("pep440", "1.0", affected)).toMatchObject({ affected: true });
    expect(judgeVersion("pep440", "1.1", affected)).toEqual({ affected: false });
    expect(judgeVersion("pep440", "garbage", affected)).toBeUndefined();
  });
});
