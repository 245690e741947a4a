// biome-ignore-all lint/suspicious/noTemplateCurlyInString: variables of Docker, not of JavaScript
import { describe, expect, it } from "vitest";
import { parseImageName } from "../../src/text/image-name.ts";
import { trimSlashes } from "../../src/text/path.ts";
import { locate } from "../../src/text/position.ts";
import { expandVariables } from "../../src/text/variables.ts";

const known: Record<string, string> = { A: "1", EMPTY: "" };
const lookup = (name: string) => known[name];
const docker = (text: string) =>
  expandVariables(text, { lookup, escapeCharacter: "\\", style: "quotes" });

describe("variables", () => {
  it("are replaced as Docker does, with defaults and alternatives", () => {
    expect(docker("$A-${A}").value).toBe("1-1");
    expect(docker("${B:-x}${B-y}${EMPTY:-z}${EMPTY-w}").value).toBe("xyz");
    expect(docker("${A:+x}${B:+y}").value).toBe("x");
    expect(docker("${B:-${A:-c}}").value).toBe("1");
  });

  it("stay unknown without a value, and say which", () => {
    expect(docker("$B/${C}").unresolved).toEqual(["B", "C"]);
    expect(docker("$B").value).toBeUndefined();
    expect(docker("${A#x}").value).toBeUndefined();
  });

  it("are literal behind the escape character and in single quotes", () => {
    expect(docker(`\\$A '$A' "$A"`).value).toBe("$A $A 1");
    expect(expandVariables("$$A", { lookup, style: "dollars" }).value).toBe("$A");
  });

  it("do not grow without bound", () => {
    const long = "x".repeat(10_000);
    const { value } = expandVariables("$L$L$L", { lookup: () => long, style: "dollars" });
    expect(value).toBeUndefined();
  });
});

describe("image names", () => {
  it("are split into name, tag and digest; a port is no tag", () => {
    expect(parseImageName("debian:12")).toEqual({ name: "debian", tag: "12" });
    expect(parseImageName("registry:5000/a/b")).toEqual({ name: "registry:5000/a/b" });
    expect(parseImageName("a:1@sha256:ff")).toEqual({ name: "a", tag: "1", digest: "sha256:ff" });
  });
});

describe("places", () => {
  it("are found in the segment that holds the offset", () => {
    const segments = [
      { offset: 0, line: 2, column: 5 },
      { offset: 4, line: 4, column: 1 },
    ];
    expect(locate(segments, 3)).toEqual({ line: 2, column: 8 });
    expect(locate(segments, 6)).toEqual({ line: 4, column: 3 });
  });

  it("lose the slashes at their end", () => {
    expect([trimSlashes("/a//"), trimSlashes("/"), trimSlashes("a")]).toEqual(["/a", "", "a"]);
  });
});
