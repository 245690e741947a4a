import { type AuditRule, auditRules } from "../packages/audit/src/index.ts";
import { cisControls } from "../packages/audit/src/rule/cis.ts";
import { fixedExamples } from "../packages/audit/test/fix/fix-of-rule.ts";
import { type LiveFixKind, liveFixOf } from "../packages/audit/test/fix/live-fix-of-rule.ts";
import { allExamples, type ShownExamples } from "../packages/audit/test/rules/all-examples.ts";
import { pinnableRules } from "../packages/plimsoll/src/fix/pin-images.ts";

/** Tools as people write them. */
const toolNames: Readonly<Record<string, string>> = {
  hadolint: "hadolint",
  buildkit: "BuildKit",
  trivy: "Trivy",
  checkov: "checkov",
  dockle: "Dockle",
  kics: "KICS",
  shellcheck: "ShellCheck",
  pss: "Pod Security Standards",
};

/** The pages of docs/reference/rules by file name: one for each rule, and the index. */
export function ruleReference(): ReadonlyMap<string, string> {
  const pages = auditRules.map((rule): [string, string] => [`${rule.id}.md`, pageOf(rule)]);
  return new Map([["index.md", indexPage()], ...pages]);
}

function indexPage(): string {
  const targets = [...new Set(auditRules.map(({ target }) => target as string))];
  const sections = targets.map((target) => {
    const rows = auditRules
      .filter((rule) => rule.target === target)
      .map(({ id, severity, title }) => {
        const tier = fixedExamples(id)[0]?.tier;
        const fix = pinnableRules.has(id)
          ? "`--pin`"
          : tier === undefined
            ? liveFix(id)
            : tier === "safe"
              ? "`--fix`"
              : "`--fix=unsafe`";
        return `| [\`${id}\`](${id}.md) | ${severity} | ${title} | ${fix} |`;
      });
    return `## ${target[0]!.toUpperCase()}${target.slice(1)}

| rule | severity | fails when | mended by |
| --- | --- | --- | --- |
${rows.join("\n")}
`;
  });
  return `# Rules of the audit

Made from the code by \`npm run docs\`. ${auditRules.length} rules; the examples on their pages are the ones that the tests run.

${sections.join("\n")}`;
}

function liveFix(id: string): string {
  const kind = liveFixOf(id);
  return kind === undefined ? "" : `\`${kind}\``;
}

const liveFixes: Readonly<Record<LiveFixKind, string>> = {
  "--daemon-config":
    "`plimsoll audit live: --fix --daemon-config FILE` writes it into a `daemon.json`, with `--fix=unsafe` where it changes how containers run; a restart of the daemon applies it.",
  "--fix-script":
    "`plimsoll audit live: --fix-script FILE` writes the commands into a script, for you to read and run.",
  "--fix=unsafe": "`plimsoll audit live: --fix=unsafe` asks, and changes the container as it runs.",
};

function pageOf(rule: AuditRule): string {
  const examples = allExamples[rule.id];
  if (examples === undefined) throw new Error(`${rule.id} has no example`);
  const sections = [
    `# ${rule.id}`,
    "Made from the code by `npm run docs`.",
    `${rule.title}. Severity: ${rule.severity}.`,
    `## Why\n\n${rule.description}`,
    badExamples(examples),
    goodExamples(examples),
    fixOf(rule),
    peersOf(rule),
    `## References\n\n${rule.references.map((url) => `- <${url}>`).join("\n")}`,
  ];
  return `${sections.filter((section) => section !== "").join("\n\n")}\n`;
}

function badExamples({ language, bad }: ShownExamples): string {
  const blocks = bad.map(({ text, line }) => {
    const where = line === undefined ? "" : `Reported in line ${line}:\n\n`;
    return `${where}${block(language, text)}`;
  });
  return blocks.length === 0 ? "" : `## Fails\n\n${blocks.join("\n\n")}`;
}

function goodExamples({ language, good }: ShownExamples): string {
  return `## Passes\n\n${good.map((text) => block(language, text)).join("\n\n")}`;
}

function fixOf({ id, remediation }: AuditRule): string {
  if (pinnableRules.has(id)) {
    return `## Fix\n\n${remediation}\n\n\`plimsoll audit --pin\` asks the registry and writes the digest that the name has now behind it.`;
  }
  const [fixed] = fixedExamples(id);
  if (fixed === undefined) {
    const kind = liveFixOf(id);
    return `## Fix\n\n${remediation}${kind === undefined ? "" : `\n\n${liveFixes[kind]}`}`;
  }
  const how =
    fixed.tier === "safe"
      ? "`plimsoll audit --fix` does it where it is sure to change nothing else. The first example that it mends becomes:"
      : "It may change what the program does or may do, so only `plimsoll audit --fix=unsafe` does it. The first example that it mends becomes:";
  const { language } = allExamples[id]!;
  return `## Fix\n\n${remediation}\n\n${how}\n\n${block(language, fixed.after)}`;
}

function peersOf({ id, peers }: AuditRule): string {
  const tools = Object.entries(peers)
    .filter(([tool]) => tool !== "cis")
    .map(([tool, ids]) => `- ${toolNames[tool] ?? tool}: ${ids.join(", ")}`);
  const benchmarks = Object.entries(cisControls).flatMap(([version, controls]) =>
    controls[id] === undefined
      ? []
      : [`- CIS Docker Benchmark ${version}: ${controls[id].join(", ")}`],
  );
  const all = [...tools, ...benchmarks];
  return all.length === 0 ? "" : `## The same elsewhere\n\n${all.join("\n")}`;
}

function block(language: string, text: string): string {
  return `\`\`\`${language}\n${text}\n\`\`\``;
}
