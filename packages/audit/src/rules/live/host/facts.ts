import type { RecordedFile } from "../../../live/recording.ts";
import type { LiveSnapshot } from "../../../live/types.ts";

/** A text of the host, that it is not there, or why it is not known. */
export type HostText =
  | { readonly text: string }
  | { readonly missing: true }
  | { readonly unknown: string };

/** A text of the engine's machine. */
export function readHostText({ host }: LiveSnapshot, path: string): HostText {
  if (host.foreign !== undefined) return { unknown: host.foreign };
  const file = Object.hasOwn(host.texts, path) ? host.texts[path]! : { fault: "not recorded" };
  return "fault" in file ? { unknown: `${path} could not be read (${file.fault})` } : file;
}

/** A file of the engine's machine: its owner and mode, that it is not there, or why it is not known. */
export function readHostFile(
  { host }: LiveSnapshot,
  path: string,
): Exclude<RecordedFile, { fault: string }> | { readonly unknown: string } {
  if (host.foreign !== undefined) return { unknown: host.foreign };
  const file = Object.hasOwn(host.files, path) ? host.files[path]! : { fault: "not recorded" };
  return "fault" in file ? { unknown: `${path} could not be looked at (${file.fault})` } : file;
}
