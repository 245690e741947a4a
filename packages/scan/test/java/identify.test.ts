import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { isSameVersion } from "../../src/java/coordinates.ts";
import { splitFileName } from "../../src/java/file-name.ts";
import { identifyArchive, isNamedAfter } from "../../src/java/identify.ts";
import { parseManifest } from "../../src/java/manifest.ts";
import { realFile } from "../support/shared.ts";

/** The manifests in this folder are plain texts that bear the names of their archives. */
const manifests = "jars/quay__claircore/java/jar/manifest";

describe("splitFileName", () => {
  it.for([
    ["commons-io-2.8.0.jar", "commons-io", "2.8.0"],
    ["guava-29.0-jre.jar", "guava", "29.0-jre"],
    ["log4j-1.2-api-2.17.1.jar", "log4j-1.2-api", "2.17.1"],
    ["zstd-jni-1.3.8-5.jar", "zstd-jni", "1.3.8-5"],
    ["java-cup-runtime-11b-20160615.jar", "java-cup-runtime", "11b-20160615"],
    ["netty-tcnative-2.0.36.Final-linux-x86_64.jar", "netty-tcnative", "2.0.36.Final"],
    ["app-1.0-SNAPSHOT-jar-with-dependencies.jar", "app", "1.0-SNAPSHOT"],
    ["akka-actor_2.13-2.6.20.jar", "akka-actor_2.13", "2.6.20"],
    ["org.eclipse.osgi_3.16.200.v20210226-1447.jar", "org.eclipse.osgi", "3.16.200.v20210226-1447"],
    ["spring3-core-3.x.jar", "spring3-core-3.x", undefined],
    ["rt.jar", "rt", undefined],
    ["-1.0.jar", "-1.0", undefined],
  ] as const)("splits %s", ([fileName, artifact, version]) => {
    expect(splitFileName(fileName)).toEqual({ artifact, ...(version ? { version } : {}) });
  });

  it("gives nothing for sources and documentation", () => {
    expect(splitFileName("guava-29.0-jre-sources.jar")).toBeUndefined();
    expect(splitFileName("guava-29.0-jre-javadoc.jar")).toBeUndefined();
  });

  it("finds every artifact and version again that it is given", () => {
    const artifact = fc.stringMatching(/^[a-z]{1,8}(-[a-z]{1,8}){0,2}$/);
    const version = fc.stringMatching(/^\d{1,3}(\.\d{1,3}){1,3}(-(SNAPSHOT|jre|rc1|M2))?$/);
    fc.assert(
      fc.property(artifact, version, (name, number) => {
        expect(splitFileName(`${name}-${number}.jar`)).toEqual({ artifact: name, version: number });
      }),
    );
    fc.assert(fc.property(fc.string({ unit: "binary" }), (name) => void splitFileName(name)));
    expect(splitFileName(`${"-1".repeat(100_000)}.jar`)).toBeUndefined();
  });
});

/** A property that Maven left as it was. */
const unresolved = ["$", "{version}"].join("");

describe("identifyArchive", () => {
  function identify(attributes: string, fileName: string) {
    const found = identifyArchive(parseManifest(attributes), fileName);
    return found && [found.group, found.artifact, found.version].join(" ");
  }

  it("knows the groups of Spring, which has no Maven files, whatever the archive is called", () => {
    const manifest = "Implementation-Title: spring-beans\nImplementation-Version: 5.3.17\n";
    for (const fileName of ["spring-beans-5.3.17.jar", "renamed.jar"]) {
      expect(identify(manifest, fileName)).toBe("org.springframework spring-beans 5.3.17");
    }
  });

  it("recognises bundles whose symbolic name is not their Maven name", () => {
    const manifest = "Bundle-SymbolicName: org.apache.log4j\nBundle-Version: 1.2.17\n";
    expect(identify(manifest, "log4j-1.2.jar")).toBe("log4j log4j 1.2.17");
  });

  it("takes the version as it was released, not as OSGi rewrites it", () => {
    const manifest = "Bundle-SymbolicName: com.google.guava\nBundle-Version: 29.0.0.jre\n";
    expect(identify(manifest, "guava-29.0-jre.jar")).toBe("com.google.guava guava 29.0-jre");
    expect(isSameVersion("1.68", "1.68.0")).toBe(true);
    expect(isSameVersion("1.68", "1.86")).toBe(false);
  });

  it("reads a Jenkins plugin's own attributes", () => {
    const manifest = "Group-Id: org.jenkins-ci\nShort-Name: git\nPlugin-Version: 5.2.0 (private)\n";
    expect(identify(manifest, "git.hpi")).toBe("org.jenkins-ci git 5.2.0");
  });

  it("falls back to the file name, and gives nothing without a version", () => {
    expect(identify("", "protobuf-3.12.4.jar")).toBe(" protobuf 3.12.4");
    expect(identify("", "protobuf.jar")).toBeUndefined();
    expect(identify(`Implementation-Version: ${unresolved}\n`, "app.jar")).toBeUndefined();
  });

  it("does not take a vendor as large as Apache for a group", () => {
    const manifest = "Implementation-Vendor-Id: org.apache\nImplementation-Version: 1\n";
    expect(identify(manifest, "something-1.jar")).toBe(" something 1");
  });

  // Of Maven Central; `undefined` where neither manifest nor file name tells the group.
  it.for([
    ["airline-0.8.jar", "io.airlift", "airline", "0.8"],
    ["antlr-runtime-3.5.2.jar", "org.antlr", "antlr-runtime", "3.5.2"],
    ["caffeine-2.3.5.jar", "com.github.ben-manes", "caffeine", "2.3.5"],
    ["chronicle-bytes-2.20.111.jar", "net.openhft", "chronicle-bytes", "2.20.111"],
    ["chronicle-core-2.20.126.jar", "net.openhft", "chronicle-core", "2.20.126"],
    ["chronicle-queue-5.20.123.jar", "net.openhft", "chronicle-queue", "5.20.123"],
    ["chronicle-threads-2.20.111.jar", "net.openhft", "chronicle-threads", "2.20.111"],
    ["chronicle-wire-2.20.117.jar", "net.openhft", "chronicle-wire", "2.20.117"],
    ["commons-cli-1.1.jar", "commons-cli", "commons-cli", "1.1"],
    ["commons-lang3-3.11.jar", "org.apache.commons", "commons-lang3", "3.11"],
    ["commons-math3-3.2.jar", "org.apache.commons", "commons-math3", "3.2"],
    ["concurrent-trees-2.4.0.jar", undefined, "concurrent-trees", "2.4.0"],
    ["high-scale-lib-1.0.6.jar", undefined, "high-scale-lib", "1.0.6"],
    ["hppc-0.8.1.jar", "com.carrotsearch", "hppc", "0.8.1"],
    [
      "jackson-annotations-2.9.10.jar",
      "com.fasterxml.jackson.core",
      "jackson-annotations",
      "2.9.10",
    ],
    ["jackson-databind-2.9.10.8.jar", "com.fasterxml.jackson.core", "jackson-databind", "2.9.10.8"],
    ["jamm-0.3.2.jar", undefined, "jamm", "0.3.2"],
    ["java-cup-runtime-11b-20160615.jar", undefined, "java-cup-runtime", "11b-20160615"],
    ["jcl-over-slf4j-1.7.25.jar", "org.slf4j", "jcl-over-slf4j", "1.7.25"],
    ["jctools-core-3.1.0.jar", "org.jctools", "jctools-core", "3.1.0"],
    ["jflex-1.8.2.jar", undefined, "jflex", "1.8.2"],
    ["jna-5.6.0.jar", "net.java.dev.jna", "jna", "5.6.0"],
    ["json-simple-1.1.jar", undefined, "json-simple", "1.1"],
    ["logback-classic-1.2.3.jar", "ch.qos.logback", "logback-classic", "1.2.3"],
    ["metrics-core-3.1.5.jar", "io.dropwizard.metrics", "metrics-core", "3.1.5"],
    ["metrics-jvm-3.1.5.jar", "io.dropwizard.metrics", "metrics-jvm", "3.1.5"],
    ["mxdump-0.14.jar", undefined, "mxdump", "0.14"],
    [
      "netty-tcnative-boringssl-static-2.0.36.Final.jar",
      undefined,
      "netty-tcnative-boringssl-static",
      "2.0.36.Final",
    ],
    ["ohc-core-0.5.1.jar", undefined, "ohc-core", "0.5.1"],
    ["psjava-0.1.19.jar", undefined, "psjava", "0.1.19"],
    ["reporter-config-base-3.0.3.jar", "com.addthis.metrics", "reporter-config-base", "3.0.3"],
    ["reporter-config3-3.0.3.jar", "com.addthis.metrics", "reporter-config3", "3.0.3"],
    ["slf4j-api-1.7.25.jar", "org.slf4j", "slf4j-api", "1.7.25"],
    ["snappy-java-1.1.2.6.jar", "org.xerial.snappy", "snappy-java", "1.1.2.6"],
    ["snowball-stemmer-1.3.0.581.1.jar", undefined, "snowball-stemmer", "1.3.0.581.1"],
    ["stream-2.5.2.jar", undefined, "stream", "2.5.2"],
    ["zstd-jni-1.3.8-5.jar", "com.github.luben", "zstd-jni", "1.3.8-5"],
  ] as const)("identifies the real %s", ([fileName, group, artifact, version], { skip }) => {
    const text = realFile(`${manifests}/${fileName}`);
    if (text === undefined) return skip();
    expect(identifyArchive(parseManifest(text), fileName)).toEqual({
      ...(group ? { group } : {}),
      artifact,
      version,
    });
  });
});

describe("isNamedAfter", () => {
  it("recognises an artifact's own file, not one that only begins alike", () => {
    const core = { artifact: "log4j-core", version: "2.14.1" };
    for (const name of ["log4j-core.jar", "log4j-core-2.14.1.jar", "log4j-core-2.14.1-tests.jar"]) {
      expect(isNamedAfter(name, core)).toBe(true);
    }
    for (const name of ["log4j-core-test.jar", "log4j.jar", "app.jar", ""]) {
      expect(isNamedAfter(name, core)).toBe(false);
    }
  });
});
