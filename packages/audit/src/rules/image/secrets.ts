import { canBeSecret, isSecretName, recogniseSecret } from "@plimsoll/core";
import type { ImageConfig } from "@plimsoll/image";
import { redactedKind } from "../../live/redact.ts";
import { references } from "../../rule/references.ts";
import type { ImageRule, Observation } from "../../rule/types.ts";
import { maxInstruction, observeConfig, observeStep, readSteps } from "./observe.ts";

const remediation =
  "Replace the secret, it is known to whoever pulled the image; rebuild with RUN --mount=type=secret.";

/** Secrets in the environment of the image. */
export const secretEnv: ImageRule = {
  id: "image-secret-env",
  target: "image",
  title: "The environment of the image holds a secret",
  severity: "high",
  description:
    "Whoever can pull the image reads it with docker inspect, and every process of every container has it.",
  remediation,
  references: [references.buildSecrets, references.imageConfig],
  peers: { dockle: ["CIS-DI-0010"], trivy: ["DS-0031"] },
  check({ run }) {
    return run.env.flatMap((entry) => {
      const equals = entry.indexOf("=");
      const name = equals === -1 ? entry : entry.slice(0, equals);
      return judgePair("config.Env", name, equals === -1 ? "" : entry.slice(equals + 1));
    });
  },
};

/** Secrets in labels. */
export const secretLabel: ImageRule = {
  id: "image-secret-label",
  target: "image",
  title: "A label of the image holds a secret",
  severity: "high",
  description: "Registries show labels to whoever can pull the image.",
  remediation,
  references: [references.imageConfig],
  peers: {},
  check({ run }) {
    const labels = Object.entries(run.labels);
    if (labels.length === 0) return { notApplicable: "the image has no labels" };
    return labels.flatMap(([name, value]) => judgePair("config.Labels", name, value));
  },
};

/** Secrets in the instructions that made the image: build arguments, and values long since removed. */
export const secretHistory: ImageRule = {
  id: "image-secret-history",
  target: "image",
  title: "The history of the image holds a secret",
  severity: "high",
  description:
    "The commands that made the image, with the build arguments they were given, stay in its configuration.",
  remediation,
  references: [references.buildSecrets],
  peers: { dockle: ["CIS-DI-0010"] },
  check(config) {
    if (config.history.length === 0) return { notApplicable: "the image has no history" };
    return [...readPairs(config)].map(([name, { step, kind }]) =>
      observeStep(step, {
        title:
          kind === name
            ? `The history shows the secret ${name}`
            : `The history shows a secret: ${kind}`,
        value: `${name}=****`,
        identity: [name],
      }),
    );
  },
};

/** `libssl3=3.0.11-1`: what a package manager is told to install. */
const packageVersion = /^\d+(?:\.\d+)+[\w.+~:-]*$/;

/** Pairs with a secret in the history, by name, that the environment does not show anyway. */
function readPairs(config: ImageConfig) {
  const shown = new Set(config.run.env.map((entry) => entry.split("=", 1)[0]!));
  const found = new Map<string, { step: ReturnType<typeof readSteps>[number]; kind: string }>();
  for (const [index, step] of readSteps(config).entries()) {
    // Build arguments stand before the shell, which `readSteps` takes off.
    const text = (config.history[index]?.createdBy ?? "").slice(0, maxInstruction);
    for (const match of text.matchAll(
      /(?<![\w.-])([A-Za-z_][\w.-]{0,100})=("[^"]*"|'[^']*'|[^\s"';&|]+)/g,
    )) {
      const name = match[1]!;
      const value = match[2]!.replace(/^["']|["']$/g, "");
      const recognised = redactedKind(value) ?? recogniseSecret(value);
      const isSecret =
        isSecretName(name) &&
        canBeSecret(value) &&
        !value.includes("$") &&
        !packageVersion.test(value);
      if (shown.has(name) || found.has(name) || (recognised === undefined && !isSecret)) continue;
      found.set(name, { step, kind: recognised ?? name });
    }
  }
  return found;
}

function judgePair(key: string, name: string, value: string): Observation[] {
  const recognised = redactedKind(value) ?? recogniseSecret(value);
  const isSecret = isSecretName(name) && canBeSecret(value);
  if (recognised === undefined && !isSecret) return [];
  const title =
    recognised === undefined
      ? `${key} holds a secret: ${name}`
      : `${key} ${name} holds a secret: ${recognised}`;
  return [observeConfig(key, `${name}=****`, { title, identity: [key, name] })];
}
