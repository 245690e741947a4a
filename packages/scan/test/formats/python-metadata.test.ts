import { describe, expect, it } from "vitest";
import { parsePythonMetadata } from "../../src/formats/python-metadata.ts";
import { expectOnlyTypedErrors } from "../support/mutate.ts";
import { realFile } from "../support/shared.ts";

const path = "usr/lib/python3/site-packages/demo-1.0.dist-info/METADATA";

function licencesOf(...lines: string[]): string[] {
  const text = ["Metadata-Version: 2.4", "Name: demo", "Version: 1.0", ...lines].join("\n");
  return parsePythonMetadata(text, path).licences;
}

describe("parsePythonMetadata", () => {
  it("reads name and version, in Python's own spelling", () => {
    const text = "Metadata-Version: 2.1\nName: Zope.Interface\nVersion: 5.4.0+local\n\nName: b\n";
    expect(parsePythonMetadata(text, path)).toEqual({
      name: "Zope.Interface",
      version: "5.4.0+local",
      licences: [],
    });
  });

  it("takes the licence from the expression, else from the free text, else from the classifiers", () => {
    const classifier = "Classifier: License :: OSI Approved :: MIT License";
    expect(licencesOf("License: x", "License-Expression: MIT OR Apache-2.0", classifier)).toEqual([
      "MIT OR Apache-2.0",
    ]);
    expect(licencesOf("License: BSD-3-Clause", classifier)).toEqual(["BSD-3-Clause"]);
    expect(licencesOf("License: UNKNOWN", classifier)).toEqual(["MIT"]);
    expect(licencesOf("License: The full text", "        of a licence", classifier)).toEqual([
      "MIT",
    ]);
    expect(licencesOf()).toEqual([]);
  });

  it("gives classifiers as SPDX identifiers where they name one licence, in their own words where not", () => {
    expect(
      licencesOf(
        "Classifier: License :: OSI Approved :: Apache Software License",
        "Classifier: License :: OSI Approved :: BSD License",
        "Classifier: License :: Other/Proprietary License",
        "Classifier: License :: OSI Approved",
        "Classifier: Programming Language :: Python",
      ),
    ).toEqual(["Apache-2.0", "BSD License", "Other/Proprietary License"]);
  });

  it("learns from the name of the folder or file what the metadata leave open", () => {
    const named = ["demo-1.0.dist-info/METADATA", "demo-1.0.egg-info", "demo-1.0-py3.9.egg-info"];
    for (const file of [...named, "demo-1.0-py3.10.egg/EGG-INFO/PKG-INFO"]) {
      expect(parsePythonMetadata("", `lib/${file}`)).toMatchObject({
        name: "demo",
        version: "1.0",
      });
    }
    expect(parsePythonMetadata("Name: Demo", `lib/${named[0]}`).name).toBe("Demo");
  });

  it("throws MALFORMED when nothing tells name and version", () => {
    const cases = [
      ["", "lib/demo.egg-info/PKG-INFO"],
      ["Name: no-version", "lib/no-version-py3.8.egg-info"],
      ["Version: 1.0", "src/demo.egg-info/PKG-INFO"],
      ["\u0000\u0001", "lib/.dist-info/METADATA"],
    ] as const;
    for (const [text, file] of cases) {
      expect(() => parsePythonMetadata(text, file)).toThrow(
        expect.objectContaining({ code: "MALFORMED", subject: file }),
      );
    }
  });

  it("reads the metadata of real packages", ({ skip }) => {
    const scalibr = "python-metadata/google__osv-scalibr/python/wheelegg";
    const syft = "python-metadata/anchore__syft/python/site-packages";
    const expected = {
      [`${scalibr}/distinfo_meta`]: "pip 22.2.2 MIT",
      [`${scalibr}/egginfo_pkginfo`]: "setuptools 57.4.0 MIT",
      [`${scalibr}/mixed_case`]: "httplib2 1.0 ",
      [`${syft}/malformed-record/dist-info/METADATA`]: "Pygments 2.6.1 BSD License",
      [`${syft}/nested/dist-name/dist-info/METADATA`]: "Pygments 2.6.1 BSD License",
      [`${syft}/nested/egg-name/egg-info/PKG-INFO`]: "requests 2.22.0 Apache 2.0",
    };
    for (const [file, written] of Object.entries(expected)) {
      const text = realFile(file);
      if (text === undefined) return skip();
      const { name, version, licences } = parsePythonMetadata(text, file);
      expect(`${name} ${version} ${licences}`, file).toBe(written);
    }
  });

  it("throws typed errors only, however the metadata are damaged", () => {
    const real = realFile("python-metadata/google__osv-scalibr/python/wheelegg/distinfo_meta");
    expectOnlyTypedErrors(
      (text) => parsePythonMetadata(text, "lib/x.egg-info/PKG-INFO"),
      ["Name: a\nVersion: 1\nLicense: MIT\n x\n\nbody", ...(real === undefined ? [] : [real])],
    );
  });
});
