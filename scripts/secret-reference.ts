import {
  type Detector,
  namedVariable,
  secretDetectors,
  secretFamilies,
} from "../packages/scan/src/index.ts";

/** The text of docs/reference/secrets.md. */
export function secretReference(): string {
  const all = [...secretDetectors, namedVariable];
  const sections = secretFamilies.map((family) => {
    const rows = all.filter((detector) => detector.family === family).map(rowOf);
    return `## ${family[0]!.toUpperCase()}${family.slice(1)}

| detector | finds | severity | verified by |
| --- | --- | --- | --- |
${rows.join("\n")}
`;
  });
  return `# Which secrets are found

Made from the code by \`npm run docs\`. ${all.length} detectors look into the text files of all layers, also into files that a later
layer deletes or replaces, and into the image's configuration: environment, labels, history, entry point, command,
health check.

- A detector runs where one of its keywords stands, on a bounded window of text. Every pattern is proved to take bounded
  time, one's own rules too: no look-arounds, no back-references, no repeats that can share a text in many ways.
- Of a file its first 10 MB are searched, and up to 50 secrets are listed; what is beyond is reported as incomplete.
  Binary files, documentation, and tests of installed packages are passed over.
- *Verified by* tells what the value itself proves: then the confidence is high. Without it, it is medium, and low where
  only a name and randomness speak for it, or where a checksum is wrong.
- No value is ever shown, kept in the cache or sent anywhere: reports have the value's fixed start (\`ghp_****\`), its
  length, its place and, within the fingerprint, a part of its SHA-256.
- In \`plimsoll.yml\`, [\`secrets\`](configuration.md) switches detectors off, adds rules and allows values; with rules or
  allowed patterns of one's own, layers are walked on one thread. Waivers (\`ignore\`) work as for any finding.
- Where the audit and the search for secrets see the same variable, label or build argument of an image, the search reports
  it, as a finding of kind \`secret\`. The audit keeps Dockerfiles and compose files.

${sections.join("\n")}`;
}

function rowOf({ id, title, severity, path, verifiedBy }: Detector): string {
  const where = path === undefined ? "" : " (in files of that name)";
  return `| \`${id}\` | ${title}${where} | ${severity} | ${verifiedBy ?? ""} |`;
}
