import { type Incomplete, PlimsollError } from "@plimsoll/core";
import { parseContainer, parseExec } from "./parse-container.ts";
import { parseEngine, parseNetwork, parseSwarm } from "./parse-engine.ts";
import { parseHost } from "./parse-host.ts";
import { parseImage } from "./parse-image.ts";
import { type Fields, isFields, toFields, toObjects, toText, toTexts } from "./read.ts";
import { recordingKind } from "./recording.ts";
import type { LiveSnapshot } from "./types.ts";

/** Containers, and images, of one recording that are judged. */
const maxObjects = 10_000;

/** A snapshot, and what the collectors could not ask. */
export interface ParsedRecording {
  readonly snapshot: LiveSnapshot;
  readonly incomplete: Incomplete[];
}

/**
 * Makes a snapshot of a recording, however little of it is there: fields that are missing or of
 * another kind are untold, which no rule takes for a pass.
 *
 * @param recording the value of the file's JSON
 * @throws PlimsollError `MALFORMED` when it is no recording, `UNSUPPORTED` for one of a later major version
 */
export function parseRecording(recording: unknown): ParsedRecording {
  const whole = requireRecording(recording);
  const engine = toFields(whole.engine);
  const faults = toFields(whole.faults);
  const faultOf = (what: string) => toText(faults[what]);
  const info = isFields(engine.info) ? engine.info : undefined;
  const version = isFields(engine.version) ? engine.version : undefined;
  const host = parseHost(whole.host);
  const listed = toObjects(engine.containers);
  const images = toObjects(engine.images);
  const inspected = toFields(engine.inspected);
  const execs = toFields(engine.execs);
  const details = toFields(engine.imageDetails);
  const scans = toFields(whole.scans);
  const containers = listed?.slice(0, maxObjects).map((entry) => {
    const id = toText(entry.Id) ?? "";
    const answer = inspected[id];
    const isThere = isFields(answer);
    const fault = isThere
      ? undefined
      : (faultOf(`containers/${id}`) ?? "the engine did not describe it");
    const ids = isThere ? (toTexts(answer.ExecIDs ?? null) ?? []) : [];
    return parseContainer(isThere ? answer : {}, {
      listed: entry,
      fault,
      execs: ids.map((exec) => parseExec(exec, toFields(execs[exec]))),
      changes: toFields(engine.changes)[id],
      processes: Object.hasOwn(host.processes, id) ? host.processes[id] : undefined,
    });
  });
  const cut = [listed, images]
    .filter((list) => (list?.length ?? 0) > maxObjects)
    .map((list) => ({
      code: "LIMIT_EXCEEDED",
      what: "live",
      why: `The engine lists ${list!.length} objects; the first ${maxObjects} are judged.`,
    }));
  return {
    snapshot: {
      takenAt: toText(whole.takenAt) ?? "",
      engine: parseEngine(
        toText(whole.address) ?? "",
        info,
        version,
        info === undefined ? (faultOf("info") ?? "the engine did not describe itself") : undefined,
      ),
      containers,
      hasChanges: isFields(engine.changes),
      images: images
        ?.slice(0, maxObjects)
        .map((entry) =>
          parseImage(
            entry,
            toFields(details[toText(entry.Id) ?? ""]),
            scans[toText(entry.Id) ?? ""],
          ),
        ),
      networks: toObjects(engine.networks)?.map(parseNetwork),
      swarm: parseSwarm({
        info,
        swarm: isFields(engine.swarm) ? engine.swarm : undefined,
        services: toObjects(engine.services),
        secrets: toObjects(engine.secrets),
      }),
      host,
    },
    incomplete: [...cut, ...Object.entries(faults).map(toIncomplete)],
  };
}

/** Faults are written `CODE: why`. */
function toIncomplete([what, fault]: [string, unknown]): Incomplete {
  const text = toText(fault) ?? "not recorded";
  const code = /^([A-Z_]{3,40}): /.exec(text);
  return {
    code: code?.[1] ?? "READ_FAILED",
    what,
    why: code === null ? text : text.slice(code[0].length),
  };
}

function requireRecording(value: unknown): Fields {
  if (!isFields(value) || value.kind !== recordingKind) {
    throw new PlimsollError("MALFORMED", "This is not a snapshot of an engine", {
      action: "Give a file that `plimsoll audit live: --snapshot FILE` wrote.",
    });
  }
  const version = toText(value.schemaVersion) ?? "";
  if (!/^1\.\d{1,4}$/.test(version)) {
    throw new PlimsollError("UNSUPPORTED", `The snapshot is of version ${version || "?"}`, {
      action: "Use the release of Plimsoll that wrote it, or a later one.",
    });
  }
  return value;
}
