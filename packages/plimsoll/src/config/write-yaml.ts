import { stringify } from "yaml";

/** A value as YAML, with notes as comments above it. */
export function writeYaml(value: unknown, notes: readonly string[] = []): string {
  const comments = notes.map((note) => `# ${note.replaceAll(/\s*[\r\n]\s*/g, " ")}\n`);
  return `${comments.join("")}${stringify(value, { lineWidth: 0 })}`;
}
