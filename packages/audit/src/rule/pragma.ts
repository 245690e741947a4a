import { kicsName } from "./kics.ts";

/** Tools whose rule ids waivers may name. */
export type PeerTool =
  | "hadolint"
  | "trivy"
  | "checkov"
  | "buildkit"
  | "dockle"
  | "kics"
  | "shellcheck";

/** An entry of another tool's ignore file: `.hadolint.yaml`, `.trivyignore`. */
export interface PeerIgnore {
  readonly tool: PeerTool;
  /** Its rule ids. */
  readonly rules: readonly string[];
  /** Paths that it holds for, `*` stands for any run of characters; default: all. */
  readonly paths?: readonly string[];
  readonly reason?: string;
  /** Last day on which it holds, `YYYY-MM-DD`; the caller leaves expired ones out. */
  readonly expires?: string;
  /** Where it stands: `.trivyignore:2`. */
  readonly source: string;
}

/** A comment that waives rules. */
export interface Pragma {
  /** Whose syntax it has, which is also whose rule ids it names. */
  readonly tool: "plimsoll" | PeerTool;
  /** Rule ids; `all` stands for every rule. */
  readonly rules: readonly string[];
  readonly reason: string | undefined;
  /** True when it holds for the whole file. */
  readonly isGlobal: boolean;
  /** True when it holds for the stage that it stands in. */
  readonly isForStage?: boolean;
  readonly line: number;
  /** Given for an entry of an ignore file: where it stands. */
  readonly source?: string;
  readonly expires?: string;
}

/** An entry of an ignore file as what it is for the rules: a waiver of the whole file. */
export function pragmaOf({ tool, rules, reason, expires, source }: PeerIgnore): Pragma {
  return {
    tool,
    rules,
    reason,
    isGlobal: true,
    line: 1,
    source,
    ...(expires !== undefined && { expires }),
  };
}

/**
 * Reads a comment (without its `#`) as a pragma:
 * `plimsoll ignore=rule-id[,rule-id] reason`, `hadolint ignore=DL3002[,…]`, both also with
 * `global` or `stage` before `ignore`, `trivy:ignore:DS-0002`, `checkov:skip=CKV_DOCKER_3:reason`,
 * `check=skip=JSONArgsRecommended`, `kics-scan ignore-line`, `ignore-block` and `disable=id`,
 * `shellcheck disable=SC2086`.
 */
export function parsePragma(comment: string, line: number): Pragma | undefined {
  const text = comment.trim().slice(0, 1_000);
  const own =
    /^(plimsoll|hadolint)\s+(?:(global|stage)\s+)?ignore\s*=\s*([\w-]+(?:\s*,\s*[\w-]+)*)(.*)$/i.exec(
      text,
    );
  if (own !== null) {
    const tool = own[1]!.toLowerCase() === "hadolint" ? "hadolint" : "plimsoll";
    const scope = own[2]?.toLowerCase();
    const read = pragma(tool, own[3]!, own[4]!.replace(/^\s*#/, ""), scope === "global", line);
    return scope === "stage" ? { ...read, isForStage: true } : read;
  }
  const trivy = /^trivy:ignore:([\w-]+)(.*)$/i.exec(text);
  if (trivy !== null) return pragma("trivy", trivy[1]!, trivy[2]!, false, line);
  const checkov = /^checkov:skip=([\w-]+(?:,[\w-]+)*)(?::(.*))?$/i.exec(text);
  if (checkov !== null) return pragma("checkov", checkov[1]!, checkov[2] ?? "", true, line);
  const check = /^check\s*=\s*(.+)$/i.exec(text);
  if (check !== null) {
    const read = parseCheckDirective(check[1]!, line);
    return read === undefined ? undefined : { ...read, isGlobal: false };
  }
  const kics = /^kics-scan\s+(?:(ignore-line|ignore-block|ignore)\b|disable=([\w,-]+))(.*)$/i.exec(
    text,
  );
  // KICS's documentation, "Running KICS": `ignore` holds for a file, in its first line.
  if (kics !== null && (line === 1 || kics[1]?.toLowerCase() !== "ignore")) {
    const rules = kics[2]?.split(",").map(kicsName) ?? ["all"];
    const isGlobal = kics[2] !== undefined || kics[1]!.toLowerCase() === "ignore";
    return { ...pragma("kics", "all", kics[3]!, isGlobal, line), rules };
  }
  const shellcheck = /^shellcheck\s+disable=((?:SC\d{4},?)+)(.*)$/i.exec(text);
  if (shellcheck !== null) return pragma("shellcheck", shellcheck[1]!, shellcheck[2]!, false, line);
  return undefined;
}

/**
 * Reads an annotation of a Kubernetes object as a pragma: `checkov.io/skip1: CKV_K8S_20=reason`
 * (checkov's documentation, "Suppressing and Skipping Policies").
 */
export function parseAnnotation(name: string, value: string, line: number): Pragma | undefined {
  if (!/^checkov\.io\/skip\d{1,6}$/.test(name)) return undefined;
  const [rule = "", ...reason] = value.slice(0, 1_000).split("=");
  if (!/^[\w-]+$/.test(rule.trim())) return undefined;
  return pragma("checkov", rule, reason.join("="), false, line);
}

/** The rules that a `# check=skip=…` directive waives for the whole file. */
export function parseCheckDirective(value: string, line: number): Pragma | undefined {
  const match = /(?:^|;)\s*skip\s*=\s*([^;]+)/i.exec(value.slice(0, 1_000));
  return match === null ? undefined : pragma("buildkit", match[1]!, "", true, line);
}

/** The first of `pragmas` that waives a rule with this id and these peers. */
export function findWaiver(
  pragmas: readonly Pragma[],
  rule: { id: string; peers: Readonly<Record<string, readonly string[]>> },
): Pragma | undefined {
  return pragmas.find(({ tool, rules }) => {
    const ids = tool === "plimsoll" ? [rule.id] : [...(rule.peers[tool] ?? [])];
    // hadolint runs ShellCheck, and waives its findings by their codes.
    if (tool === "hadolint") ids.push(...(rule.peers.shellcheck ?? []));
    if (ids.length === 0) return false;
    return rules.some(
      (named) =>
        named.toLowerCase() === "all" || ids.some((id) => canonical(id) === canonical(named)),
    );
  });
}

/** Trivy's rules are also known by their older names: `AVD-DS-0002`, `DS002`, `AVD-KSV-0017`. */
function canonical(id: string): string {
  return id
    .toLowerCase()
    .replace(/^avd-/, "")
    .replace(/^(ds|ksv|kcv)-?0*(?=\d)/, "$1");
}

function pragma(
  tool: Pragma["tool"],
  rules: string,
  reason: string,
  isGlobal: boolean,
  line: number,
): Pragma {
  return {
    tool,
    rules: rules.split(",").map((rule) => rule.trim()),
    reason: reason.trim() === "" ? undefined : reason.trim(),
    isGlobal,
    line,
  };
}
