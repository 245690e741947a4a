import { createHash } from "node:crypto";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { parseApkChecksums, parseMd5sums } from "../../src/verification/checksum-lists.ts";
import { fileDigestInspector } from "../../src/verification/file-digests.ts";
import { verificationInspectors, verifyPackages } from "../../src/verification/verify-packages.ts";
import {
  factsOf,
  fileEntry,
  inspectFile,
  type LayerFiles,
  layersOf,
} from "../support/image-facts.ts";
import { walkKitImage } from "../support/kit.ts";

const md5 = (text: string) => createHash("md5").update(text).digest("hex");
const sha1 = (text: string) => createHash("sha1").update(text).digest("base64");
const told = (...layers: LayerFiles[]) =>
  verifyPackages(factsOf(layers, verificationInspectors), { layers: layersOf(layers) }).map(
    ({ rule, severity, location }) => `${severity} ${rule} ${location?.path ?? ""}`.trim(),
  );

const base = {
  "var/lib/dpkg/info/tool.md5sums": [
    `${md5("program")}  usr/bin/tool`,
    `${md5("library")}  lib/libtool.so`,
    `${md5("text")}  usr/share/tool/data`,
    `${md5("page")}  usr/share/man/man1/tool.1`,
    `${md5("notice")}  usr/share/doc/tool/copyright`,
  ].join("\n"),
  "usr/bin/tool": "program",
  // A merged /usr
  "usr/lib/libtool.so": "library",
  "usr/share/tool/data": "text",
  "usr/share/man/man1/tool.1": "page",
  "usr/share/doc/tool/copyright": "notice",
};

describe("verifyPackages", () => {
  it("has nothing to say of an image whose packages are whole", () => {
    expect(told(base)).toEqual([]);
    expect(told({})).toEqual([]);
  });

  it("finds what a later layer changed or deleted, and the layer that changed it", () => {
    const above = { "usr/bin/tool": "backdoor", "usr/share/tool/data": null };
    expect(told(base, above)).toEqual([
      "high package-file-changed usr/bin/tool",
      "low package-file-missing usr/share/tool/data",
    ]);
  });

  it("sums up the documentation that slim images leave out", () => {
    const above = { "usr/share/man/man1/tool.1": null, "usr/share/doc/tool/copyright": null };
    expect(told(base, above)).toEqual(["negligible package-file-missing"]);
  });

  it("follows diversions", () => {
    const diverted = {
      "var/lib/dpkg/diversions": "/usr/bin/tool\n/usr/bin/tool.real\nother\n",
      "var/lib/dpkg/info/other.md5sums": `${md5("wrapper")}  usr/bin/tool\n`,
      "usr/bin/tool": "wrapper",
      "usr/bin/tool.real": "program",
    };
    expect(told({ ...base, ...diverted })).toEqual([]);
  });

  it("takes a link in the place of a file for a change", () => {
    const above = { "usr/bin/tool": { type: "symlink", linkTarget: "/tmp/backdoor" } as const };
    expect(told(base, above)).toEqual(["high package-file-changed usr/bin/tool"]);
  });

  it("does not compare configuration files, also where dpkg itself made the list", () => {
    const configured = {
      "var/lib/dpkg/info/tool.conffiles": "/etc/tool.conf\nremove-on-upgrade /etc/old.conf\n",
      "var/lib/dpkg/info/tool.md5sums": [
        `${md5("packed")}  etc/tool.conf`,
        `${md5("packed")}  etc/old.conf`,
        `${md5("program")}  usr/bin/tool`,
      ].join("\n"),
      "etc/tool.conf": "edited",
    };
    expect(told({ ...base, ...configured })).toEqual([]);
  });

  it("compares apk's SHA-1 sums, and takes a link for no change", () => {
    const installed = `P:musl\nV:1\nF:lib\nR:ld.so\nZ:Q1${sha1("loader")}\nR:libc.so\nZ:Q1${sha1("target")}\nF:usr/bin\nR:ldd\na:0:0:755\nZ:Q1${sha1("script")}\n`;
    const files = {
      "lib/apk/db/installed": installed,
      "lib/ld.so": "loader",
      "lib/libc.so": { type: "symlink", linkTarget: "ld.so" } as const,
      "usr/bin/ldd": "other",
    };
    expect(told(files)).toEqual(["high package-file-changed usr/bin/ldd"]);
  });

  it("hashes large files piece by piece", () => {
    const content = Buffer.alloc(3 * 1024 * 1024 + 7, "plimsoll");
    const entry = fileEntry("usr/bin/large", { size: content.length });
    for (const pieceBytes of [100_000, 1 << 20]) {
      expect(inspectFile(fileDigestInspector, entry, content, pieceBytes)).toEqual({
        md5: createHash("md5").update(content).digest("hex"),
        sha1: createHash("sha1").update(content).digest("base64"),
        sha256: createHash("sha256").update(content).digest("hex"),
      });
    }
  });

  it("reads lists of any form", () => {
    const line = fc.constantFrom("P:a", "F:usr", "R:x", "Z:Q1abc", "Z:", `${md5("")}  a`, "x", "");
    const text = fc.oneof(
      fc.string(),
      fc.array(line).map((all) => all.join("\n")),
    );
    fc.assert(
      fc.property(text, (it) => {
        for (const [path] of parseMd5sums(it)) expect(path).not.toBe("");
        for (const { files } of parseApkChecksums(it).packages) {
          for (const [path] of files) expect(path).not.toBe("");
        }
      }),
    );
  });

  it.for(["debian12-old", "debian11-old", "debian13"])(
    "finds nothing changed or missing in the real image %s, which nobody changed",
    async (name, { skip }) => {
      const found = await walkKitImage(name, verificationInspectors, (facts, image) => ({
        files: facts.of(fileDigestInspector).length,
        titles: verifyPackages(facts, image).map(({ title }) => title),
      }));
      if (found === undefined) return skip();
      expect(found.files).toBeGreaterThan(2_000);
      expect(found.titles).toEqual([]);
    },
  );
});
