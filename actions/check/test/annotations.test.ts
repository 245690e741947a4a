import { severities } from "@plimsoll/core";
import { describe, expect, it, vi } from "vitest";
import { annotationsPerType, emitAnnotations, planAnnotations } from "../src/annotations.ts";
import { exampleDifference, exampleFinding, exampleReport } from "./example-report.ts";

const verdict = { result: "fail" as const, reasons: ["Too much."] };

describe("annotations", () => {
  it("are at most nine of each type, the worst first", () => {
    const findings = severities.flatMap((severity) =>
      Array.from({ length: 20 }, (_, n) => exampleFinding({ severity, title: `${severity} ${n}` })),
    );
    const planned = planAnnotations(exampleReport({ findings, verdict }), []);
    for (const level of ["error", "warning", "notice"]) {
      expect(planned.filter((annotation) => annotation.level === level)).toHaveLength(
        annotationsPerType,
      );
    }
    expect(planned.slice(0, 9).every(({ message }) => message.startsWith("critical"))).toBe(true);
  });

  it("are not red in a job that is accepted", () => {
    const planned = planAnnotations(exampleReport({ findings: [exampleFinding()] }), []);
    expect(planned.map(({ level }) => level)).toEqual(["warning"]);
  });

  it("leave out what passed or was waived", () => {
    const findings = (["pass", "suppressed", "notApplicable", "unknown"] as const).map((status) =>
      exampleFinding({ status }),
    );
    expect(planAnnotations(exampleReport({ findings }), [])).toEqual([]);
  });

  it("leave out what was there before", () => {
    const [old, fresh] = [exampleFinding({ title: "Old" }), exampleFinding({ title: "New" })];
    old!.fingerprint = "known";
    const report = exampleReport({
      findings: [old!, fresh!],
      difference: exampleDifference({ new: [fresh!.fingerprint], unchanged: ["known"] }),
    });
    const planned = planAnnotations(report, []);
    expect(planned.map(({ message }) => message)).toEqual([expect.stringContaining("New")]);
  });

  it("stand beside the line of a file of the repository", () => {
    const location = { path: "web/Dockerfile", line: 3, column: 5 };
    const report = exampleReport({ findings: [exampleFinding({ location })] });
    expect(planAnnotations(report, ["web/Dockerfile"])[0]?.properties).toMatchObject({
      file: "web/Dockerfile",
      startLine: 3,
      startColumn: 5,
    });
  });

  it("do not take a path inside the image for a file of the repository", () => {
    const location = { path: "package.json", layer: "sha256:00" };
    const [planned] = planAnnotations(exampleReport({ findings: [exampleFinding({ location })] }), [
      "Dockerfile",
    ]);
    expect(planned?.properties.file).toBeUndefined();
    expect(planned?.message).toContain("In the image: package.json");
  });

  it("cannot be made to give the runner a command", () => {
    let printed = "";
    const write = vi.spyOn(process.stdout, "write").mockImplementation((text) => {
      printed += String(text);
      return true;
    });
    const hostile = "x\n::set-output name=verdict::pass\r\n::error file=a,line=1::%0A::add-mask::b";
    const finding = exampleFinding({
      rule: `r,file=/etc/passwd::${hostile}`,
      title: hostile,
      location: { path: `Docker,line=9::${hostile}`, line: 1 },
    });
    const report = exampleReport({ findings: [finding], verdict });
    emitAnnotations(planAnnotations(report, [`Docker,line=9::${hostile}`]));
    write.mockRestore();
    const lines = printed.trimEnd().split(/\r|\n/);
    expect(lines).toHaveLength(1);
    const [, properties = ""] = /^::error (.*?)::/.exec(printed) ?? [];
    const names = properties.split(",").map((property) => property.split("=")[0]);
    expect(names).toEqual(["title", "file", "line"]);
  });
});
