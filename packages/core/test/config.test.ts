import { describe, expect, it } from "vitest";
import { parseConfig } from "../src/index.ts";

const faultOf = (value: unknown): string => {
  try {
    parseConfig(value, "plimsoll.yml");
    return "";
  } catch (error) {
    return (error as Error).message;
  }
};

describe("parseConfig", () => {
  it("fills in the defaults of an empty file", () => {
    expect(parseConfig(null)).toMatchObject({
      "fail-on": "high",
      "fail-on-unfixed": false,
      ignore: [],
      advisories: { "max-age-days": 7 },
      trust: { keys: [], require: false },
      cache: { enabled: true },
    });
  });

  it("names an unknown key and lists the known ones", () => {
    expect(faultOf({ failOn: "high" })).toMatch(/plimsoll\.yml is not valid: .*failOn/);
    expect(() => parseConfig({ failOn: "high" })).toThrow(
      expect.objectContaining({
        code: "INVALID_CONFIG",
        action: expect.stringContaining("fail-on"),
      }),
    );
  });

  it("asks a waiver for a reason, a condition and a day that exists", () => {
    expect(faultOf({ ignore: [{ id: "CVE-2021-1", reason: " " }] })).toContain(
      "a waiver needs a reason",
    );
    expect(faultOf({ ignore: [{ reason: "accepted" }] })).toContain("give at least one of");
    expect(faultOf({ ignore: [{ id: "x", reason: "y", expires: "2026-02-30" }] })).toContain(
      "no such day",
    );
    expect(faultOf({ ignore: [{ id: "x", reason: "y", expires: "2026-02-28" }] })).toBe("");
  });
});
