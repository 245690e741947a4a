import type {
  Container,
  KubernetesFile,
  SecurityContext,
  Workload,
} from "../../kubernetes/types.ts";
import type { Judgement, Observation } from "../../rule/types.ts";
import type { Position } from "../../text/position.ts";

/** A pod, and the container of it that is meant, if one is. */
export interface Place {
  readonly file: KubernetesFile;
  readonly workload: Workload;
  readonly container?: Container;
}

/** Asks `check` about each pod; a file without pods is not judged. */
export function judgeWorkloads(
  file: KubernetesFile,
  check: (place: Place, workload: Workload) => readonly Observation[],
): Judgement {
  if (file.workloads.length === 0) return { notApplicable: "the file has no pods" };
  return file.workloads.flatMap((workload) => check({ file, workload }, workload));
}

/** Asks `check` about each container of each pod, init and ephemeral containers included. */
export function judgeContainers(
  file: KubernetesFile,
  check: (place: Place, container: Container, workload: Workload) => readonly Observation[],
): Judgement {
  return judgeWorkloads(file, (place, workload) =>
    workload.containers.flatMap((container) => check({ ...place, container }, container, workload)),
  );
}

/** Asks `check` about the security context of each pod, and of each container. */
export function judgeContexts(
  file: KubernetesFile,
  check: (place: Place, context: SecurityContext) => readonly Observation[],
): Judgement {
  return judgeWorkloads(file, (place, workload) =>
    [{ ...place }, ...workload.containers.map((container) => ({ ...place, container }))].flatMap(
      (each: Place) => {
        const context = (each.container ?? workload).securityContext;
        return context === undefined ? [] : check(each, context);
      },
    ),
  );
}

/**
 * What a rule saw in a pod or container.
 *
 * @param key path of the key below the pod's `spec`, or below the container
 * @param at where it stands; the container or pod when the key is missing
 * @param value the text read
 */
export function observe(
  { file, workload, container }: Place,
  key: string,
  at: Position,
  value: string,
  details: Partial<Observation> = {},
): Observation {
  const owner = `${workload.kind} ${workload.name}`.trim();
  const path = container && `${container.group}[${container.name}]`;
  const pragmas = [at.line, container?.line, workload.spec.line, workload.line].flatMap((line) =>
    line === undefined ? [] : (file.pragmas.get(line) ?? []),
  );
  pragmas.push(...workload.pragmas);
  return {
    line: at.line,
    column: at.column,
    instruction: owner,
    subject: container === undefined ? owner : `${owner}, container ${container.name}`,
    value,
    source: `${file.path}:${at.line} ${owner} spec.${[path, key].filter(Boolean).join(".")}`,
    identity: [workload.namespace?.value, owner, path, key, value],
    pragmas,
    ...details,
  };
}

/** The pod's own place: where its `spec` stands. */
export function placeOf({ workload, container }: Place): Position {
  return container ?? workload.spec;
}
