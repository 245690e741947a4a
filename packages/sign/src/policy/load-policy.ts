import { PlimsollError, type TrustConfig, type TrustDeny, type TrustRule } from "@plimsoll/core";
import { parseTrustedRoots } from "../roots/document.ts";
import { isContentFault } from "../verify/check.ts";
import { loadSignatory, type PolicyFiles } from "./load-signatory.ts";
import type { PolicyRule, TrustPolicy, WantedAttestation } from "./policy.ts";

export interface LoadPolicyOptions {
  read: PolicyFiles;
  /** The roots of keyless signatures, where the policy names no files; default: none. */
  loadRoots?: (() => Promise<readonly unknown[]>) | undefined;
}

/**
 * Makes a policy of the key `trust` of `plimsoll.yml`: all its keys and certificates are read now, so
 * that judging needs nothing but the registry.
 *
 * Without rules, `keys` may sign any image.
 *
 * @throws PlimsollError `KEY_INVALID` or `INVALID_CONFIG` for a file that cannot be used; what `read` throws
 */
export async function loadTrustPolicy(
  config: TrustConfig,
  options: LoadPolicyOptions,
): Promise<TrustPolicy> {
  const { read } = options;
  const files = config["trusted-roots"];
  return {
    rules: await Promise.all(rulesOf(config).map((rule) => loadRule(rule, config.deny, read))),
    deny: config.deny,
    loadRoots:
      files.length > 0
        ? async () => (await Promise.all(files.map((path) => readRoots(path, read)))).flat()
        : (options.loadRoots ?? (async () => [])),
    isOffline: config.offline,
  };
}

function rulesOf({ rules, keys }: TrustConfig): readonly TrustRule[] {
  if (rules.length > 0 || keys.length === 0) return rules;
  return [
    {
      images: ["**"],
      level: "strict",
      require: { "any-of": [{ key: keys }] },
      threshold: 1,
      platforms: "index-or-all",
      attestations: [],
      deny: { keys: [], certificates: [], digests: [], identities: [] },
    },
  ];
}

async function loadRule(rule: TrustRule, deny: TrustDeny, read: PolicyFiles): Promise<PolicyRule> {
  const { require } = rule;
  const load = (list: NonNullable<TrustRule["require"]>["any-of"] = []) =>
    Promise.all(list.map((requirement) => loadSignatory(requirement, read)));
  const signatories = await load(require?.["all-of"] ?? require?.["any-of"]);
  const attestations = await Promise.all(
    rule.attestations.map(
      async ({ type, rules, from }): Promise<WantedAttestation> => ({
        type,
        rules,
        from: from === undefined ? signatories : await load(from),
      }),
    ),
  );
  return {
    images: rule.images,
    level: rule.level,
    mode: require?.["all-of"] === undefined ? "any-of" : "all-of",
    signatories,
    threshold: rule.threshold,
    platforms: rule.platforms,
    attestations,
    maxAgeDays: rule["max-age-days"],
    deny: joinDeny(rule.deny, deny),
  };
}

function joinDeny(own: TrustDeny, all: TrustDeny): TrustDeny {
  return {
    keys: [...own.keys, ...all.keys],
    certificates: [...own.certificates, ...all.certificates],
    digests: [...own.digests, ...all.digests],
    identities: [...own.identities, ...all.identities],
  };
}

async function readRoots(path: string, read: PolicyFiles): Promise<readonly unknown[]> {
  const bytes = await read.file(path);
  try {
    return parseTrustedRoots(bytes);
  } catch (cause) {
    if (!isContentFault(cause)) throw cause;
    throw new PlimsollError("INVALID_CONFIG", `The trusted root cannot be read: ${cause.message}`, {
      subject: path,
      action: "Name a file trusted_root.json under trust.trusted-roots.",
      cause,
    });
  }
}
