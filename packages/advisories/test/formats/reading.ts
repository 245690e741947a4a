import { readFileSync } from "node:fs";
import { gunzipSync } from "node:zlib";
import type { StreamFormat } from "../../src/formats/format.ts";
import type { AdvisoryRecord, RecordAffected, RecordReading } from "../../src/records/record.ts";
import { sharedFile } from "../support.ts";

/** All that a format reads from a text, in pieces of `size` bytes. */
export async function readAll(
  format: StreamFormat,
  text: string | Buffer,
  size = 10_000,
): Promise<RecordReading[]> {
  const bytes = Buffer.from(text);
  const pieces = async function* () {
    for (let at = 0; at < bytes.length; at += size) yield bytes.subarray(at, at + size);
  };
  const readings: RecordReading[] = [];
  for await (const reading of format.read(pieces())) readings.push(reading);
  return readings;
}

export function advisoriesIn(readings: Iterable<RecordReading>): AdvisoryRecord[] {
  return [...readings].flatMap((one) => (one.kind === "advisory" ? [one.record] : []));
}

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
  const file = sharedFile(`feeds/samples/${name}`);
  return file === undefined ? undefined : gunzipSync(readFileSync(file));
}
