import type { Dockerfile } from "../../dockerfile/types.ts";
import type { AuditConfig, DockerfileRule, Observation } from "../../rule/types.ts";
import { finalStage, findInstructions, observe, shippedChain } from "./observe.ts";

type LabelFormat = AuditConfig["label-schema"][string];

const shared = {
  target: "dockerfile",
  references: [
    "https://docs.docker.com/engine/manage-resources/labels/",
    "https://github.com/opencontainers/image-spec/blob/main/annotations.md",
  ],
} as const;
const noSchema = { notApplicable: "audit.label-schema is empty" };
const noLabel = { notApplicable: "the file has no LABEL" };

/** Keys that tools cannot address, or that belong to Docker. */
export const labelKey: DockerfileRule = {
  ...shared,
  id: "dockerfile-label-key",
  title: "A label has an invalid key",
  severity: "negligible",
  description:
    "Keys are lower-case words separated by single dots and hyphens; com.docker, io.docker and org.dockerproject are reserved.",
  remediation: "Name it like com.example.purpose.",
  peers: { hadolint: ["DL3048"] },
  check(file) {
    const all = findInstructions(file, "LABEL");
    if (all.length === 0) return noLabel;
    return all.flatMap((placed) =>
      placed.instruction.assignments
        .filter(({ name }) => !name.includes("$") && !isKey(name.replace(/^["']|["']$/g, "")))
        .map((at) => observe(file, placed, { at, value: at.name })),
    );
  },
};

/** Labels that the schema asks for. */
export const labelMissing: DockerfileRule = {
  ...shared,
  id: "dockerfile-label-missing",
  title: "A label that the schema asks for is missing",
  severity: "low",
  description: "audit.label-schema lists the labels that every image has to carry.",
  remediation: "Add the LABEL.",
  peers: { hadolint: ["DL3049"] },
  check(file, config) {
    const wanted = Object.keys(config["label-schema"] ?? {});
    const stage = finalStage(file);
    if (wanted.length === 0 || stage === undefined) return noSchema;
    const set = new Set(
      shippedChain(file)
        .flatMap(({ instructions }) => instructions)
        .filter(({ keyword }) => keyword === "LABEL")
        .flatMap(({ assignments }) => assignments.map(({ name }) => unquote(name))),
    );
    return wanted
      .filter((name) => !set.has(name))
      .map((name) =>
        observe(
          file,
          { stage, instruction: stage.from },
          { title: `The label ${name} is missing`, identity: [name] },
        ),
      );
  },
};

/** Labels that the schema does not know. */
export const labelUnknown: DockerfileRule = {
  ...shared,
  id: "dockerfile-label-unknown",
  title: "A label is set that the schema does not list",
  severity: "negligible",
  description: "With audit.strict-labels only the labels of audit.label-schema may be set.",
  remediation: "Remove it, or add it to the schema.",
  peers: { hadolint: ["DL3050"] },
  check(file, config) {
    if (!config["strict-labels"]) return { notApplicable: "audit.strict-labels is off" };
    const known = new Set(Object.keys(config["label-schema"] ?? {}));
    return findInstructions(file, "LABEL").flatMap((placed) =>
      placed.instruction.assignments
        .filter(({ name }) => !known.has(unquote(name)))
        .map((at) => observe(file, placed, { at, value: at.name })),
    );
  },
};

/** Labels whose values are not what the schema says. */
export const labelValue: DockerfileRule = {
  ...shared,
  id: "dockerfile-label-value",
  title: "A label's value does not have the format of the schema",
  severity: "low",
  description: "Programs that read the label cannot use the value.",
  remediation: "Write the value in the format that audit.label-schema names.",
  peers: {
    hadolint: ["DL3051", "DL3052", "DL3053", "DL3054", "DL3055", "DL3056", "DL3058"],
  },
  check(file, config) {
    const schema = config["label-schema"] ?? {};
    if (Object.keys(schema).length === 0) return noSchema;
    return judgeValues(file, schema);
  },
};

function judgeValues(file: Dockerfile, schema: Readonly<Record<string, LabelFormat>>) {
  return findInstructions(file, "LABEL").flatMap((placed) =>
    placed.instruction.assignments.flatMap((at): Observation[] => {
      const name = unquote(at.name);
      if (!Object.hasOwn(schema, name)) return [];
      const format = schema[name]!;
      const value = at.value ?? at.text ?? "";
      if (at.value === undefined && value !== "") {
        return [observe(file, placed, { at, unknown: `the value of ${name} is not known` })];
      }
      if (value.trim() === "") {
        return [observe(file, placed, { at, title: `The label ${name} is empty` })];
      }
      if (formats[format](value.slice(0, 1_000))) return [];
      return [observe(file, placed, { at, title: `The label ${name} is no valid ${format}` })];
    }),
  );
}

const formats: Readonly<Record<LabelFormat, (value: string) => boolean>> = {
  text: () => true,
  url: (value) => /^[a-z][a-z0-9+.-]*:\/\/[^/]/i.test(value) && URL.canParse(value),
  email: (value) => /^[^\s@<>]+@[^\s@<>.]+(?:\.[^\s@<>.]+)*$/.test(value),
  // https://semver.org, version 2.0.0
  semver: (value) =>
    /^v?(?:0|[1-9]\d*)\.(?:0|[1-9]\d*)\.(?:0|[1-9]\d*)(?:-[\dA-Za-z.-]+)?(?:\+[\dA-Za-z.-]+)?$/.test(
      value,
    ),
  rfc3339: (value) =>
    /^\d{4}-\d{2}-\d{2}[Tt ]\d{2}:\d{2}:\d{2}(?:\.\d+)?(?:[Zz]|[+-]\d{2}:\d{2})$/.test(value) &&
    !Number.isNaN(Date.parse(value.replace(" ", "T"))),
  // SPDX specification, annex "SPDX license expressions"; whether the ids exist is not looked up.
  spdx: (value) => {
    const words = value.replace(/[()]/g, " ").trim().split(/\s+/);
    return words.every((word, index) =>
      index % 2 === 1 ? /^(?:AND|OR|WITH)$/.test(word) : /^[A-Za-z0-9][\w.+:-]*$/.test(word),
    );
  },
  hash: (value) => /^(?:[0-9a-f]{40}|[0-9a-f]{64}|[0-9a-f]{7,12})$/.test(value),
};

function isKey(key: string): boolean {
  return (
    /^[a-z](?:[a-z0-9_/.-]*[a-z0-9])?$/.test(key) &&
    !/[.-]{2}/.test(key) &&
    !/^(?:com\.docker|io\.docker|org\.dockerproject)\./.test(key)
  );
}

function unquote(name: string): string {
  return name.replace(/^["']|["']$/g, "");
}
