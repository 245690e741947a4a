import { canBeSecret, isSecretName, recogniseSecret, redact } from "@plimsoll/core";

/** Stands where a secret stood, with its kind where its form told one. */
const mark = "REDACTED";
/** Stands for a value that is no secret as far as anybody can tell. */
const removed = "…";
/** Variables whose values rules read. */
const kept = new Set(["DOCKER_CONTENT_TRUST", "DOCKER_CONTENT_TRUST_SERVER", "PATH"]);
/** Depth of an answer that is followed. */
const maxDepth = 32;

/** The kind of the secret that was taken out of a recorded value; undefined when none was. */
export function redactedKind(value: string): string | undefined {
  return /^REDACTED: ([\w -]{1,60})$/.exec(value)?.[1];
}

/** True when a secret was taken out of a recorded text. */
export function isRedacted(text: string): boolean {
  return text.includes(mark);
}

/** `NAME=value` without the value, but with what rules need to know of it. */
export function redactVariable(entry: string): string {
  const equals = entry.indexOf("=");
  if (equals === -1) return entry;
  const name = entry.slice(0, equals);
  return `${name}=${redactValue(name, entry.slice(equals + 1))}`;
}

/**
 * An engine's answer without values of environment variables, and without secrets in any other
 * text: labels, commands, options of logging drivers. What it needs to be judged stays.
 */
export function redactAnswer(answer: unknown, key = "", depth = 0): unknown {
  if (typeof answer === "string") return maskText(answer);
  if (typeof answer !== "object" || answer === null) return answer;
  if (depth >= maxDepth) return null;
  if (Array.isArray(answer)) {
    return answer.map((each) =>
      key === "Env" && typeof each === "string"
        ? redactVariable(each)
        : redactAnswer(each, key, depth + 1),
    );
  }
  return Object.fromEntries(
    Object.entries(answer).map(([name, value]) => [
      name,
      typeof value !== "string"
        ? redactAnswer(value, name, depth + 1)
        : // With a join token anybody becomes a node of the swarm.
          key === "JoinTokens"
          ? mark
          : isSecretName(name)
            ? redactNamed(value)
            : maskText(value),
    ]),
  );
}

/** A text of the host without secrets. */
export function maskText(text: string): string {
  // `redact` cuts long texts: a daemon.json or an audit rule must stay whole, line by line.
  if (text.length <= 2_000) return redact(text).replaceAll("****", mark);
  return text
    .split("\n")
    .map((line) => redact(line).replaceAll("****", mark))
    .join("\n");
}

function redactValue(name: string, value: string): string {
  if (value.startsWith(mark)) return value;
  const kind = recogniseSecret(value);
  if (kind !== undefined) return `${mark}: ${kind}`;
  if (!isSecretName(name)) return kept.has(name) || value === "" ? value : removed;
  return canBeSecret(value) ? mark : value;
}

function redactNamed(value: string): string {
  if (value.startsWith(mark)) return value;
  const kind = recogniseSecret(value);
  if (kind !== undefined) return `${mark}: ${kind}`;
  return canBeSecret(value) ? mark : value;
}
