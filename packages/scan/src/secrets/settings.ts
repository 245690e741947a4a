import { compileGlob, PlimsollError, type SecretRule, type SecretsConfig } from "@plimsoll/core";
import type { Inspector } from "@plimsoll/image";
import type { Detector } from "./detector.ts";
import { detectors } from "./detectors/list.ts";
import type { AllowedValue, SecretFacts } from "./find-secrets.ts";
import { createSecretInspector, type SecretSearch, secretInspector } from "./inspector.ts";
import { judgePattern } from "./pattern/linear.ts";
import { SecretRules } from "./rules.ts";

/** How far a match of a rule of one's own may reach to either side of its keyword. */
const before = 100;
const after = 400;
/** Steps for one attempt: a rule of one's own makes up to a hundred attempts for each keyword. */
const mostSteps = 5_000;

/** What the key `secrets` of `plimsoll.yml` asks for. */
export interface SecretSettings {
  readonly search: SecretSearch;
  readonly inspector: Inspector<SecretFacts>;
  /** Worker threads have `inspector` too: nothing of one's own has to be handed to them. */
  readonly isShared: boolean;
}

/**
 * Prepares the search for secrets that a configuration describes.
 *
 * @throws PlimsollError `INVALID_CONFIG` when a pattern cannot be used, with what is wrong with it
 */
export function readSecretSettings(config: Pick<SecretsConfig, "rules" | "allow">): SecretSettings {
  const allowed = config.allow.flatMap(toAllowedValue);
  if (config.rules.length === 0 && allowed.length === 0) {
    return { search: {}, inspector: secretInspector, isShared: true };
  }
  const search: SecretSearch = {
    allowed,
    ...(config.rules.length > 0 && {
      rules: new SecretRules([...config.rules.map(toDetector), ...detectors]),
    }),
  };
  const inspector = createSecretInspector(search, [config.rules, config.allow]);
  return { search, inspector, isShared: false };
}

/** The detector that a rule of `plimsoll.yml` describes. */
export function toDetector(rule: SecretRule): Detector {
  const { id, title = id, pattern, keywords, severity } = rule;
  const flags = rule["ignore-case"] ? "i" : "";
  if (detectors.some((detector) => detector.id === id)) {
    throw unusable(`rule ${id}`, "there is a detector of this name", "Choose another id.");
  }
  requirePattern(`rule ${id}`, pattern, flags);
  const groups = new RegExp(`${pattern}|`, flags).exec("")!.length - 1;
  if (groups > 1) {
    const action = "Keep the group that holds the secret, and write the others (?:…).";
    throw unusable(`rule ${id}`, `its pattern has ${groups} groups`, action);
  }
  return {
    id,
    title,
    family: "generic",
    severity,
    keywords,
    pattern: groups === 1 ? pattern : `(${pattern})`,
    ...(flags === "i" && { flags }),
    before,
    after,
    insideWord: true,
    fix: "Replace it, and hand it to the container at run time.",
  };
}

function toAllowedValue(allow: SecretsConfig["allow"][number], index: number): AllowedValue[] {
  // Whatever does not need the value is decided after the walk, where cached facts serve too.
  if (allow.pattern === undefined) return [];
  requirePattern(`allow[${index}]`, allow.pattern, "");
  const expression = new RegExp(allow.pattern);
  const isPath = allow.path === undefined ? () => true : compileGlob(allow.path);
  return [
    {
      reason: allow.reason,
      covers: (path, value) => isPath(path) && expression.test(value.slice(0, after)),
      ...(allow.rule !== undefined && { rule: allow.rule }),
      ...(allow.sha256 !== undefined && { sha256: allow.sha256 }),
    },
  ];
}

function requirePattern(what: string, pattern: string, flags: "" | "i"): void {
  const judgement = judgePattern(pattern, flags);
  if (!judgement.ok) throw unusable(what, judgement.why, advice);
  if (judgement.steps > mostSteps) {
    throw unusable(what, `one attempt to match can take ${judgement.steps} steps`, advice);
  }
}

const advice =
  "Write classes with bounded repeats, e.g. acme_([A-Za-z0-9]{20,40}), without look-arounds and back-references.";

function unusable(what: string, why: string, action: string): PlimsollError {
  return new PlimsollError("INVALID_CONFIG", `secrets.${what} cannot be used: ${why}`, { action });
}
