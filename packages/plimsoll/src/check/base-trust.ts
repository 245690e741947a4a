import { parseDockerfile } from "@plimsoll/audit";
import {
  createFinding,
  type Finding,
  type Incomplete,
  type Trust,
  toPlimsollError,
} from "@plimsoll/core";
import type { CheckContext } from "./context.ts";
import { createClient } from "./registry-client.ts";
import type { SourceFile } from "./source-files.ts";
import { openTrustPolicy } from "./trust-policy.ts";

const rule = "base-image-trust";
/** Images that registries are asked about. */
const maxImages = 100;

/** An image that a FROM line names, and where. */
interface NamedBase {
  /** As the file says it. */
  readonly text: string;
  /** Absent when it has a variable that the file does not set. */
  readonly image: string | undefined;
  readonly platform: string;
  readonly path: string;
  readonly line: number;
}

/**
 * Judges the images of the Dockerfiles' FROM lines by the rules of the trust policy, as
 * `trust.base-images` says. A name with a variable that the file does not set is reported as unknown.
 *
 * @throws PlimsollError when a key, certificate or rule of the configuration cannot be used
 */
export async function checkBaseTrust(
  context: CheckContext,
): Promise<{ findings: Finding[]; incomplete: Incomplete[] }> {
  const { config, dockerfiles, options, parts, stopwatch } = context;
  const scope = config.trust["base-images"];
  const isWanted = parts.has("trust") && scope !== "none" && config.trust.rules.length > 0;
  const bases = isWanted ? dockerfiles.flatMap(basesOf) : [];
  const policy = bases.length === 0 ? undefined : await openTrustPolicy(context);
  if (policy === undefined) return { findings: [], incomplete: [] };
  const [{ chooseRule, verifyImage }, { parseReference }] = await Promise.all([
    import("./verifying.ts"),
    import("@plimsoll/registry"),
  ]);
  const client = options.registry ?? (await createClient(config));
  const findings: Finding[] = [];
  const incomplete: Incomplete[] = [];
  if (bases.length > maxImages) {
    const why = `${bases.length - maxImages} FROM lines were not judged`;
    incomplete.push({ code: "LIMIT_EXCEEDED", what: "base images", why });
  }
  const judged = new Map<string, Promise<Trust>>();
  const judge = async (base: NamedBase): Promise<Finding | undefined> => {
    if (base.image === undefined) {
      return unknown(base, "Its name has a variable without a value.");
    }
    const reference = parseReference(base.image);
    if (scope === "matching" && chooseRule(policy, reference).rule === undefined) {
      return undefined;
    }
    const key = `${base.image} ${base.platform}`;
    const trust =
      judged.get(key) ??
      verifyImage({ client, reference, policy, platform: base.platform, signal: options.signal });
    judged.set(key, trust);
    return findingOf(base, await trust);
  };
  try {
    await stopwatch.time("trust", async () => {
      for (const base of bases.slice(0, maxImages)) {
        try {
          const finding = await judge(base);
          if (finding !== undefined) findings.push(finding);
        } catch (cause) {
          const { code, message } = toPlimsollError(cause, "INTERNAL", "It could not be judged");
          if (code === "ABORTED") throw cause;
          findings.push(unknown(base, message));
          incomplete.push({ code, what: `signatures of ${base.text}`, why: message });
        }
      }
    });
  } finally {
    if (options.registry === undefined) await client.close();
  }
  return { findings, incomplete };
}

function basesOf({ path, text }: SourceFile): NamedBase[] {
  return parseDockerfile(text, path).stages.flatMap(({ base, from, isImplied }) => {
    if (isImplied || base.isScratch || base.stage !== undefined) return [];
    const platform = from.flags.find(({ name }) => name === "platform")?.value;
    const { startLine: line } = from;
    return [{ text: base.text, image: base.image, platform: platformOf(platform), path, line }];
  });
}

/** A platform that the file names; otherwise the image is judged for all, since it may be built for any. */
function platformOf(text: string | undefined): string {
  return text !== undefined && /^[a-z0-9]+\/[a-z0-9]+(?:\/[a-z0-9.]+)?$/.test(text) ? text : "all";
}

function common({ text, path, line }: NamedBase) {
  return {
    rule,
    kind: "signature" as const,
    location: { path, line, instruction: `FROM ${text}` },
    identity: [path, text],
  };
}

/** Nothing where the image is verified, or skipped. */
function findingOf(base: NamedBase, trust: Trust): Finding | undefined {
  if (trust.isAccepted && trust.result !== "failed" && trust.result !== "unsigned")
    return undefined;
  return createFinding({
    ...common(base),
    // With the level `audit` it is reported and refuses nothing.
    severity: trust.isAccepted ? "low" : "high",
    title: `The trust policy refuses the base image ${base.text}`,
    description: trust.reason,
    evidence: { value: trust.reference ?? base.text, source: `FROM line of ${base.path}` },
    fix: {
      description: "Use an image that the policy's rule accepts, and name it by that digest.",
    },
  });
}

function unknown(base: NamedBase, reason: string): Finding {
  return createFinding({
    ...common(base),
    severity: "high",
    status: "unknown",
    statusReason: reason,
    title: `The base image ${base.text} could not be judged by the trust policy`,
  });
}
