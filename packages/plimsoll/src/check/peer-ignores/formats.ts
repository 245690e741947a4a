import type { PeerIgnore, PeerSettings } from "@plimsoll/audit";
import { labelFormats, type Severity } from "@plimsoll/core";

/** An ignore file of another tool: where it lies, and what its parsed content waives. */
export interface IgnoreFile {
  readonly name: string;
  /** Whether the content is YAML; else it is lines. */
  readonly isYaml: boolean;
  readonly read: (content: unknown, name: string, kicsName: (id: string) => string) => PeerIgnore[];
  /** What it chooses besides. */
  readonly readSettings?: (content: unknown) => PeerSettings;
}

/** Entries that are read of one file. */
const maxEntries = 5_000;
/** UTF-16 units of a reason that are kept. */
const maxReason = 500;

/** The files that are looked for in the folder of the configuration. */
export const ignoreFiles: readonly IgnoreFile[] = [
  // hadolint's README, "Configure": `ignored`
  { name: ".hadolint.yaml", isYaml: true, read: readHadolint, readSettings },
  { name: ".hadolint.yml", isYaml: true, read: readHadolint, readSettings },
  // Trivy's documentation, "Filtering": by finding IDs
  { name: ".trivyignore", isYaml: false, read: (text, name) => readLines(text, name, "trivy") },
  { name: ".trivyignore.yaml", isYaml: true, read: readTrivyYaml },
  // checkov's documentation, "CLI Command Reference": a configuration file has the options' names
  { name: ".checkov.yaml", isYaml: true, read: readCheckov },
  { name: ".checkov.yml", isYaml: true, read: readCheckov },
  // KICS's documentation, "Configuration Files": the options' names, in JSON or YAML
  { name: "kics.config", isYaml: true, read: readKics },
  // Dockle's README, "Ignore the specified checkpoints"
  { name: ".dockleignore", isYaml: false, read: (text, name) => readLines(text, name, "dockle") },
];

function readHadolint(content: unknown, source: string): PeerIgnore[] {
  const rules = idsOf(keyOf(content, "ignored"));
  return rules.length === 0 ? [] : [{ tool: "hadolint", rules, source }];
}

/** hadolint's README, "Configure": its levels, by what they are here. */
const levels = { error: "high", warning: "medium", info: "low", style: "negligible" } as const;

function readSettings(content: unknown): PeerSettings {
  const override = keyOf(content, "override");
  const severity = Object.entries(levels).flatMap(([level, ours]) =>
    idsOf(keyOf(override, level)).map((id): [string, Severity] => [id, ours]),
  );
  const registries = textsOf(keyOf(content, "trustedRegistries"));
  const labels = keyOf(content, "label-schema");
  const schema = Object.entries(labels !== null && typeof labels === "object" ? labels : {})
    .slice(0, maxEntries)
    .flatMap(([name, format]) =>
      name !== "" && (labelFormats as readonly unknown[]).includes(format)
        ? [[name, format as LabelFormat] as const]
        : [],
    );
  return {
    tool: "hadolint",
    severity: Object.fromEntries(severity),
    config: {
      ...(registries.length > 0 && { "trusted-registries": registries }),
      ...(schema.length > 0 && { "label-schema": Object.fromEntries(schema) }),
      ...(keyOf(content, "strict-labels") === true && { "strict-labels": true }),
    },
  };
}

type LabelFormat = (typeof labelFormats)[number];

function readKics(
  content: unknown,
  source: string,
  kicsName: (id: string) => string,
): PeerIgnore[] {
  const queries = textsOf(keyOf(content, "exclude-queries"))
    .filter((id) => /^[\da-f]{8}(?:-[\da-f]{4}){3}-[\da-f]{12}$/i.test(id))
    .map(kicsName);
  const paths = textsOf(keyOf(content, "exclude-paths")).map((path) =>
    path.replace(/^\.\//, "").replace(/\/+$/, ""),
  );
  const known = paths.filter((path) => path !== "" && path !== ".");
  return [
    ...(queries.length === 0 ? [] : [{ tool: "kics" as const, rules: queries, source }]),
    ...(known.length === 0
      ? []
      : [
          {
            tool: "kics" as const,
            rules: ["all"],
            paths: known.flatMap((path) => [path, `${path}/*`]),
            source,
          },
        ]),
  ];
}

function readCheckov(content: unknown, source: string): PeerIgnore[] {
  const rules = idsOf(keyOf(content, "skip-check"));
  return rules.length === 0 ? [] : [{ tool: "checkov", rules, source }];
}

function readTrivyYaml(content: unknown, source: string): PeerIgnore[] {
  const entries = keyOf(content, "misconfigurations");
  if (!Array.isArray(entries)) return [];
  return entries.slice(0, maxEntries).flatMap((entry: unknown): PeerIgnore[] => {
    const rules = idsOf(keyOf(entry, "id"));
    if (rules.length === 0) return [];
    const paths = keyOf(entry, "paths");
    const statement = keyOf(entry, "statement");
    const expires = dayOf(keyOf(entry, "expired_at"));
    return [
      {
        tool: "trivy",
        rules,
        source,
        ...(Array.isArray(paths) && { paths: paths.filter((path) => typeof path === "string") }),
        ...(typeof statement === "string" && { reason: statement.slice(0, maxReason) }),
        ...(expires !== undefined && { expires }),
      },
    ];
  });
}

/** One id a line, with `exp:YYYY-MM-DD` behind it; the comment above an id, or behind it, is its reason. */
function readLines(text: unknown, name: string, tool: "trivy" | "dockle"): PeerIgnore[] {
  const ignores: PeerIgnore[] = [];
  let comment = "";
  for (const [index, line] of String(text).split("\n").entries()) {
    if (ignores.length >= maxEntries) break;
    const hash = line.indexOf("#");
    const words = (hash === -1 ? line : line.slice(0, hash)).trim().split(/\s+/);
    const said = hash === -1 ? "" : line.slice(hash + 1).trim();
    const rules = idsOf(words[0]);
    if (rules.length > 0) {
      const reason = (said === "" ? comment : said).slice(0, maxReason);
      const expires = dayOf(words.find((word) => word.startsWith("exp:"))?.slice("exp:".length));
      ignores.push({
        tool,
        rules,
        source: `${name}:${index + 1}`,
        ...(reason !== "" && { reason }),
        ...(expires !== undefined && { expires }),
      });
    }
    comment = rules.length === 0 ? said : "";
  }
  return ignores;
}

/** Ids of rules, a list or joined by commas; each has a number, so that no word like `all` is one. */
function idsOf(value: unknown): string[] {
  const items: unknown[] = Array.isArray(value) ? value : [value];
  return items
    .slice(0, maxEntries)
    .flatMap((item) => (typeof item === "string" ? item.slice(0, 10_000).split(",") : []))
    .map((id) => id.trim())
    .filter((id) => /^[A-Za-z][A-Za-z_-]*\d[\w-]*$/.test(id));
}

/** Texts, a list or joined by commas. */
function textsOf(value: unknown): string[] {
  const items: unknown[] = Array.isArray(value) ? value : [value];
  return items
    .slice(0, maxEntries)
    .flatMap((item) => (typeof item === "string" ? item.slice(0, 10_000).split(",") : []))
    .map((text) => text.trim())
    .filter((text) => text !== "");
}

function keyOf(value: unknown, key: string): unknown {
  return value !== null && typeof value === "object" && Object.hasOwn(value, key)
    ? (value as Record<string, unknown>)[key]
    : undefined;
}

/** A day as text, whether YAML made a date of it or not. */
function dayOf(value: unknown): string | undefined {
  const text = value instanceof Date ? value.toISOString() : value;
  return typeof text === "string" ? /^\d{4}-\d{2}-\d{2}/.exec(text)?.[0] : undefined;
}
