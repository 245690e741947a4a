import { describe, expect, it } from "vitest";
import { applyFixes, auditCompose } from "../../src/index.ts";

const included = [
  "services:",
  "  db:",
  "    image: postgres:16",
  "    privileged: true",
  "    network_mode: host",
  "",
].join("\n");
const main = ["include:", "  - db.yaml", "services:", "  web:", "    image: shop:1", ""].join("\n");
const audit = (text: string) =>
  auditCompose(text, { path: "compose.yaml", files: new Map([["db.yaml", included]]) });

describe("what an included compose file is wrong in", () => {
  it("is reported in that file, without an edit of the one that includes it", () => {
    const { findings } = audit(main);
    const found = findings.find(({ rule }) => rule === "compose-privileged");
    expect(found).toMatchObject({ status: "fail", location: { path: "db.yaml", line: 4 } });
    const inIncluded = findings.filter(({ location }) => location?.path === "db.yaml");
    expect(inIncluded.length).toBeGreaterThan(2);
    expect(inIncluded.flatMap(({ fix }) => fix?.edits ?? [])).toEqual([]);
  });

  it("is not mended in the wrong file", () => {
    const { text } = applyFixes(main, audit, { unsafe: true });
    expect(text).toContain("  - db.yaml\n");
    expect(text).not.toContain("db:");
    expect(text).toContain("    image: shop:1\n");
  });
});
