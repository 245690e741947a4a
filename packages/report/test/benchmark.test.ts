import { createFinding, type Finding, type FindingStatus, type Report } from "@plimsoll/core";
import { describe, expect, it } from "vitest";
import { renderByCheck, renderDockerBench } from "../src/index.ts";
import { sampleReport } from "./sample-report.ts";

const benchmark = {
  sections: { "1": "Host", "5": "Containers" },
  controls: [
    { id: "1.1", title: "The host is sound" },
    { id: "5.1", title: "Containers are sound" },
    { id: "5.10", title: "Networks are apart" },
    { id: "5.2", title: "Nobody looked" },
  ],
};

function finding(control: string | undefined, status: FindingStatus, path = "host"): Finding {
  return createFinding({
    rule: "live-example",
    kind: "misconfiguration",
    severity: "low",
    status,
    title: "Something is wrong",
    location: { path },
    ...(status === "fail" ? { evidence: { value: `value of ${path}`, source: "somewhere" } } : {}),
    ...(status === "unknown" ? { statusReason: "it cannot be read" } : {}),
    ...(status === "notApplicable" ? { statusReason: "there is none" } : {}),
    ...(control === undefined ? {} : { peers: { cis: [control] } }),
    identity: [path, control],
  });
}

function report(...findings: Finding[]): Report {
  return { ...sampleReport(), findings };
}

function resultsOf(...findings: Finding[]) {
  const document = JSON.parse(renderDockerBench(report(...findings), benchmark));
  return Object.fromEntries(
    document.tests.flatMap(({ results }: { results: { id: string }[] }) =>
      results.map((result) => [result.id, result]),
    ),
  );
}

describe("a report in a benchmark's order", () => {
  it("names each control once, with every place that fails it", () => {
    const text = renderByCheck(
      report(
        finding("5.10", "fail", "container:a"),
        finding("5.10", "fail", "container:b"),
        finding("1.1", "pass"),
        finding("5.1", "notApplicable"),
      ),
      benchmark,
    );
    expect(text).toContain("4 controls: 1 FAIL, 1 unknown, 1 pass, 1 n/a");
    expect(text).toMatch(
      /5\.10 +FAIL +Networks are apart\n +container:a: value of container:a\n +container:b: /,
    );
    expect(text).toMatch(/5\.1 +n\/a +Containers are sound: there is none/);
    expect(text.indexOf("5.1 ")).toBeLessThan(text.indexOf("5.10 "));
  });

  it("takes what could not be read for no pass, and a failure for more than that", () => {
    const some = [
      finding("5.1", "pass"),
      finding("5.1", "unknown"),
      finding("5.1", "notApplicable"),
    ];
    expect(renderByCheck(report(...some), benchmark)).toMatch(/5\.1 +unknown .*it cannot be read/);
    const all = [...some, finding("5.1", "fail")];
    expect(renderByCheck(report(...all), benchmark)).toMatch(/5\.1 +FAIL/);
  });

  it("calls a control unknown that nothing looked at", () => {
    expect(renderByCheck(report(), benchmark)).toMatch(
      /5\.2 +unknown +Nobody looked: nothing looked/,
    );
  });

  it("lists what fails beyond the benchmark", () => {
    const text = renderByCheck(report(finding(undefined, "fail", "container:a")), benchmark);
    expect(text).toMatch(/Beyond the benchmark\n +FAIL +Something is wrong \(container:a: value/);
  });

  it("lets no name of a container command the terminal", () => {
    const hostile = finding("5.1", "fail", "container:\u001b[2Jx\n::error::y");
    const text = renderByCheck(report(hostile), benchmark);
    expect(text).not.toContain("\u001b");
    expect(text).not.toMatch(/^\s*::/m);
  });
});

describe("a report as Docker Bench writes it", () => {
  it("uses its words, and never PASS for what was not read", () => {
    const results = resultsOf(
      finding("1.1", "fail"),
      finding("5.1", "unknown"),
      finding("5.10", "notApplicable"),
    );
    expect(results["1.1"]).toMatchObject({ result: "WARN", items: ["host: value of host"] });
    expect(results["5.1"]).toMatchObject({ result: "NOTE", details: "it cannot be read" });
    expect(results["5.10"]).toMatchObject({ result: "INFO", details: "there is none" });
    expect(results["5.2"].result).toBe("NOTE");
    expect(resultsOf(finding("1.1", "pass"))["1.1"]).toEqual({
      id: "1.1",
      desc: "The host is sound",
      result: "PASS",
    });
  });

  it("counts as it does", () => {
    const document = JSON.parse(
      renderDockerBench(report(finding("1.1", "pass"), finding("5.1", "fail")), benchmark),
    );
    expect(document).toMatchObject({ dockerbenchsecurity: "1.6.0", checks: 4, score: 0 });
    expect(document.tests.map(({ id }: { id: string }) => id)).toEqual(["1", "5"]);
  });
});
