import type { ImageConfig } from "@plimsoll/image";
import { readInlineDockerfiles } from "./compose/inline-dockerfile.ts";
import { parseCompose } from "./compose/parse.ts";
import type { ComposeFile } from "./compose/types.ts";
import { parseDevContainer } from "./devcontainer/parse.ts";
import { parseDockerfile } from "./dockerfile/parse.ts";
import { parseKubernetes } from "./kubernetes/parse.ts";
import { judgeImages } from "./live/judge-images.ts";
import { parseRecording } from "./live/parse.ts";
import { type AuditOptions, type AuditResult, judgeSnapshot } from "./rule/judge.ts";
import {
  composeRules,
  devContainerRules,
  dockerfileRules,
  imageRules,
  kubernetesRules,
  liveRules,
  workflowRules,
} from "./rules/index.ts";
import { parseWorkflow } from "./workflow/parse.ts";

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

/** What a caller may choose for compose files. */
export interface ComposeOptions extends AuditOptions {
  /** Texts of other files that the file leads to, by path; see `parseCompose`. */
  files?: ReadonlyMap<string, string>;
}

/**
 * Judges the text of a compose file. Never throws on its content: what cannot be read is listed in
 * `incomplete`, the rest is judged.
 *
 * @param options `path` is `compose.yaml` unless given
 */
export function auditCompose(text: string, options: ComposeOptions = {}): AuditResult {
  const file = parseCompose(text, options.path, options.files);
  const result = judgeSnapshot(composeRules, file, file.path, file.globalPragmas, options);
  const inline = auditInlineDockerfiles(file, options);
  return {
    findings: [...result.findings, ...inline.findings],
    incomplete: [...file.incomplete, ...result.incomplete, ...inline.incomplete],
  };
}

/** Judges each `dockerfile_inline` as a Dockerfile, its findings in the lines of the compose file. */
function auditInlineDockerfiles(
  file: ComposeFile,
  { path: _, ...options }: ComposeOptions,
): AuditResult {
  const results = readInlineDockerfiles(file).map(({ service, text }) => {
    const path = `${file.path}#services.${service}.build.dockerfile_inline`;
    const { findings, incomplete } = auditDockerfile(text, { ...options, path });
    return {
      // The path within the file stays in the fingerprint: two services may hold the same text.
      findings: findings
        .filter(({ status }) => status !== "pass" && status !== "notApplicable")
        .map((finding) => ({
          ...finding,
          // Columns count without the indentation.
          location: { ...finding.location, path: file.path, column: undefined },
          // Edits are whole lines of a Dockerfile, without it, too.
          ...(finding.fix && { fix: { description: finding.fix.description } }),
        })),
      incomplete,
    };
  });
  return {
    findings: results.flatMap(({ findings }) => findings),
    incomplete: results.flatMap(({ incomplete }) => incomplete),
  };
}

/** What a caller may choose for Kubernetes objects. */
export interface KubernetesOptions extends AuditOptions {
  /** Minor version of Kubernetes 1 whose Pod Security Standards hold; the latest known unless given. */
  minor?: number;
}

/**
 * Judges the text of a file of Kubernetes objects, YAML or JSON: the pods, and what makes pods. Never
 * throws on its content: what cannot be read, templates among it, is listed in `incomplete`, the rest
 * is judged.
 *
 * @param options `path` is `kubernetes.yaml` unless given
 */
export function auditKubernetes(text: string, options: KubernetesOptions = {}): AuditResult {
  const file = parseKubernetes(text, options.path, options.minor);
  const result = judgeSnapshot(kubernetesRules, file, file.path, file.globalPragmas, options);
  return { findings: result.findings, incomplete: [...file.incomplete, ...result.incomplete] };
}

/**
 * Judges the text of a devcontainer.json. Never throws on its content: what cannot be read is listed
 * in `incomplete`, the rest is judged.
 *
 * @param options `path` is `devcontainer.json` unless given
 */
export function auditDevContainer(text: string, options: AuditOptions = {}): AuditResult {
  const file = parseDevContainer(text, options.path);
  const result = judgeSnapshot(devContainerRules, file, file.path, file.globalPragmas, options);
  return { findings: result.findings, incomplete: [...file.incomplete, ...result.incomplete] };
}

/**
 * Judges the text of a GitHub workflow, as far as it builds or runs images. Never throws on its
 * content: what cannot be read is listed in `incomplete`, the rest is judged.
 *
 * @param options `path` is `workflow.yml` unless given
 */
export function auditWorkflow(text: string, options: AuditOptions = {}): AuditResult {
  const file = parseWorkflow(text, options.path);
  const result = judgeSnapshot(workflowRules, file, file.path, file.globalPragmas, options);
  return { findings: result.findings, incomplete: [...file.incomplete, ...result.incomplete] };
}

/** What a caller may choose for an image. */
export interface ImageOptions extends AuditOptions {
  /** What the image is called, as in `docker pull`; its tag is not judged unless given. */
  reference?: string;
}

/**
 * Judges the configuration of an image: how its containers start, and the history of its making.
 *
 * @param options `path` is `image configuration` unless given
 */
export function auditImage(config: ImageConfig, options: ImageOptions = {}): AuditResult {
  const { reference, path = "image configuration" } = options;
  const snapshot = reference === undefined ? config : { ...config, reference };
  return judgeSnapshot(imageRules, snapshot, path, [], options);
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
  // live-image-update-alone says it, under the benchmark's number.
  const rules = imageRules.filter(({ id }) => id !== "image-update-alone");
  const images = judgeImages(rules, snapshot, path, options);
  return {
    findings: [...result.findings, ...images.findings],
    incomplete: [...incomplete, ...result.incomplete, ...images.incomplete],
  };
}
