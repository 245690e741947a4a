import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { parsePomProperties } from "../../src/java/pom-properties.ts";
import { parsePomXml } from "../../src/java/pom-xml.ts";

const place = "META-INF/maven/org.example/tool/pom.properties";
/** A property that Maven left as it was. */
const unresolved = ["$", "{revision}"].join("");
const coordinates = { group: "org.example", artifact: "tool", version: "1.0-SNAPSHOT" };

describe("parsePomProperties", () => {
  it("reads what Maven and its plugins write", () => {
    for (const text of [
      "#Created by Apache Maven 3.6.3\nversion=1.0-SNAPSHOT\ngroupId=org.example\nartifactId=tool\n",
      "groupId = org.example\r\nartifactId: tool\r\nversion =1.0-SNAPSHOT",
      "groupId=org.example\nartifactId=to\\ol\nversion=1.0\\-SNAPSHOT\nother=x\n",
    ]) {
      expect(parsePomProperties(text, "pom.properties")).toEqual(coordinates);
    }
  });

  it("takes what is missing from its folder, wherever META-INF lies", () => {
    expect(parsePomProperties("version=1.0-SNAPSHOT", place)).toEqual(coordinates);
    expect(parsePomProperties("version=1.0-SNAPSHOT", `WEB-INF/classes/${place}`)).toEqual(
      coordinates,
    );
  });

  it("leaves the group out where nothing tells it", () => {
    expect(parsePomProperties("artifactId=a\nversion=1", "pom.properties")).toEqual({
      artifact: "a",
      version: "1",
    });
  });

  it("gives nothing without a version that can be true", () => {
    for (const version of [
      "",
      "version=",
      `version=${unresolved}`,
      "version=1 2",
      "version=../x",
    ]) {
      expect(parsePomProperties(version, place)).toBeUndefined();
    }
  });

  it("never throws, and gives nothing that cannot be a name", () => {
    const line = fc.oneof(
      fc.string({ unit: "binary" }),
      fc
        .tuple(fc.constantFrom("groupId", "artifactId", "version"), fc.string())
        .map((pair) => pair.join("=")),
    );
    fc.assert(
      fc.property(fc.array(line, { maxLength: 6 }), fc.string(), (lines, path) => {
        const found = parsePomProperties(lines.join("\n"), path);
        expect(found === undefined || /^[\w.-]+$/.test(found.artifact)).toBe(true);
      }),
      { numRuns: 500 },
    );
  });
});

describe("parsePomXml", () => {
  it("reads the project's own coordinates, not those of its dependencies", () => {
    const text = `<?xml version="1.0"?><!-- <version>0</version> -->
      <project xmlns="http://maven.apache.org/POM/4.0.0">
        <dependencies><dependency><groupId>x</groupId><artifactId>y</artifactId><version>9</version></dependency></dependencies>
        <modelVersion>4.0.0</modelVersion><packaging/>
        <groupId> org.example </groupId><artifactId>tool</artifactId><version>1.0-SNAPSHOT</version>
      </project>`;
    expect(parsePomXml(text)).toEqual(coordinates);
  });

  it("takes group and version from the parent", () => {
    const text =
      "<project><parent><groupId>org.example</groupId><artifactId>parent</artifactId><version>1.0-SNAPSHOT</version></parent><artifactId>tool</artifactId></project>";
    expect(parsePomXml(text)).toEqual(coordinates);
  });

  it("gives nothing where a version is a property, or the file is no simple one", () => {
    for (const text of [
      `<project><groupId>a</groupId><artifactId>b</artifactId><version>${unresolved}</version></project>`,
      '<!DOCTYPE project [<!ENTITY v "1">]><project><artifactId>b</artifactId><version>1</version></project>',
      "<project><artifactId>b</artifactId></project>",
      "<project><artifactId>b</artifactId><version>1",
      "<".repeat(1000),
      "<a>".repeat(1000),
      "",
    ]) {
      expect(parsePomXml(text)).toBeUndefined();
    }
  });

  it("never throws, and takes time in proportion", () => {
    const piece = fc.constantFrom(
      "<project>",
      "</project>",
      "<version>",
      "</version>",
      "<!--",
      "-->",
      "<?",
      "<![CDATA[",
      "<a/>",
      "1",
      ">",
      "<artifactId>",
      "b",
      "</artifactId>",
    );
    fc.assert(
      fc.property(fc.array(piece, { maxLength: 40 }), (pieces) => {
        parsePomXml(pieces.join(""));
      }),
      { numRuns: 1000 },
    );
    const started = performance.now();
    parsePomXml(`<project>${"<a></a>".repeat(150_000)}</project>`);
    parsePomXml("<!--".repeat(250_000));
    expect(performance.now() - started).toBeLessThan(2000);
  });
});
