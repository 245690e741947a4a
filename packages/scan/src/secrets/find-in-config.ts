import { canBeSecret, isSecretName } from "@plimsoll/core";
import type { Detector } from "./detector.ts";
import { detectors } from "./detectors/list.ts";
import { type FoundSecret, factsOf } from "./find-secrets.ts";
import type { ConfigText } from "./image-config.ts";
import type { SecretSearch } from "./inspector.ts";
import { isPlaceholder } from "./placeholder.ts";
import { identityOf, previewOf } from "./redacted.ts";

/**
 * A variable, a label or a build argument whose name says that its value is a secret: there a weak
 * password is one too. It has no pattern; the others know better what they found.
 */
export const namedVariable: Detector = {
  id: "secret-named-variable",
  title: "Value of a variable with a secret's name",
  family: "credential file",
  severity: "high",
  keywords: [],
  pattern: "",
  fix: "Replace the secret, and hand it to the container at run time, or to the build with `RUN --mount=type=secret`.",
};

/** A secret, and the variable that holds it. */
export type ConfigSecret = FoundSecret & { readonly name: string | undefined };

/** Detectors that guess by names, which `namedVariable` does better. */
const guesses = new Set(detectors.filter((one) => one.family === "generic").map(({ id }) => id));
/** `NAME=value`, `--name=value`, `--name value`. */
const assignment =
  /(?<![\w.-])(?:-{0,2}([A-Za-z_][\w.-]{0,100})=|--([a-z][\w-]{1,60}) {1,2})("[^"]*"|'[^']*'|[^\s"';&|]+)/g;
const mostAssignments = 1_000;

/** Secrets in one text of the configuration, by what they are and, where that is not known, by name. */
export function findInConfigText(entry: ConfigText, search: SecretSearch): ConfigSecret[] {
  const { source, name, text } = entry;
  const found = factsOf(Buffer.from(text), { ...search, path: source })
    .secrets.filter(({ detector }) => !guesses.has(detector))
    .map((secret) => {
      const holder = name ?? nameIn(secret.preview);
      return { ...secret, name: holder, preview: withName(secret.preview, holder) };
    });
  const known = new Set(found.flatMap((secret) => [secret.name, secret.identity]));
  const named = assignmentsOf(entry).filter(
    (one) => !known.has(one.name) && !known.has(identityOf(one.value)) && isSecret(one),
  );
  const byName = new Map(named.map((one) => [one.name, one]));
  return [...found, ...[...byName.values()].map(toSecret)];
}

interface Assignment {
  readonly name: string;
  readonly value: string;
}

/** The variable or label itself; in commands and steps of the history everything that is assigned. */
function assignmentsOf({ name, text }: ConfigText): Assignment[] {
  if (name !== undefined) return [{ name, value: text.slice(name.length + 1) }];
  const matches = [...text.matchAll(assignment)].slice(0, mostAssignments);
  return matches.map((match) => ({
    name: match[1] ?? match[2]!,
    value: match[3]!.replace(/^["']|["']$/g, ""),
  }));
}

function isSecret({ name, value }: Assignment): boolean {
  return isSecretName(name) && canBeSecret(value) && !value.includes("$") && !isPlaceholder(value);
}

function toSecret({ name, value }: Assignment): ConfigSecret {
  return {
    detector: namedVariable.id,
    line: 1,
    column: 1,
    preview: previewOf(`${name}=`, value, "", []),
    identity: identityOf(value),
    verification: "plausible",
    name,
  };
}

function nameIn(preview: string): string | undefined {
  return /^([A-Za-z_][\w.-]{0,100})=/.exec(preview)?.[1];
}

function withName(preview: string, name: string | undefined): string {
  return name === undefined || preview.startsWith(`${name}=`) ? preview : `${name}=${preview}`;
}
