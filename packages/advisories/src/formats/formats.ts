import { debianAdvisoryListFormat } from "./debian-lists/read-advisory-list.ts";
import { debianCveListFormat } from "./debian-lists/read-cve-list.ts";
import { debianTrackerFormat } from "./debian-tracker/read-debian-tracker.ts";
import type { DocumentFormat, StreamFormat } from "./format.ts";
import { osvFormat } from "./osv/read-osv.ts";
import { secdbFormat } from "./secdb/read-secdb.ts";

/** Every format of JSON and YAML documents. The last one, OSV, also speaks for what none recognises. */
export const documentFormats: readonly DocumentFormat[] = [
  secdbFormat,
  debianTrackerFormat,
  osvFormat,
];

/** Every format that is read as a stream. */
export const streamFormats: readonly StreamFormat[] = [
  debianAdvisoryListFormat,
  debianCveListFormat,
];
