import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { auditWorkflow, parseWorkflow } from "../../src/index.ts";
import { workflowExamples } from "../rules/workflow-examples.ts";

describe("a workflow", () => {
  it("is started by the events that it names, however they are written", () => {
    for (const on of ["push", "[push]", "{push: {branches: [main]}}"]) {
      expect(parseWorkflow(`on: ${on}\njobs: {}`).events).toEqual(["push"]);
    }
  });

  it("is read without a fault of ours, whatever it holds", () => {
    const texts = Object.values(workflowExamples).flatMap(({ passes }) => passes);
    const cut = fc
      .tuple(fc.constantFrom(...texts), fc.nat(200), fc.string({ unit: "binary", maxLength: 5 }))
      .map(([text, at, noise]) => text.slice(0, at) + noise + text.slice(at + 3));
    fc.assert(
      fc.property(cut, (text) => {
        expect(auditWorkflow(text).findings.length).toBeGreaterThan(0);
      }),
    );
  });

  it("of many steps by alias is read up to a bound, and says so", () => {
    const step = "{run: 'docker login -p x'},";
    const jobs = Array.from({ length: 400 }, (_, i) => `  j${i}: {steps: *s}`).join("\n");
    const text = `x: &s [${step.repeat(400)}]\non: push\njobs:\n${jobs}`;
    const { incomplete, findings } = auditWorkflow(text);
    expect(incomplete.map(({ code }) => code)).toContain("LIMIT_EXCEEDED");
    expect(findings.length).toBeLessThan(3_000);
  });
});
