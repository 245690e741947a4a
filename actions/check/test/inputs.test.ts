import { afterEach, describe, expect, it, vi } from "vitest";
import { readInputs } from "../src/inputs.ts";

afterEach(() => vi.unstubAllEnvs());

function give(inputs: Record<string, string>): void {
  for (const [name, value] of Object.entries(inputs)) {
    vi.stubEnv(`INPUT_${name.toUpperCase()}`, value);
  }
}

describe("inputs", () => {
  it("leave everything to plimsoll.yml when none is given", () => {
    const { comment, summary, annotations, ...others } = readInputs();
    expect({ comment, summary, annotations }).toEqual({
      comment: "always",
      summary: true,
      annotations: true,
    });
    expect(Object.values(others).every((value) => value === undefined)).toBe(true);
  });

  it("take lists one item a line", () => {
    give({ dockerfile: " Dockerfile \n\n  web/Dockerfile\n" });
    expect(readInputs().dockerfile).toEqual(["Dockerfile", "web/Dockerfile"]);
  });

  it.each([
    ["true", true],
    ["True", true],
    ["false", false],
    ["FALSE", false],
    ["", undefined],
  ])("read %j as %j where something is true or false", (value, expected) => {
    give({ "fail-on-unfixed": value });
    expect(readInputs()["fail-on-unfixed"]).toBe(expected);
  });

  it("name every one that is not valid", () => {
    give({ "fail-on": "urgent", "require-signature": "perhaps", comment: "sometimes" });
    expect(() => readInputs()).toThrow(
      /fail-on must be one of .* or none; require-signature must be true or false; comment must be/,
    );
  });
});
