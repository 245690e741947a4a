import { describe, expect, it } from "vitest";
import { auditKubernetes, parseKubernetes } from "../../src/index.ts";

const template = (kind: string) =>
  `apiVersion: apps/v1\nkind: ${kind}\nmetadata: {name: x}\nspec: {template: {spec: {containers: [{name: a}]}}}`;

describe("a file of Kubernetes objects", () => {
  it("is read document by document, each kind that bears a pod", () => {
    const kinds = [
      "Deployment",
      "StatefulSet",
      "DaemonSet",
      "ReplicaSet",
      "ReplicationController",
      "Job",
    ];
    const text = [
      ...kinds.map(template),
      "kind: Pod\nspec: {containers: [{name: a}]}",
      "kind: PodTemplate\ntemplate: {spec: {containers: [{name: a}]}}",
      "kind: CronJob\nspec: {jobTemplate: {spec: {template: {spec: {containers: [{name: a}]}}}}}",
      "kind: Service\nspec: {ports: []}",
    ].join("\n---\n");
    const { workloads, incomplete } = parseKubernetes(text);
    expect(workloads.map(({ kind }) => kind)).toEqual([...kinds, "Pod", "PodTemplate", "CronJob"]);
    expect(workloads.map(({ line }) => line).slice(0, 3)).toEqual([1, 6, 11]);
    expect(incomplete).toEqual([]);
  });

  it("gives the items of a PodList their kind", () => {
    const text = "kind: PodList\nitems:\n  - spec: {containers: [{name: a}]}";
    expect(parseKubernetes(text).workloads).toMatchObject([{ kind: "Pod", line: 3 }]);
  });

  it("passes over comments, empty documents, directives and markers", () => {
    const text = `%YAML 1.2\n--- # first\n${template("Job")}\n...\n---\n# nothing\n---\n\n`;
    const { workloads, incomplete } = parseKubernetes(text);
    expect(workloads).toMatchObject([{ kind: "Job", line: 3 }]);
    expect(incomplete).toEqual([]);
  });

  it("says of a template that it is one, and judges the other documents", () => {
    const helm = "kind: Pod\nspec:\n  {{- if .Values.host }}\n  hostNetwork: true\n  {{- end }}";
    const { workloads, incomplete } = parseKubernetes(`${template("Job")}\n---\n${helm}`);
    expect(workloads).toHaveLength(1);
    expect(incomplete).toMatchObject([{ code: "UNSUPPORTED", what: "kubernetes.yaml:8" }]);
    for (const line of [
      'image: "{{ .Values.image }}"',
      "containers: [{name: a, image: {{ .x }}}]",
    ]) {
      const { incomplete: also } = parseKubernetes(`kind: Pod\nspec:\n  ${line}`);
      expect(also, line).toMatchObject([{ code: "UNSUPPORTED", what: "kubernetes.yaml:3" }]);
    }
  });

  it("does not take Go templates in arguments and in other kinds for one", () => {
    const text =
      "kind: Pod\nspec:\n  containers:\n    - name: a\n      args: ['--format={{.ID}}']\n---\nkind: PrometheusRule\nannotations:\n  text: '{{ $labels.x }}'";
    expect(parseKubernetes(text)).toMatchObject({ incomplete: [], workloads: [{ kind: "Pod" }] });
  });

  it("keeps the other documents when one is broken", () => {
    const { workloads, incomplete } = parseKubernetes(`a: [\n---\n${template("Job")}`);
    expect(workloads).toHaveLength(1);
    expect(incomplete[0]).toMatchObject({ code: "MALFORMED" });
  });

  it("reports a key that is given twice", () => {
    const { incomplete } = parseKubernetes("kind: Pod\nspec:\n  hostPID: true\n  hostPID: false");
    expect(incomplete).toMatchObject([{ code: "MALFORMED", what: "kubernetes.yaml:4" }]);
  });

  it("is waived by a comment above the key, the container or the object", () => {
    const waiver = "# plimsoll ignore=kubernetes-privileged the driver needs it";
    const at = (a: string, b: string, c: string) =>
      `${a}\nkind: Pod\nspec:\n  containers:\n    ${b}\n    - name: a\n      ${c}\n      securityContext: {privileged: true}`;
    for (const text of [at(waiver, "", ""), at("", waiver, ""), at("", "", waiver)]) {
      const said = auditKubernetes(text).findings.find(
        ({ rule }) => rule === "kubernetes-privileged",
      );
      expect(said, text).toMatchObject({ status: "suppressed" });
    }
  });
});

describe("hostile files of Kubernetes objects", () => {
  const lists = Array.from(
    { length: 30 },
    (_, i) => `&l${i + 1} {kind: List, items: [*l${i}, *l${i}]}`,
  );
  const cases: Record<string, string> = {
    "aliases that double": `a:\n - &l0 {kind: Pod, spec: {containers: [{name: a}]}}\n${lists.map((line) => ` - ${line}`).join("\n")}\nkind: List\nitems: [*l30]`,
    "a cycle": "kind: List\nitems: &a [*a]",
    "many containers by alias": `x: &c [${"{name: a},".repeat(499)}]\nkind: List\nitems: [${"{kind: Pod, spec: {containers: *c}},".repeat(499)}]`,
    "many documents": "---\nkind: Pod\nspec: {containers: [{name: a}]}\n".repeat(5_000),
    "blank lines": "\n".repeat(3_000_000),
    "deep nesting": `kind: Pod\nspec: ${"[".repeat(100_000)}`,
    binary: "kind: Pod\u0000\u0001\uFFFD".repeat(10_000),
    "one huge line": `kind: Pod\nspec: {a: "${"x".repeat(3_900_000)}"}`,
    "many braces": `kind: Pod\n${"{{".repeat(400_000)}`,
  };
  for (const [name, text] of Object.entries(cases)) {
    it(`${name}: end, with findings and what was left out`, () => {
      const { findings } = auditKubernetes(text);
      expect(findings.length).toBeGreaterThan(0);
      expect(findings.length).toBeLessThan(60_000);
    });
  }
});
