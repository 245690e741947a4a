import { describe, expect, it } from "vitest";
import {
  auditCompose,
  auditDevContainer,
  auditDockerfile,
  auditImage,
  auditKubernetes,
  auditLive,
  auditRules,
  auditWorkflow,
} from "../../src/index.ts";
import { allExamples } from "./all-examples.ts";
import { composeExamples } from "./compose-examples.ts";
import { devContainerExamples } from "./devcontainer-examples.ts";
import { dockerfileExamples } from "./dockerfile-examples.ts";
import { imageExamples } from "./image-examples.ts";
import { kubernetesExamples } from "./kubernetes-examples.ts";
import { liveExamples } from "./live-examples.ts";
import { workflowExamples } from "./workflow-examples.ts";

const audits = [
  { name: "Dockerfile", audit: auditDockerfile, examples: dockerfileExamples },
  { name: "compose file", audit: auditCompose, examples: composeExamples },
  { name: "Kubernetes file", audit: auditKubernetes, examples: kubernetesExamples },
  { name: "devcontainer.json", audit: auditDevContainer, examples: devContainerExamples },
  { name: "workflow", audit: auditWorkflow, examples: workflowExamples },
];

for (const { name, audit, examples } of audits) {
  describe(`rules over a ${name}`, () => {
    for (const [rule, { fails, passes, options }] of Object.entries(examples)) {
      it(`${rule} fails in the right line and passes what is sound`, () => {
        for (const [text, line] of fails) {
          const { findings } = audit(text, { enableAll: true, ...options });
          const failed = findings.filter((finding) => finding.rule === rule);
          expect(
            failed.map(({ status, location }) => [status, location?.line]),
            text,
          ).toContainEqual(["fail", line]);
          expect(
            failed.every((finding) => finding.evidence !== undefined && finding.fix !== undefined),
          ).toBe(true);
        }
        for (const text of passes) {
          const { findings, incomplete } = audit(text, { enableAll: true, ...options });
          const said = findings.filter((finding) => finding.rule === rule);
          expect(
            said.map(({ status }) => status),
            text,
          ).not.toContain("fail");
          expect(said, text).toHaveLength(1);
          expect(incomplete, text).toEqual([]);
        }
      });
    }
  });
}

describe("rules over an image configuration", () => {
  for (const [rule, { fails, passes }] of Object.entries(imageExamples)) {
    it(`${rule} fails what is wrong and passes what is sound`, () => {
      for (const config of fails) {
        const statuses = statusesOf(rule, config);
        expect(statuses, JSON.stringify(config)).toContain("fail");
      }
      for (const config of passes) {
        expect(["pass", "notApplicable"], JSON.stringify(config)).toContain(
          statusesOf(rule, config)[0],
        );
      }
    });
  }
});

describe("rules over a running engine", () => {
  for (const [rule, { fails, passes }] of Object.entries(liveExamples)) {
    it(`${rule} fails what is wrong and passes what is sound`, () => {
      for (const recording of fails) {
        expect(liveStatusesOf(rule, recording), JSON.stringify(recording)).toContain("fail");
      }
      for (const recording of passes) {
        const statuses = liveStatusesOf(rule, recording);
        expect(statuses.length, JSON.stringify(recording)).toBeGreaterThan(0);
        for (const status of statuses) {
          expect(["pass", "notApplicable"], JSON.stringify(recording)).toContain(status);
        }
      }
    });
  }
});

/** Controls of the benchmark that nothing an engine answers decides. */
const untold = ["live-swarm-autolock-key", "live-swarm-data-path", "live-enterprise"];

describe("the list of rules", () => {
  it("has an example for every rule, and no id twice", () => {
    const ids = auditRules.map(({ id }) => id);
    expect(new Set(ids).size).toBe(ids.length);
    const exemplified = Object.keys(allExamples);
    expect(exemplified.sort()).toEqual([...ids].sort());
    for (const [rule, { bad, good }] of Object.entries(allExamples)) {
      // What no API tells is never found wrong: the rule says why.
      if (!untold.includes(rule)) expect(bad.length, rule).toBeGreaterThan(0);
      expect(good.length, rule).toBeGreaterThan(0);
    }
  });

  it("explains every rule: title, reason, remediation and a reference", () => {
    for (const rule of auditRules) {
      expect(rule.id, rule.id).toMatch(
        /^(?:dockerfile|compose|image|live|kubernetes|devcontainer|workflow)(?:-[a-z]+)+$/,
      );
      expect(rule.id.startsWith(`${rule.target}-`), rule.id).toBe(true);
      expect(rule.title, rule.id).toMatch(/^\S.{4,90}[^.]$/);
      expect(rule.description, rule.id).toMatch(/\.$/);
      expect(rule.remediation, rule.id).toMatch(/[.\]]$/);
      expect(rule.references.length, rule.id).toBeGreaterThan(0);
      for (const url of rule.references) expect(new URL(url).protocol, rule.id).toBe("https:");
    }
  });
});

function liveStatusesOf(rule: string, recording: unknown): string[] {
  return auditLive(recording)
    .findings.filter((finding) => finding.rule === rule)
    .map(({ status }) => status);
}

function statusesOf(rule: string, config: Parameters<typeof auditImage>[0]): string[] {
  return auditImage(config)
    .findings.filter((finding) => finding.rule === rule)
    .map(({ status }) => status);
}
