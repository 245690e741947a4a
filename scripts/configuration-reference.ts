import { configJsonSchema } from "../packages/core/src/json-schema.ts";

interface Schema {
  type?: string;
  description?: string;
  default?: unknown;
  enum?: readonly unknown[];
  const?: unknown;
  anyOf?: readonly Schema[];
  items?: Schema;
  properties?: Record<string, Schema>;
  additionalProperties?: Schema | boolean;
  required?: readonly string[];
}

/** The text of docs/reference/configuration.md. */
export function configurationReference(): string {
  const rows = rowsOf(configJsonSchema() as Schema, "", new Map());
  return `# plimsoll.yml

Made from the schema by \`npm run docs\`. The command line, the SDK and the action use the same keys. Editors check and
complete the file with this first line:

\`\`\`yaml
# yaml-language-server: $schema=./node_modules/@plimsoll/core/schema/config-1.json
fail-on: high
ignore:
  - id: CVE-2019-10744
    package: lodash
    reason: Only our own constants reach the merge
    expires: 2027-03-31
trust:
  keys: [release.pub]
  require: true
secrets:
  rules:
    - id: acme-token
      title: Acme token
      pattern: acme_([A-Za-z0-9]{32})
      keywords: [acme_]
  allow:
    - path: srv/test/*
      reason: Keys made for the tests
\`\`\`

Relative paths start from the folder of the file. An unknown key is an error.

| key | value | default | meaning |
| --- | --- | --- | --- |
${rows.join("\n")}
`;
}

/** @param shown key of each list's entries that were told already: they are told once */
function rowsOf(schema: Schema, prefix: string, shown: Map<string, string>): string[] {
  return Object.entries(schema.properties ?? {}).flatMap(([name, value]) => {
    const key = prefix === "" ? name : `${prefix}.${name}`;
    if (value.properties) return rowsOf(value, key, shown);
    const entries = JSON.stringify(value.items);
    const same = shown.get(entries);
    const meaning = `${value.description ?? ""}${same === undefined ? "" : `; entries as of \`${same}\``}`;
    const own = `| \`${key}\` | ${typeOf(value)} | ${defaultOf(value)} | ${meaning} |`;
    if (!value.items?.properties || same !== undefined) return [own];
    shown.set(entries, key);
    return [own, ...rowsOf(value.items, `${key}[]`, shown)];
  });
}

function typeOf(schema: Schema): string {
  if (schema.enum) return schema.enum.map((value) => `\`${value}\``).join(", ");
  if (schema.const !== undefined) return `\`${schema.const}\``;
  if (schema.anyOf) return schema.anyOf.map(typeOf).join(", ");
  if (schema.type === "array")
    return schema.items?.properties ? "list" : `list of ${typeOf(schema.items ?? {})}`;
  if (schema.type === "object" && typeof schema.additionalProperties === "object") {
    return `map to ${typeOf(schema.additionalProperties)}`;
  }
  return schema.type ?? "any";
}

function defaultOf(schema: Schema): string {
  return schema.default === undefined ? "" : `\`${JSON.stringify(schema.default)}\``;
}
