import type { Finding, FixTier } from "@plimsoll/core";

/** What a script is made for. */
export interface HostScriptOptions {
  /** Also lets sections of the tier `unsafe` run; otherwise they stand there as comments. */
  readonly unsafe?: boolean;
  /** What is mended, for the first lines: the engine's address. */
  readonly subject: string;
}

/**
 * A POSIX shell script that mends findings about a host, one section for each; undefined where there
 * is none. It is for a person to read and run as root. Running it again changes nothing.
 */
export function renderHostScript(
  findings: readonly Finding[],
  { unsafe = false, subject }: HostScriptOptions,
): string | undefined {
  const sections = findings.flatMap((finding) => renderSection(finding, unsafe));
  if (sections.length === 0) return undefined;
  const needsRules = sections.some((section) => section.includes(auditRules));
  return [
    "#!/bin/sh",
    `# Mends what plimsoll found at ${oneLine(subject)}. Read it first; run it as root on that machine.`,
    "# Every section can be run again, and can be left out.",
    "set -eu",
    "",
    ...sections,
    ...(needsRules
      ? [
          "# Load the rules of the kernel's audit, where it runs.",
          "if command -v augenrules >/dev/null 2>&1; then augenrules --load; fi",
          "",
        ]
      : []),
  ].join("\n");
}

const auditRules = "/etc/audit/rules.d/";

function renderSection({ status, rule, title, evidence, fix }: Finding, unsafe: boolean): string[] {
  if (status !== "fail" || fix?.script === undefined) return [];
  const tier: FixTier = fix.tier ?? "safe";
  const isRun = tier === "safe" || unsafe;
  return [
    `# ${rule} (${tier}): ${oneLine(title)}`,
    `# ${oneLine(`found: ${evidence?.value ?? ""}`)}`,
    ...(isRun ? [] : ["# It may lock somebody out: take away the signs below to have it run."]),
    ...fix.script.map((line) => (isRun ? line : `# ${line}`)),
    "",
  ];
}

/** What was read of a host must not end the comment that it stands in. */
function oneLine(text: string): string {
  return text.replace(/[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]+/gu, " ").trim();
}
