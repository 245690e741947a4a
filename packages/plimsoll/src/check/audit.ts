import {
  auditCompose,
  auditDockerfile,
  auditImage,
  type PeerIgnore,
  type PeerSettings,
  parseCompose,
} from "@plimsoll/audit";
import {
  type ContainerSettings,
  describePrivileges,
  judgePrivileges,
} from "@plimsoll/capabilities";
import type { Config, Finding, Incomplete, Privileges } from "@plimsoll/core";
import { auditFile } from "./audit-file.ts";
import type { InspectedImage } from "./image.ts";
import { composeFilesOf } from "./linked-files.ts";
import type { CheckPart } from "./options.ts";
import type { SourceFile } from "./source-files.ts";

export interface AuditInput {
  config: Config;
  parts: ReadonlySet<CheckPart>;
  image: InspectedImage | undefined;
  dockerfiles: readonly SourceFile[];
  composes: readonly SourceFile[];
  /** What other tools' ignore files waive. */
  peerIgnores: readonly PeerIgnore[];
  /** What other tools' configurations choose. */
  peerSettings: readonly PeerSettings[];
  /** Files whose kind their name and content tell. */
  files: readonly SourceFile[];
  /** Text of the `.dockerignore` of each Dockerfile, by the path of that. */
  dockerignores: ReadonlyMap<string, string>;
  /** Texts of files that compose files lead to, by path. */
  linked: ReadonlyMap<string, string>;
}

export interface Audited {
  findings: Finding[];
  incomplete: Incomplete[];
  privileges: Privileges;
}

/** Judges the Dockerfiles, the compose files and the image's configuration, and what containers may do. */
export function auditSubject(input: AuditInput): Audited {
  const findings: Finding[] = [];
  const incomplete: Incomplete[] = [];
  if (input.parts.has("audit")) {
    const { peerIgnores, peerSettings } = input;
    const options = { config: input.config.audit, peerIgnores, peerSettings };
    const results = [
      ...input.dockerfiles.map(({ path, text }) => {
        const dockerignore = input.dockerignores.get(path);
        const beside = dockerignore === undefined ? {} : { dockerignore };
        return auditDockerfile(text, { path, ...options, ...beside });
      }),
      ...input.composes.map(({ path, text }) =>
        auditCompose(text, { path, ...options, files: input.linked }),
      ),
      ...input.files.map((file) => auditFile(file, options, input.linked)),
      ...(input.image && !isFolder(input.image)
        ? [auditImage(input.image.imageConfig, { ...options, ...nameOf(input.image) })]
        : []),
    ];
    for (const result of results) {
      findings.push(...result.findings);
      incomplete.push(...result.incomplete);
    }
  }
  if (!input.parts.has("privileges")) {
    return { findings, incomplete, privileges: { containers: [], files: [] } };
  }
  const containers = servicesOf([...input.composes, ...composeFilesOf(input.files)], input.linked);
  const privileges = privilegesOf(input, containers);
  const judged = judgePrivileges(privileges, {
    containers,
    ...(input.image?.facts && { facts: input.image.facts }),
  });
  findings.push(...(input.parts.has("audit") ? judged.filter(isNotAudited) : judged));
  return { findings, incomplete, privileges };
}

/**
 * Rules about settings that the audit judges too, with the line they stand on. Where both rooms
 * look, one finding for one cause is enough.
 */
const auditedRules: ReadonlySet<string> = new Set([
  "privileged-container", // compose-privileged
  "confinement-disabled", // compose-unconfined
  "dangerous-capability", // compose-dangerous-capability
  "root-user", // image-user-root, compose-user-root
]);

function isNotAudited({ rule, status }: Finding): boolean {
  return !auditedRules.has(rule) || status === "unknown";
}

/** The settings of every service, as far as they bear on privileges. */
function servicesOf(
  composes: readonly SourceFile[],
  linked: ReadonlyMap<string, string>,
): ContainerSettings[] {
  return composes.flatMap(({ path, text }) =>
    parseCompose(text, path, linked).services.map((service) => ({
      origin: `${path}: services.${service.name}`,
      ...(service.user && { user: service.user.value }),
      ...(service.privileged && { privileged: service.privileged.value }),
      capAdd: service.capAdd.map(({ value }) => value),
      capDrop: service.capDrop.map(({ value }) => value),
      securityOpt: service.securityOpt.map(({ value }) => value),
    })),
  );
}

function privilegesOf({ image }: AuditInput, containers: readonly ContainerSettings[]): Privileges {
  if (image?.facts === undefined) return { containers: [], files: [] };
  return describePrivileges({
    config: image.imageConfig,
    facts: image.facts,
    layers: image.layers,
    ...((containers.length > 0 || isFolder(image)) && { containers }),
  });
}

/** What the image is called, where it was named as people pull it. */
function nameOf({ subject }: InspectedImage): { reference?: string } {
  const { reference, source, container } = subject;
  if (source === "registry") return { reference };
  if (source === "docker-daemon") return { reference: reference.replace(/^docker-daemon:/, "") };
  return container === undefined ? {} : { reference: container.image };
}

/** A folder has no configuration that could be judged, and nothing that starts a container of it. */
function isFolder({ subject }: InspectedImage): boolean {
  return subject.kind === "filesystem";
}
