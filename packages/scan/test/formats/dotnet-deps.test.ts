import { describe, expect, it } from "vitest";
import { parseDotnetDeps } from "../../src/formats/dotnet-deps.ts";
import { expectOnlyTypedErrors } from "../support/mutate.ts";
import { realFile } from "../support/shared.ts";

const target = ".NETCoreApp,Version=v8.0";

function deps(libraries: object, files: object = {}): string {
  const value = { runtimeTarget: { name: target }, targets: { [target]: files }, libraries };
  return JSON.stringify(value, null, 2);
}

function names(text: string): string[] {
  return parseDotnetDeps(text, "x").packages.map(({ name, version }) => `${name} ${version}`);
}

describe("parseDotnetDeps", () => {
  it("takes packages, and neither the program's own projects nor reference assemblies", () => {
    const libraries = {
      "App/1.0.0": { type: "project" },
      "Newtonsoft.Json/13.0.1": { type: "package" },
      "Microsoft.AspNetCore/8.0.0.0": { type: "referenceassembly" },
      "System.Xml/4.0.0.0": { type: "reference" },
    };
    expect(names(deps(libraries))).toEqual(["Newtonsoft.Json 13.0.1"]);
  });

  it("knows the runtime of a self-contained program by the name of its NuGet package", () => {
    const pack = "runtimepack.Microsoft.NETCore.App.Runtime.linux-x64/8.0.0";
    expect(names(deps({ [pack]: { type: "runtimepack" } }))).toEqual([
      "Microsoft.NETCore.App.Runtime.linux-x64 8.0.0",
    ]);
  });

  it("leaves out packages of which the program uses no file", () => {
    const type = "package";
    const libraries = { "A/1": { type }, "B/2": { type }, "C/3": { type }, "D/4": { type } };
    const files = {
      "A/1": { runtime: { "lib/A.dll": {} } },
      "B/2": { dependencies: { A: "1" } },
      "C/3": { runtimeTargets: { "runtimes/linux/C.so": {} } },
    };
    expect(names(deps(libraries, files))).toEqual(["A 1", "C 3", "D 4"]);
  });

  it("keeps the good packages beside bad names, and says in which line the first bad one stands", () => {
    const found = parseDotnetDeps(
      deps({ x: { type: "package" }, "A/1": { type: "package" } }),
      "x",
    );
    expect(found.packages).toEqual([{ name: "A", version: "1" }]);
    expect(found.faults).toMatchObject([{ code: "MALFORMED", line: 9 }]);
  });

  it("throws MALFORMED on what is no such file", () => {
    for (const text of ["", "[]", "{}", "null", "bogus", '{"libraries":[]}']) {
      expect(() => parseDotnetDeps(text, "x")).toThrow(
        expect.objectContaining({ code: "MALFORMED", subject: "x" }),
      );
    }
  });

  it("reads the files of real programs", ({ skip }) => {
    const trivy = "lockfiles/aquasecurity__trivy/dotnet/core_deps";
    const syft = "lockfiles/anchore__syft/dotnet";
    const json = "Newtonsoft.Json 13.0.1";
    const expected = {
      [`${trivy}/happy.deps.json`]: [json],
      [`${trivy}/multi-project.deps.json`]: ["Newtonsoft.Json 13.0.3"],
      [`${trivy}/missing-target.deps.json`]: [json],
      [`${trivy}/no-libraries.deps.json`]: [],
      [`${trivy}/self-contained.deps.json`]: [
        json,
        "Microsoft.NETCore.App.Runtime.linux-x64 8.0.0",
        "Microsoft.AspNetCore.App.Runtime.linux-x64 8.0.0",
      ],
      [`${syft}/deps-with-referenceassembly/MyApp.deps.json`]: ["Newtonsoft.Json 13.0.3"],
      // Its DiagnosticSource and Unsafe packages bring no file: .NET 6 has both itself.
      [`${syft}/dir-example-1/TestLibrary.deps.json`]: [
        "AWSSDK.Core 3.7.10.6",
        "Microsoft.Extensions.DependencyInjection 6.0.0",
        "Microsoft.Extensions.DependencyInjection.Abstractions 6.0.0",
        "Microsoft.Extensions.Logging 6.0.0",
        "Microsoft.Extensions.Logging.Abstractions 6.0.0",
        "Microsoft.Extensions.Options 6.0.0",
        "Microsoft.Extensions.Primitives 6.0.0",
        json,
        "Serilog 2.10.0",
        "Serilog.Sinks.Console 4.0.1",
      ],
    };
    for (const [file, packages] of Object.entries(expected)) {
      const text = realFile(file);
      if (text === undefined) return skip();
      expect(names(text), file).toEqual(packages);
    }
  });

  it("throws typed errors only, however the file is damaged", () => {
    const real = realFile(
      "lockfiles/aquasecurity__trivy/dotnet/core_deps/self-contained.deps.json",
    );
    expectOnlyTypedErrors(
      (text) => parseDotnetDeps(text, "x"),
      [deps({ "A/1": { type: "package" } }), ...(real === undefined ? [] : [real])],
    );
  });
});
