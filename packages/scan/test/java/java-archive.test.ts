import { readdirSync, readFileSync } from "node:fs";
import { isPlimsollError } from "@plimsoll/core";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { type JavaArchive, readJavaArchive } from "../../src/java/java-archive.ts";
import { type ArchiveLimits, defaultArchiveLimits } from "../../src/java/limits.ts";
import { sharedFolder } from "../support/shared.ts";
import { buildZip, manifestFile, pomProperties, type ZipFile } from "../support/zip.ts";

function read(
  files: readonly ZipFile[],
  fileName = "app.jar",
  limits: Partial<ArchiveLimits> = {},
) {
  return readJavaArchive(buildZip(files), fileName, { ...defaultArchiveLimits, ...limits });
}

/** `group:artifact version place` of each package. */
function rows({ packages }: JavaArchive): string[] {
  return packages.map(({ group, artifact, version, inner }) =>
    [group === undefined ? artifact : `${group}:${artifact}`, version, inner].join(" ").trim(),
  );
}

const log4j = (deflate = false): ZipFile => ({
  name: "BOOT-INF/lib/log4j-core-2.14.1.jar",
  content: buildZip([pomProperties("org.apache.logging.log4j", "log4j-core", "2.14.1")]),
  deflate,
});
const log4jRow = "org.apache.logging.log4j:log4j-core 2.14.1";

describe("readJavaArchive", () => {
  it("finds the libraries of a fat jar, stored or deflated", () => {
    for (const deflate of [false, true]) {
      const found = read([pomProperties("com.example", "app", "1.0"), log4j(deflate)]);
      expect(rows(found)).toEqual([
        "com.example:app 1.0",
        `${log4jRow} BOOT-INF/lib/log4j-core-2.14.1.jar`,
      ]);
      expect(found.faults).toEqual([]);
    }
  });

  it("finds a jar in a war in an ear, and says where", () => {
    const war = buildZip([{ ...log4j(), name: "WEB-INF/lib/l.jar" }]);
    expect(rows(read([{ name: "web.war", content: war, deflate: true }], "all.ear"))).toEqual([
      `${log4jRow} web.war!/WEB-INF/lib/l.jar`,
    ]);
  });

  it("lists everything that a shaded jar merged, and itself once", () => {
    const merged = [
      pomProperties("com.google.guava", "guava", "29.0-jre"),
      pomProperties("org.yaml", "snakeyaml", "1.19"),
    ];
    const mergedRows = ["com.google.guava:guava 29.0-jre", "org.yaml:snakeyaml 1.19"];
    const foreign = manifestFile({
      "Bundle-SymbolicName": "org.yaml.snakeyaml",
      "Bundle-Version": "1.19.0",
    });
    expect(rows(read([foreign, ...merged], "shaded.jar"))).toEqual(mergedRows);
    expect(rows(read([foreign, ...merged], "snakeyaml-1.19.jar"))).toEqual(mergedRows);
    const own = manifestFile({ "Implementation-Version": "3.1" });
    expect(rows(read([own, ...merged], "tool-3.1-all.jar"))).toEqual(["tool 3.1", ...mergedRows]);
    expect(rows(read([own, ...merged], "tool-3.2-all.jar"))).toEqual(mergedRows);
  });

  it("reads Maven's pom.xml only where its pom.properties is missing", () => {
    const pom = (artifact: string): ZipFile => ({
      name: `META-INF/maven/com.example/${artifact}/pom.xml`,
      content: `<project><groupId>com.example</groupId><artifactId>${artifact}</artifactId><version>2</version></project>`,
    });
    const files = [pomProperties("com.example", "a", "1"), pom("a"), pom("b")];
    expect(rows(read(files, "a.jar"))).toEqual(["com.example:a 1", "com.example:b 2"]);
    // An archetype's template is nobody's package.
    expect(rows(read([{ ...pom("c"), name: "archetype-resources/pom.xml" }]))).toEqual([]);
  });

  it("lists the same coordinates in one archive once", () => {
    const pom = pomProperties("a", "b", "1");
    expect(rows(read([pom, { ...pom, name: `WEB-INF/classes/${pom.name}` }]))).toEqual(["a:b 1"]);
  });

  it("reads an archive behind a start script", () => {
    const zip = buildZip([log4j()], { prefix: Buffer.from("#!/bin/bash\nexit 0\n") });
    expect(rows(readJavaArchive(zip, "app.jar"))).toHaveLength(1);
  });

  it("finds the rest when a part cannot be read, and says what is missing", () => {
    const found = read([
      { name: "lib/broken.jar", content: "not an archive" },
      { name: "lib/secret.jar", content: "x", isEncrypted: true },
      log4j(),
    ]);
    expect(rows(found)).toHaveLength(1);
    expect(found.faults).toEqual([
      { code: "MALFORMED", why: '"lib/broken.jar": it is not a whole ZIP archive' },
      { code: "UNSUPPORTED", why: '"lib/secret.jar": it is encrypted' },
    ]);
  });

  it("throws MALFORMED for a file that is no archive at all", () => {
    expect(() => readJavaArchive(Buffer.from("text"), "a.jar")).toThrow(
      expect.objectContaining({ code: "MALFORMED" }),
    );
  });

  it("reads the manifest of a signed archive with thousands of digests", () => {
    const digests = Array.from({ length: 40_000 }, (_, i) => `\r\nName: ${i}\r\nD: ${Math.sin(i)}`);
    const manifest = {
      name: "META-INF/MANIFEST.MF",
      content: `Implementation-Title: tool\r\nImplementation-Version: 4\r\n${digests.join("\r\n")}`,
      deflate: true,
    };
    expect(manifest.content.length).toBeGreaterThan(defaultArchiveLimits.textBytes);
    const found = read([manifest], "x.jar");
    expect([rows(found), found.faults]).toEqual([["tool 4"], []]);
  });
});

describe("readJavaArchive on hostile archives", () => {
  const limitExceeded = [expect.objectContaining({ code: "LIMIT_EXCEEDED" })];

  it("stops at the deepest level allowed", () => {
    let content = buildZip([pomProperties("a", "deep", "1")]);
    for (let i = 0; i < 3; i += 1) content = buildZip([{ name: "x.jar", content, deflate: true }]);
    const limits = (depth: number) => ({ ...defaultArchiveLimits, depth });
    expect(rows(readJavaArchive(content, "x.jar", limits(3)))).toHaveLength(1);
    const found = readJavaArchive(content, "x.jar", limits(2));
    expect([found.packages, found.faults]).toEqual([[], limitExceeded]);
  });

  it("does not inflate bombs", () => {
    const bomb = { name: "b.jar", content: Buffer.alloc(20_000_000), deflate: true };
    const before = process.memoryUsage().arrayBuffers;
    const { faults } = read([bomb, { ...bomb, declaredBytes: 5000 }]);
    expect(faults.map(({ code }) => code)).toEqual(["LIMIT_EXCEEDED", "LIMIT_EXCEEDED"]);
    expect(process.memoryUsage().arrayBuffers - before).toBeLessThan(50_000_000);
  });

  it("ends when the file as a whole takes too many entries, archives, bytes or packages", () => {
    const files = Array.from({ length: 50 }, (_, i) => ({ ...log4j(), name: `${i}.jar` }));
    expect(rows(read(files))).toHaveLength(50);
    for (const limits of [
      { entries: 60 },
      { archives: 11 },
      { totalBytes: 4000 },
      { totalTextBytes: 1000 },
      { packages: 10 },
    ]) {
      const found = read(files, "x.jar", limits);
      expect(found.faults).toEqual(limitExceeded);
      expect(found.packages.length).toBeGreaterThan(5);
      expect(found.packages.length).toBeLessThan(20);
    }
  });

  it("ends for archives whose entries all share the same nested archives", () => {
    // Each level lists the one below it a thousand times over without holding it twice.
    let content = buildZip([pomProperties("a", "b", "1")]);
    for (let level = 0; level < 4; level += 1) {
      const one = buildZip([{ name: "x.jar", content }]);
      const record = one.subarray(one.lastIndexOf("PK\x01\x02", "latin1"), one.length - 22);
      const end = Buffer.from(one.subarray(-22));
      end.writeUInt32LE(record.length * 1000, 12);
      const head = one.subarray(0, one.length - 22 - record.length);
      content = Buffer.concat([head, ...Array.from({ length: 1000 }, () => record), end]);
    }
    const started = performance.now();
    const { packages, faults } = readJavaArchive(content, "x.jar");
    expect(performance.now() - started).toBeLessThan(3000);
    expect(faults).toEqual(limitExceeded);
    expect(packages.length).toBeLessThanOrEqual(defaultArchiveLimits.archives);
  });

  it("throws nothing but PlimsollErrors for damaged real archives, and ends in time", ({
    skip,
  }) => {
    const folder = sharedFolder("jars");
    if (folder === undefined) return skip();
    const samples = readdirSync(folder, { recursive: true, encoding: "utf8" })
      .filter((path) => /(?:trivy|scalibr|inner)\/.*\.jar$/.test(path))
      .map((path) => readFileSync(`${folder}/${path}`));
    expect(samples.length).toBeGreaterThan(10);
    const damaged = fc
      .tuple(
        fc.constantFrom(...samples),
        fc.array(fc.tuple(fc.double({ min: 0, max: 1, noNaN: true }), fc.nat(255)), {
          maxLength: 8,
        }),
        fc.double({ min: 0, max: 1, noNaN: true }),
        fc.boolean(),
      )
      .map(([sample, changes, cut, isCut]) => {
        const bytes = Buffer.from(sample);
        for (const [at, value] of changes) bytes[Math.floor(at * (bytes.length - 1))] = value;
        return isCut ? bytes.subarray(0, Math.floor(cut * bytes.length)) : bytes;
      });
    const started = performance.now();
    fc.assert(
      fc.property(damaged, (bytes) => {
        try {
          const found = readJavaArchive(bytes, "a-1.0.jar");
          expect(JSON.parse(JSON.stringify(found))).toEqual(found);
        } catch (error) {
          expect(isPlimsollError(error)).toBe(true);
        }
      }),
      { numRuns: 1500 },
    );
    expect(performance.now() - started).toBeLessThan(10_000);
  });

  // What `unzip` shows of these files.
  it.for([
    [
      "google__osv-scalibr/java/archive/complex.jar",
      [
        "com.some.package:package-name 1.2.3",
        "com.some.anotherpackage:another-package-name 3.2.1 BOOT-INF/lib/inner.jar",
      ],
    ],
    ["google__osv-scalibr/java/archive/no_pom_properties-2.4.0.jar", ["no_pom_properties 2.4.0"]],
    ["google__osv-scalibr/java/archive/pom_missing_group_id-2.4.0.jar", ["package-name 1.2.3"]],
    [
      "google__osv-scalibr/java/archive/nested_at_10.jar",
      [`com.some.package:package-name 1.2.3 ${Array(9).fill("nested.jar").join("!/")}`],
    ],
    [
      "google__osv-scalibr/java/archive/com.google.src.yolo-0.1.2.jar",
      ["com.google.src.yolo 0.1.2"],
    ],
    [
      "aquasecurity__trivy/java/jar/license-from-jenkins-plugin.jar",
      ["com.example:jenkins-plugin 1.0.0"],
    ],
    ["aquasecurity__trivy/java/jar/multi-license-1.0.0.jar", ["com.example:multi-license 1.0.0"]],
    [
      "aquasecurity__trivy/java/jar/nested.jar",
      [
        "test:nested 0.0.1",
        "test:nested2 0.0.2 META-INF/jars/nested2.jar",
        "test:nested3 0.0.3 META-INF/jars/nested2.jar!/META-INF/jars/nested3.jar",
      ],
    ],
    [
      "aquasecurity__trivy/java/jar/hadoop-shaded-guava-1.1.0-SNAPSHOT.jar",
      [
        "org.apache.hadoop.thirdparty:hadoop-shaded-guava 1.1.0-SNAPSHOT",
        "com.google.j2objc:j2objc-annotations 1.3",
        "com.google.guava:guava 29.0-jre",
        "com.google.guava:failureaccess 1.0.1",
        "com.google.guava:listenablefuture 9999.0-empty-to-avoid-conflict-with-guava",
      ],
    ],
    [
      "quay__claircore/java/jar/inner/inner.jar",
      [
        "jackson-annotations 2.13.0 BOOT-INF/lib/jackson-annotations-2.13.0.jar",
        "org.apache.logging.log4j:log4j-api 2.14 BOOT-INF/lib/log4j-api-2.14.jar",
        "log4j:log4j 2.14.0 BOOT-INF/lib/log4j-api-2.14.jar!/META-INF/inner-jar/log4j-2.14.0.jar",
      ],
    ],
  ] as const)("reads the real %s", ([path, expected], { skip }) => {
    const folder = sharedFolder("jars");
    if (folder === undefined) return skip();
    const found = readJavaArchive(readFileSync(`${folder}/${path}`), path.split("/").at(-1)!);
    expect(rows(found)).toEqual(expected);
    expect(found.faults).toEqual([]);
  });
});
