import { readFileSync } from "node:fs";
import { gunzipSync } from "node:zlib";
import type { DocumentFormat, StreamFormat } from "../../src/formats/format.ts";
import type { AdvisoryRecord, RecordAffected, RecordReading } from "../../src/records/record.ts";
import { sharedFile } from "../support.ts";

/** What a document says. */
export function readDocument(format: DocumentFormat, document: unknown): RecordReading[] {
  return [...format.read(document)];
}

/** What a text says, in chunks of `size` bytes. */
export async function readText(format: StreamFormat, text: string | Buffer, size = 1_000) {
  async function* chunks() {
    const bytes = Buffer.from(text);
    for (let at = 0; at < bytes.length; at += size) yield bytes.subarray(at, at + size);
  }
  const readings: RecordReading[] = [];
  for await (const reading of format.read(chunks())) readings.push(reading);
  return readings;
}

/** The advisories among readings. */
export function advisoriesIn(readings: Iterable<RecordReading>): AdvisoryRecord[] {
  return [...readings].flatMap((reading) => (reading.kind === "advisory" ? [reading.record] : []));
}

/** One line for each package of an advisory: ecosystem, name, events, state. */
export function facts({ id, affected }: AdvisoryRecord): string[] {
  return affected.map(({ ecosystem, name, ranges, state }) => {
    const events = ranges.map((range) => range.map(({ type, version }) => `${type} ${version}`));
    return [id, ecosystem, name, events.map((range) => range.join(", ")).join(" | "), state]
      .filter((part) => part !== undefined)
      .join("; ");
  });
}

/** A gzipped JSON file of the shared test data. */
export function sharedJson(path: string): unknown {
  const bytes = sharedBytes(path);
  return bytes && JSON.parse(bytes.toString());
}

/** A gzipped file of JSON lines of the shared test data. */
export function sharedLines(path: string): Record<string, unknown>[] | undefined {
  const bytes = sharedBytes(path);
  return bytes
    ?.toString()
    .trim()
    .split("\n")
    .map((line) => JSON.parse(line));
}

/** A gzipped file of the shared test data. */
export function sharedBytes(path: string): Buffer | undefined {
  const file = sharedFile(path);
  return file === undefined ? undefined : gunzipSync(readFileSync(file));
}

/** A copy of a document with `put` in the place of one of its parts, which `choices` lead to. */
export function mutate(document: unknown, choices: readonly number[], put: unknown): unknown {
  const [choice, ...rest] = choices;
  if (choice === undefined || typeof document !== "object" || document === null) return put;
  const entries = Object.entries(document);
  if (entries.length === 0) return put;
  const index = choice % entries.length;
  const [key, value] = entries[index]!;
  const changed = mutate(value, rest, put);
  if (Array.isArray(document)) return document.with(index, changed);
  return { ...document, [key]: changed };
}

/** Why documents were broken. */
export function faultsIn(readings: Iterable<RecordReading>): string[] {
  return [...readings].flatMap((one) => (one.kind === "broken" ? [one.why] : []));
}

/** `Oracle Linux:9 glibc < 2:1.0-1 (x86_64)` */
export function describeAffected(affected: readonly RecordAffected[]): string[] {
  return affected.map(
    ({ ecosystem, name, ranges, versions, state, module, arches, repositories }) => {
      const events = ranges.flat().flatMap(({ type, version }) => {
        if (type === "introduced") return version === "0" ? [] : [`>= ${version}`];
        return [`${type === "fixed" ? "<" : "<="} ${version}`];
      });
      const rest = [
        ...events,
        ...versions.map((version) => `= ${version}`),
        ...(module !== undefined ? [`module "${module}"`] : []),
        ...(arches ? [`(${arches.join(" ")})`] : []),
        ...(repositories ? [`[${repositories.join(" ")}]`] : []),
        ...(state !== undefined ? [state] : []),
      ];
      return [ecosystem, name, ...rest].join(" ");
    },
  );
}

/** A published sample, decompressed; `undefined`, with the reason printed, where there is none. */
export function sample(name: string): Buffer | undefined {
  return sharedBytes(`feeds/samples/${name}`);
}
