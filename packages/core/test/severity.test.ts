import { describe, expect, it } from "vitest";
import { compareSeverity, isAtLeast, type Severity, severities } from "../src/index.ts";

describe("severities", () => {
  it("are ordered from unknown to critical", () => {
    const shuffled: Severity[] = ["high", "unknown", "critical", "low", "medium", "negligible"];
    expect(shuffled.sort(compareSeverity)).toEqual([...severities]);
  });

  it("reach a threshold when they are at least as severe", () => {
    expect(isAtLeast("high", "high")).toBe(true);
    expect(isAtLeast("critical", "high")).toBe(true);
    expect(isAtLeast("medium", "high")).toBe(false);
    expect(isAtLeast("unknown", "negligible")).toBe(false);
  });
});
