import type { SourceEntry } from "./index-format.ts";

/** The text that travels with the shards: who published the data, and under which licence. */
export function writeNotice(sources: readonly SourceEntry[]): string {
  const entries = sources.map(({ name, url, date, records, licence, notice, republish }) =>
    [
      name,
      ...(url === undefined ? [] : [`  ${url}`]),
      `  Licence: ${licence === "" ? "none stated by the publisher" : licence}`,
      `  Records: ${records}${date === "" ? "" : `, the newest of ${date.slice(0, 10)}`}`,
      "  Changes: reduced to what matching needs, and packed.",
      ...(notice === undefined ? [] : [`  ${notice}`]),
      ...(republish ? [] : ["  These data may not be published again."]),
    ].join("\n"),
  );
  return `Advisory data packed by Plimsoll from these sources:\n\n${entries.join("\n\n")}\n`;
}
