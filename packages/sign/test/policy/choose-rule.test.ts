import { parseReference } from "@plimsoll/registry";
import { describe, expect, it } from "vitest";
import { chooseRule } from "../../src/index.ts";
import { createKey } from "../keys.ts";
import { byKey, configOf, policyOf } from "./policies.ts";

const require = { "any-of": [byKey(createKey())] };

async function chosenFor(image: string, ...patterns: string[]): Promise<string | undefined> {
  const policy = await policyOf({ rules: patterns.map((one) => ({ images: [one], require })) });
  const chosen = chooseRule(policy, parseReference(image));
  const reversed = chooseRule({ rules: policy.rules.toReversed() }, parseReference(image));
  expect(reversed).toEqual(chosen);
  return chosen.rule === undefined ? chosen.reason : chosen.pattern;
}

describe("the rule for an image", () => {
  it.each([
    ["ghcr.io/acme/shop:1", ["**", "ghcr.io/**", "ghcr.io/acme/*"], "ghcr.io/acme/*"],
    ["ghcr.io/acme/shop:1", ["ghcr.io/acme/*", "ghcr.io/acme/shop"], "ghcr.io/acme/shop"],
    ["ghcr.io/acme/a/b", ["ghcr.io/acme/*", "ghcr.io/**"], "ghcr.io/**"],
    ["debian:12", ["debian", "docker.io/**"], "debian"],
    ["index.docker.io/library/debian", ["docker.io/library/*"], "docker.io/library/*"],
    ["localhost:5000/shop", ["localhost:5000/*", "**"], "localhost:5000/*"],
    ["ghcr.io/acme/shop", ["**/shop", "ghcr.io/**"], "ghcr.io/**"],
  ])("for %s among %j is %s", async (image, patterns, expected) => {
    expect(await chosenFor(image, ...patterns)).toBe(expected);
  });

  it("is none where no pattern names it", async () => {
    expect(await chosenFor("ghcr.io/evil/shop", "ghcr.io/acme/**")).toBe(
      "No rule of the policy names ghcr.io/evil/shop",
    );
  });

  it("does not stretch a pattern over a look-alike", async () => {
    for (const image of ["ghcr.io/acme-evil/shop", "evil.io/ghcr.io/acme/shop", "ghcr.io/acme"]) {
      expect(await chosenFor(image, "ghcr.io/acme/**")).toContain("No rule");
    }
  });

  it("is none where two rules name it equally well", async () => {
    expect(await chosenFor("a.io/xy/z", "a.io/x*/z", "a.io/x*z/*", "a.io/x*/*")).toBe("a.io/x*/z");
    expect(await chosenFor("a.io/ab/ab", "a.io/a*/*b", "a.io/a*b/*")).toContain("equally well");
  });

  it("cannot be the same pattern in two rules", () => {
    const rules = [
      { images: ["a.io/x"], require },
      { images: ["a.io/x"], require },
    ];
    expect(() => configOf({ rules })).toThrow("two rules name the same images");
  });
});
