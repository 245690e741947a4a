import { describe, expect, it } from "vitest";
import { mavenPurl } from "../../src/catalog/maven-purl.ts";

describe("mavenPurl", () => {
  it("puts the group into the namespace", () => {
    expect(mavenPurl({ name: "org.apache.commons:commons-text", version: "1.9" })).toBe(
      "pkg:maven/org.apache.commons/commons-text@1.9",
    );
  });

  it("claims no Maven coordinates where the group is unknown", () => {
    expect(mavenPurl({ name: "protobuf", version: "3.12.4" })).toBe("pkg:generic/protobuf@3.12.4");
  });
});
