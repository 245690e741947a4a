import type { ImageConfig } from "@plimsoll/image";
import { type Fields, isFields, toFields, toNumber, toObjects, toText, toTexts } from "./read.ts";
import type { RecordedScan } from "./recording.ts";
import type { LiveImage } from "./types.ts";

/** An image as `/images/json` lists it, with what `/images/{id}/json` and its history say. */
export function parseImage(listed: Fields, details: Fields, scan?: unknown): LiveImage {
  return {
    id: toText(listed.Id) ?? "",
    tags: (toTexts(listed.RepoTags) ?? []).filter((tag) => tag !== "<none>:<none>"),
    digests: (toTexts(listed.RepoDigests) ?? []).filter((digest) => !digest.startsWith("<none>")),
    created: toNumber(listed.Created),
    sizeBytes: toNumber(listed.Size),
    config: isFields(details.inspect)
      ? parseConfig(details.inspect, toObjects(details.history) ?? [])
      : undefined,
    scan: isFields(scan) ? parseScan(scan) : undefined,
  };
}

function parseScan(scan: Fields): RecordedScan {
  const packages = toTexts(scan.packages);
  const mendable = toTexts(scan.mendable);
  const privileged = toTexts(scan.privileged);
  if (packages === undefined || mendable === undefined || privileged === undefined) {
    return { fault: toText(scan.fault) ?? "not recorded" };
  }
  return { packages, advisories: toText(scan.advisories) ?? "none", mendable, privileged };
}

/** How users name it: a tag, a digest, or the beginning of its ID. */
export function nameOfImage({ tags, digests, id }: LiveImage): string {
  return tags[0] ?? digests[0] ?? id.replace(/^sha256:/, "").slice(0, 12);
}

/** The engine's description of an image in the form of its configuration. */
function parseConfig(inspect: Fields, history: readonly Fields[]): ImageConfig {
  const config = toFields(inspect.Config);
  const labels = Object.entries(toFields(config.Labels)).filter(
    (entry): entry is [string, string] => typeof entry[1] === "string",
  );
  const created = toText(inspect.Created);
  const test = toTexts(toFields(config.Healthcheck).Test);
  return {
    ...(created === undefined ? {} : { created }),
    os: toText(inspect.Os) ?? "",
    architecture: toText(inspect.Architecture) ?? "",
    run: {
      user: toText(config.User) ?? "",
      env: toTexts(config.Env) ?? [],
      entrypoint: toTexts(config.Entrypoint) ?? [],
      cmd: toTexts(config.Cmd) ?? [],
      workingDir: toText(config.WorkingDir) ?? "",
      exposedPorts: Object.keys(toFields(config.ExposedPorts)),
      volumes: Object.keys(toFields(config.Volumes)),
      labels: Object.fromEntries(labels),
      ...(test === undefined || test.length === 0 ? {} : { healthcheck: { test } }),
      onBuild: toTexts(config.OnBuild) ?? [],
    },
    // The engine tells the newest first.
    history: history.toReversed().map((entry) => ({
      createdBy: toText(entry.CreatedBy) ?? "",
      emptyLayer: toNumber(entry.Size) === 0,
    })),
    diffIds: toTexts(toFields(inspect.RootFS).Layers) ?? [],
    raw: inspect,
  };
}
