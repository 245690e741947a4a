import type {
  ArgumentCondition,
  RuleFilter,
  SeccompAction,
  SeccompProfile,
  SeccompRule,
} from "./profile.ts";

/** What an engine decides by when it hands a profile to the runtime. */
export interface SeccompTarget {
  /** Names of the container's bounding set, `CAP_NET_RAW`. */
  readonly capabilities: Iterable<string>;
  /** As Go names it; default `amd64`. */
  readonly architecture?: string;
  /** Version of the kernel, `6.1`; without one every `minKernel` is met. */
  readonly kernel?: string;
}

/** One way for a call to be decided otherwise than by default. */
export interface SeccompClause {
  /** Different arguments, all of which must hold. */
  readonly conditions: readonly ArgumentCondition[];
  readonly action: SeccompAction;
  readonly errno?: number;
  /** Place of the rule in the profile. */
  readonly rule: number;
}

/** A profile for one container: what libseccomp is told. */
export interface ResolvedSeccomp {
  readonly defaultAction: SeccompAction;
  /** errno of a default of `SCMP_ACT_ERRNO`. */
  readonly defaultErrno?: number;
  readonly architecture: string;
  /** In order; the first that holds decides. */
  readonly clauses: ReadonlyMap<string, readonly SeccompClause[]>;
}

/** EPERM: what runtimes return where a profile names no errno. */
const defaultErrno = 1;

/**
 * Takes the rules that an engine takes for a container (moby, profiles/seccomp: `includes.caps` needs
 * all, `excludes.caps` any). Rules that say the same as the default are left out, as runc does.
 */
export function resolveSeccomp(profile: SeccompProfile, target: SeccompTarget): ResolvedSeccomp {
  const { architecture = "amd64", kernel } = target;
  const capabilities = new Set(target.capabilities);
  const context = { capabilities, architecture, kernel: kernel && versionOf(kernel) };
  const fallback = errnoOf(profile.defaultAction, profile.defaultErrno);
  const clauses = new Map<string, SeccompClause[]>();
  for (const [at, rule] of profile.rules.entries()) {
    if (!isTaken(rule, context)) continue;
    const errno = errnoOf(rule.action, rule.errno);
    if (rule.action === profile.defaultAction && errno === fallback) continue;
    const alternatives = alternativesOf(rule.conditions).map((conditions) => ({
      conditions,
      action: rule.action,
      ...(errno !== undefined && { errno }),
      rule: at,
    }));
    for (const name of rule.names) {
      const known = clauses.get(name);
      if (known === undefined) clauses.set(name, [...alternatives]);
      else known.push(...alternatives);
    }
  }
  return {
    defaultAction: profile.defaultAction,
    ...(fallback !== undefined && { defaultErrno: fallback }),
    architecture,
    clauses,
  };
}

/** The errno that the caller sees; only `SCMP_ACT_ERRNO` and `SCMP_ACT_TRACE` have one. */
export function errnoOf(action: SeccompAction, errno: number | undefined): number | undefined {
  return action === "SCMP_ACT_ERRNO" || action === "SCMP_ACT_TRACE"
    ? (errno ?? defaultErrno)
    : undefined;
}

interface Context {
  readonly capabilities: ReadonlySet<string>;
  readonly architecture: string;
  readonly kernel: readonly [number, number] | "" | undefined;
}

function isTaken({ includes, excludes }: SeccompRule, context: Context): boolean {
  if (excludes !== undefined && isExcluded(excludes, context)) return false;
  return includes === undefined || isIncluded(includes, context);
}

function isExcluded(filter: RuleFilter, context: Context): boolean {
  const { architectures, capabilities, minKernel } = filter;
  return (
    architectures.includes(context.architecture) ||
    capabilities.some((name) => context.capabilities.has(name)) ||
    (minKernel !== undefined && hasKernel(minKernel, context))
  );
}

function isIncluded(filter: RuleFilter, context: Context): boolean {
  const { architectures, capabilities, minKernel } = filter;
  return (
    (architectures.length === 0 || architectures.includes(context.architecture)) &&
    capabilities.every((name) => context.capabilities.has(name)) &&
    (minKernel === undefined || hasKernel(minKernel, context))
  );
}

function hasKernel(minKernel: string, { kernel }: Context): boolean {
  if (!kernel) return true;
  const [major, minor] = versionOf(minKernel);
  return kernel[0] > major || (kernel[0] === major && kernel[1] >= minor);
}

function versionOf(text: string): readonly [number, number] {
  const [major = 0, minor = 0] = text.split(".", 2).map((part) => Number.parseInt(part, 10) || 0);
  return [major, minor];
}

/** With an argument twice, each condition alone is enough. */
function alternativesOf(
  conditions: readonly ArgumentCondition[],
): readonly (readonly ArgumentCondition[])[] {
  const isRepeated = new Set(conditions.map(({ index }) => index)).size < conditions.length;
  return isRepeated ? conditions.map((condition) => [condition]) : [conditions];
}
