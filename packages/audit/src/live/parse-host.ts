import { type Fields, isFields, toFields, toNumber, toText, toTexts } from "./read.ts";
import type { RecordedFile, RecordedHost, RecordedProcess, RecordedText } from "./recording.ts";

const fileTypes = ["file", "folder", "socket", "other"] as const;

/** The host's part of a recording, each fact checked; what is not in its form is a fault. */
export function parseHost(value: unknown): RecordedHost {
  if (!isFields(value)) {
    return { ...emptyHost, foreign: "the snapshot holds nothing of the host" };
  }
  const foreign = toText(value.foreign);
  return {
    ...(foreign === undefined ? {} : { foreign }),
    process: parseProcess(toFields(value.process)),
    files: mapFields(value.files, parseFile),
    texts: mapFields(value.texts, parseText),
    folders: mapFields(value.folders, (names) => toTexts(names) ?? []),
    processes: mapFields(value.processes, (names) => toTexts(names) ?? []),
    environment: mapFields(value.environment, (each) => toText(each) ?? ""),
  };
}

const emptyHost: RecordedHost = {
  process: { fault: "not looked for" },
  files: {},
  texts: {},
  folders: {},
  processes: {},
  environment: {},
};

function mapFields<T>(value: unknown, parse: (each: unknown) => T): Record<string, T> {
  return Object.fromEntries(
    Object.entries(toFields(value)).map(([key, each]) => [key, parse(each)]),
  );
}

function parseProcess(value: Fields): RecordedProcess {
  const pid = toNumber(value.pid);
  const uid = toNumber(value.uid);
  const args = toTexts(value.args);
  if (pid === undefined || uid === undefined || args === undefined) {
    return { fault: toText(value.fault) ?? "not recorded" };
  }
  const home = toText(value.home);
  const listens = toTexts(value.listens) ?? [];
  return { pid, uid, ...(home === undefined ? {} : { home }), args, listens };
}

function parseFile(value: unknown): RecordedFile {
  const file = toFields(value);
  if (file.missing === true) return { missing: true };
  const uid = toNumber(file.uid);
  const gid = toNumber(file.gid);
  const mode = toNumber(file.mode);
  if (uid === undefined || gid === undefined || mode === undefined) {
    return { fault: toText(file.fault) ?? "not recorded" };
  }
  return { type: fileTypes.find((type) => type === file.type) ?? "other", uid, gid, mode };
}

function parseText(value: unknown): RecordedText {
  const file = toFields(value);
  const text = toText(file.text);
  if (text !== undefined) return { text };
  return file.missing === true
    ? { missing: true }
    : { fault: toText(file.fault) ?? "not recorded" };
}
