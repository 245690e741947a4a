import { describe, expect, it } from "vitest";
import { parseConfig } from "../../src/index.ts";

const faultOf = (secrets: unknown): string => {
  try {
    parseConfig({ secrets }, "plimsoll.yml");
    return "";
  } catch (error) {
    return (error as Error).message;
  }
};
const rule = { id: "acme-token", pattern: "acme_([a-z]{20})", keywords: ["acme_"] };

describe("the key secrets", () => {
  it("looks for secrets by default, with no rules of one's own", () => {
    expect(parseConfig({}).secrets).toEqual({ enabled: true, disable: [], rules: [], allow: [] });
  });

  it("asks a rule for an id, a pattern and keywords that can be looked for", () => {
    expect(faultOf({ rules: [rule] })).toBe("");
    expect(parseConfig({ secrets: { rules: [rule] } }).secrets.rules[0]?.severity).toBe("high");
    expect(faultOf({ rules: [{ ...rule, keywords: [] }] })).not.toBe("");
    expect(faultOf({ rules: [{ ...rule, keywords: ["abc"] }] })).toContain("4 to 100");
    expect(faultOf({ rules: [{ ...rule, id: "Acme Token" }] })).toContain("lower-case");
    expect(faultOf({ rules: [{ ...rule, regex: "x" }] })).toContain("regex");
  });

  it("asks what is allowed for a reason and a condition", () => {
    expect(faultOf({ allow: [{ path: "srv/*", reason: "made for the tests" }] })).toBe("");
    expect(faultOf({ allow: [{ path: "srv/*" }] })).not.toBe("");
    expect(faultOf({ allow: [{ reason: "x" }] })).toContain("give at least one of");
    expect(faultOf({ allow: [{ sha256: "abc", reason: "x" }] })).toContain("64");
  });
});
