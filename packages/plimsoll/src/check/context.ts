import type { Config } from "@plimsoll/core";
import type { CheckOptions, CheckPart } from "./options.ts";
import type { SourceFile } from "./source-files.ts";
import type { Stopwatch } from "./stopwatch.ts";

/** What every step of one check knows. */
export interface CheckContext {
  config: Config;
  parts: ReadonlySet<CheckPart>;
  options: CheckOptions;
  /** The day of the check. */
  now: Date;
  stopwatch: Stopwatch;
  directory: string;
  /** The Dockerfiles that were named, as far as they could be read. */
  dockerfiles: readonly SourceFile[];
}
