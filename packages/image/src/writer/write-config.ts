import type { ImageSpec, RunSpec } from "./image-spec.ts";

/** The JSON of an image's configuration (image-spec, config.md). */
export function writeConfig(spec: ImageSpec, diffIds: readonly string[]): Buffer {
  const { platform = { os: "linux", architecture: "amd64" } } = spec;
  const created = spec.created ?? "1970-01-01T00:00:00Z";
  return Buffer.from(
    JSON.stringify({
      created,
      architecture: platform.architecture,
      os: platform.os,
      variant: platform.variant,
      config: runConfig(spec.config ?? {}),
      rootfs: { type: "layers", diff_ids: diffIds },
      history: historyOf(spec, created),
    }),
  );
}

function historyOf({ layers, emptyHistory = {} }: ImageSpec, created: string) {
  const empty = (before: number) =>
    (emptyHistory[before] ?? []).map((created_by) => ({ created, created_by, empty_layer: true }));
  return [
    ...layers.flatMap(({ createdBy = "COPY . /" }, index) => [
      ...empty(index),
      { created, created_by: createdBy },
    ]),
    ...empty(layers.length),
  ];
}

function runConfig(run: RunSpec) {
  const { healthcheck } = run;
  return {
    User: run.user,
    ExposedPorts: run.exposedPorts && keysOf(run.exposedPorts),
    Env: run.env,
    Entrypoint: run.entrypoint,
    Cmd: run.cmd,
    Volumes: run.volumes && keysOf(run.volumes),
    WorkingDir: run.workingDir,
    Labels: run.labels,
    StopSignal: run.stopSignal,
    Healthcheck: healthcheck && {
      Test: healthcheck.test,
      Interval: healthcheck.interval,
      Timeout: healthcheck.timeout,
      Retries: healthcheck.retries,
    },
    OnBuild: run.onBuild,
    Shell: run.shell,
  };
}

function keysOf(names: readonly string[]): Record<string, object> {
  return Object.fromEntries(names.map((name) => [name, {}]));
}
