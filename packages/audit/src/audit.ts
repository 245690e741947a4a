import type { ImageConfig } from "@plimsoll/image";
import { parseCompose } from "./compose/parse.ts";
import { parseDockerfile } from "./dockerfile/parse.ts";
import { judgeImages } from "./live/judge-images.ts";
import { parseRecording } from "./live/parse.ts";
import { type AuditOptions, type AuditResult, judgeSnapshot } from "./rule/judge.ts";
import { composeRules, dockerfileRules, imageRules, liveRules } from "./rules/index.ts";

/** What a caller may choose for a Dockerfile. */
export interface DockerfileOptions extends AuditOptions {
  /** Text of the `.dockerignore` beside it, "" when there is none; what it decides is unknown unless given. */
  dockerignore?: string;
}

/**
 * Judges the text of a Dockerfile. Never throws on its content: what cannot be read is listed in
 * `incomplete`, the rest is judged.
 *
 * @param options `path` is `Dockerfile` unless given
 */
export function auditDockerfile(text: string, options: DockerfileOptions = {}): AuditResult {
  const file = parseDockerfile(text, options.path, options.dockerignore);
  const result = judgeSnapshot(dockerfileRules, file, file.path, file.pragmas, options);
  return { findings: result.findings, incomplete: [...file.incomplete, ...result.incomplete] };
}

/**
 * Judges the text of a compose file. Never throws on its content: what cannot be read is listed in
 * `incomplete`, the rest is judged.
 *
 * @param options `path` is `compose.yaml` unless given
 */
export function auditCompose(text: string, options: AuditOptions = {}): AuditResult {
  const file = parseCompose(text, options.path);
  const result = judgeSnapshot(composeRules, file, file.path, file.globalPragmas, options);
  return { findings: result.findings, incomplete: [...file.incomplete, ...result.incomplete] };
}

/**
 * Judges the configuration of an image: how its containers start, and the history of its making.
 *
 * @param options `path` is `image configuration` unless given
 */
export function auditImage(config: ImageConfig, options: AuditOptions = {}): AuditResult {
  const path = options.path ?? "image configuration";
  return judgeSnapshot(imageRules, config, path, [], options);
}

/**
 * Judges a recording of a running engine: its host, daemon, images, containers and swarm. What was
 * not recorded is `unknown`, never `pass`. Each container is called `container:NAME`, each image
 * `docker-daemon:NAME`.
 *
 * @param recording what the collectors of `plimsoll` wrote down, or the JSON of a file with it
 * @param options `path`, what is called the rest, is `host` unless given
 * @throws PlimsollError `MALFORMED` when it is no recording, `UNSUPPORTED` for one of a later version
 */
export function auditLive(recording: unknown, options: AuditOptions = {}): AuditResult {
  const { snapshot, incomplete } = parseRecording(recording);
  const path = options.path ?? "host";
  const result = judgeSnapshot(liveRules, snapshot, path, [], options);
  const images = judgeImages(imageRules, snapshot, path, options);
  return {
    findings: [...result.findings, ...images.findings],
    incomplete: [...incomplete, ...result.incomplete, ...images.incomplete],
  };
}
