import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { parseVers } from "../../src/versions/vers.ts";

const holds = (range: string, version: string) => parseVers(range)?.contains(version);

describe("a range of versions (vers:)", () => {
  it.each([
    ["vers:npm/1.2.3", ["1.2.3"], ["1.2.4"]],
    ["vers:npm/>=1.0.0|<2.0.0|3.1.0", ["1.0.0", "1.9.9", "3.1.0"], ["0.9.0", "2.0.0", "3.0.0"]],
    ["vers:npm/<1.0.0|>=2.0.0|!=2.1.0", ["0.1.0", "2.0.0", "9.0.0"], ["1.0.0", "1.5.0", "2.1.0"]],
    ["vers:npm/!=1.0.0", ["1.0.1", "0.1.0"], ["1.0.0"]],
    ["vers:npm/>1.0.0|<=1.2.0|>=2.0.0|<2.1.0", ["1.2.0", "2.0.5"], ["1.0.0", "1.5.0", "2.1.0"]],
    ["vers:npm/ <2.0.0 | >=1.0.0", ["1.5.0"], ["2.5.0"]],
    ["vers:deb/>=1:1.0-1|<1:1.0-2~deb12u1", ["1:1.0-1"], ["9.0-1", "1:1.0-2"]],
    ["vers:deb/<1.0%2Bdfsg-1", ["1.0-1"], ["1.0+dfsg-1"]],
    ["vers:pypi/>=1.0|<2.0", ["1.0", "1.0.post1"], ["1.0rc1"]],
    ["vers:maven/<2.17.0", ["2.17.0-beta1"], ["2.17.0"]],
    ["vers:rpm/<0:1.1.1k-7.el8_6", ["1.1.1k-6.el8"], ["1.1.1k-7.el8_6"]],
    ["vers:golang/<v1.22.3", ["v1.22.2"], ["v1.22.3"]],
    ["vers:alpine/<1.36.1-r2", ["1.36.1-r1"], ["1.36.1-r2"]],
    ["vers:generic/*", ["anything"], []],
  ])("%s holds what it should", (range, inside, outside) => {
    for (const version of inside) expect(holds(range, version), version).toBe(true);
    for (const version of outside) expect(holds(range, version), version).toBe(false);
  });

  it("says nothing where it or the version cannot be compared", () => {
    for (const range of [
      "vers:generic/>=1",
      "vers:npm/",
      "vers:npm/>=x.y",
      "vers:npm/>=1.0.0|<1.0.0",
      "vers:npm/%",
      "npm/>=1.0.0",
      `vers:npm/${"1.0.0|".repeat(5_000)}`,
    ]) {
      expect(parseVers(range), range.slice(0, 40)).toBeUndefined();
    }
    expect(holds("vers:npm/<1.0.0", "not a version")).toBeUndefined();
  });

  it("of two ends holds exactly what lies between them", () => {
    const number = fc.nat(20);
    fc.assert(
      fc.property(number, number, number, (a, b, version) => {
        fc.pre(a < b);
        const inside = holds(`vers:npm/>=${a}.0.0|<${b}.0.0`, `${version}.0.0`);
        expect(inside).toBe(version >= a && version < b);
        const outside = holds(`vers:npm/<${a}.0.0|>=${b}.0.0`, `${version}.0.0`);
        expect(outside).toBe(!inside);
      }),
    );
  });

  it("is read or refused, whatever it is", () => {
    fc.assert(
      fc.property(fc.string(), fc.string(), (text, version) => {
        for (const range of [text, `vers:npm/${text}`, `vers:deb/>=${text}|<9`]) {
          expect([true, false, undefined]).toContain(holds(range, version));
        }
      }),
    );
  });
});
