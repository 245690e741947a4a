import { describe, expect, it } from "vitest";
import { pinned, readLockfile } from "../support/lockfiles.ts";

/** How a pom.xml asks for one of its properties. */
function property(name: string): string {
  return `\${${name}}`;
}

function dependency(artifact: string, version: string, more = ""): string {
  const element = version === "" ? "" : `<version>${version}</version>`;
  return `<dependency><groupId>g</groupId><artifactId>${artifact}</artifactId>${element}${more}</dependency>`;
}

describe("pom.xml", () => {
  it("gives direct dependencies whose version the file itself tells", () => {
    const text = `<?xml version="1.0"?>
<!-- <dependency> -->
<project xmlns="http://maven.apache.org/POM/4.0.0">
  <parent><groupId>org.parent</groupId><artifactId>p</artifactId><version>9</version></parent>
  <artifactId>app</artifactId>
  <properties><a.version>1.\${minor}</a.version><minor>2</minor><loop>\${loop}</loop></properties>
  <dependencyManagement><dependencies>
    ${dependency("managed", "3.0")}
    ${dependency("managed-test", "3.0", "<scope>test</scope>")}
    ${dependency("not-wanted", "3.0")}
  </dependencies></dependencyManagement>
  <dependencies>
    ${dependency("plain", "1.0", "<exclusions><exclusion><groupId>x</groupId></exclusion></exclusions>")}
    ${dependency("property", property("a.version"))}
    ${dependency("sibling", property("project.version")).replace("<groupId>g<", `<groupId>${property("project.groupId")}<`)}
    ${dependency("managed", "")}
    ${dependency("managed-test", "")}
    ${dependency("hard", "[4.0]")}
    ${dependency("range", "[1.0,2.0)")}
    ${dependency("unknown", property("revision"))}
    ${dependency("loop", property("loop"))}
    ${dependency("none", "")}
    ${dependency("test", "1.0", "<scope>test</scope>")}
    ${dependency("system", "1.0", "<scope>system</scope>")}
    ${dependency("provided", "1.0", "<scope>provided</scope>")}
  </dependencies>
</project>`;
    expect(pinned("web/pom.xml", text)).toEqual([
      "maven/g/plain@1.0",
      "maven/g/property@1.2",
      "maven/org.parent/sibling@9",
      "maven/g/managed@3.0",
      "maven/g/hard@4.0",
      "maven/g/provided@1.0",
    ]);
  });

  it("whose properties grow without bound is read at once", () => {
    const names = Array.from({ length: 30 }, (_, at) => `p${at}`);
    const properties = names.map((name, at) => `<${name}>${`\${p${at + 1}}`.repeat(20)}</${name}>`);
    const text = `<project><properties>${properties.join("")}<p30>1</p30></properties><dependencies>${dependency("a", property("p0"))}</dependencies></project>`;
    expect(pinned("pom.xml", text)).toEqual([]);
  });

  it("that is no project is refused", () => {
    for (const text of [
      "",
      "no xml",
      "<project>",
      "<a/>",
      "<project></dependency>",
      "<!DOCTYPE x>",
    ]) {
      expect(() => readLockfile("pom.xml", text), text).toThrow(/not a project of Maven/);
    }
  });
});

describe("lockfiles of Gradle and sbt", () => {
  it("leave out what only tests want", () => {
    const text = `# This is a Gradle generated file
com.google.guava:guava:31.1-jre=compileClasspath,testCompileClasspath
junit:junit:4.13=testCompileClasspath,testRuntimeClasspath
empty=annotationProcessor
`;
    expect(pinned("gradle.lockfile", text)).toEqual(["maven/com.google.guava/guava@31.1-jre"]);
    const dependencies = [
      {
        org: "org.typelevel",
        name: "cats-core_2.13",
        version: "2.9.0",
        configurations: ["compile", "test"],
      },
      { org: "org.scalatest", name: "scalatest_2.13", version: "3.2.15", configurations: ["test"] },
    ];
    expect(pinned("build.sbt.lock", JSON.stringify({ lockVersion: 1, dependencies }))).toEqual([
      "maven/org.typelevel/cats-core_2.13@2.9.0",
    ]);
  });

  it("verify artifacts of one folder only", () => {
    const text = `<verification-metadata><components>
      <component group='g' name="a" version="1&amp;2"><artifact name="x"/></component>
    </components></verification-metadata>`;
    expect(pinned("gradle/verification-metadata.xml", text)).toEqual(["maven/g/a@1%262"]);
    expect(readLockfile("docs/verification-metadata.xml", text)).toBeUndefined();
  });
});
