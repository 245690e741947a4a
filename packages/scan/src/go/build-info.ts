import type { FileRange } from "@plimsoll/image";
import { findBytes } from "../elf/find-bytes.ts";
import { readWord } from "../elf/format.ts";
import type { ElfHead } from "../elf/head.ts";
import { findOffset } from "../elf/memory.ts";
import { parseModuleInfo } from "./module-info.ts";

/** What the Go linker left in a program about how it was built. */
export interface GoBuildInfo {
  /** As Go writes it: `go1.22.3`, also with a vendor's words behind. */
  goVersion?: string;
  /** Lines of `path`, `mod`, `dep`, `=>` and `build`; empty for programs built without modules. */
  moduleInfo: string;
}

type Reading<T> = Generator<FileRange, T, Buffer>;

const magic = Buffer.from("\xff Go buildinf:", "latin1");
const headerBytes = 32;
const flagBigEndian = 1;
const flagInline = 2;
/** Go's linker aligns the header, within its segment. */
const alignment = 16;

/** Strings around the module information that no other text holds (Go, cmd/go/internal/modload). */
const moduleInfoStart = Buffer.from("3077af0c9274080241e1c107e6d618e6", "hex");
const moduleInfoEnd = Buffer.from("f932433186182072008242104116d8f2", "hex");

const longestVersion = 256;
/** Kubernetes' takes 50 KB. */
const longestModuleInfo = 8 * 1024 * 1024;
/** Enough for the header, the version and most programs' module information. */
const usualBytes = 64 * 1024;

/**
 * Finds the build information by its magic bytes in the writable segments, where Go's linker puts
 * it first (Go, debug/buildinfo). Where a linker dropped that header, the module information of a
 * Go program is still found by the sentinels around it, without a Go version: that, and the strings
 * of programs from before Go 1.18, may lie in front of the header.
 */
export function* readGoBuildInfo(
  elf: ElfHead,
  fileBytes: number,
  isGo: boolean,
): Reading<GoBuildInfo | undefined> {
  for (const { kind, isWritable, offset, size } of elf.segments) {
    if (kind !== "load" || !isWritable || offset >= fileBytes) continue;
    let at = offset;
    const end = Math.min(fileBytes, offset + size);
    while (at < end) {
      const isAligned = (found: number) => (found - offset) % alignment === 0;
      const header = yield* findBytes(magic, { offset: at, size: end - at }, isAligned);
      if (header === undefined) break;
      const found = yield* readHeader(elf, header);
      if (found !== undefined) return found;
      at = header + alignment;
    }
  }
  return isGo ? yield* findModuleInfo(fileBytes) : undefined;
}

/** True for programs with the note that Go's linker writes, stripped or not. */
export function* isGoProgram({ segments }: ElfHead, leading: Buffer): Reading<boolean> {
  for (const { kind, offset, size } of segments) {
    if (kind !== "note") continue;
    const end = offset + Math.min(size, 4096);
    const note =
      end <= leading.length ? leading.subarray(offset, end) : yield { offset, least: end - offset };
    if (note.includes("Go\0\0", 0, "latin1")) return true;
  }
  return false;
}

function* readHeader(elf: ElfHead, at: number): Reading<GoBuildInfo | undefined> {
  let bytes = yield { offset: at, least: usualBytes };
  if (bytes.length < headerBytes) return undefined;
  const pointerBytes = bytes[14];
  const flags = bytes[15] ?? 0;
  let version: Buffer | undefined;
  let moduleInfo: Buffer | undefined;
  if ((flags & flagInline) !== 0) {
    const first = readVarString(bytes, headerBytes);
    if (first === undefined) return undefined;
    version = Buffer.from(first.text);
    const needed = first.end + 5 + (readLength(bytes, first.end)?.length ?? 0);
    if (needed > bytes.length && needed <= longestModuleInfo) {
      const rest = yield { offset: at + bytes.length, least: needed - bytes.length };
      bytes = Buffer.concat([bytes, rest]);
    }
    moduleInfo = readVarString(bytes, first.end)?.text;
  } else if (pointerBytes === 4 || pointerBytes === 8) {
    const format = { is64: pointerBytes === 8, isLittle: (flags & flagBigEndian) === 0 };
    const pointers = [16, 16 + pointerBytes].map((from) => readWord(bytes, from, format));
    version = yield* readPointedString(elf, pointers[0]!, format);
    if (version) moduleInfo = yield* readPointedString(elf, pointers[1]!, format);
  }
  if (version === undefined || version.length === 0) return undefined;
  return {
    goVersion: version.toString("utf8", 0, longestVersion),
    moduleInfo: moduleInfo === undefined ? "" : unwrap(moduleInfo),
  };
}

/** Since Go 1.18: two strings, each behind its length as a varint. */
function readVarString(bytes: Buffer, at: number): { text: Buffer; end: number } | undefined {
  const found = readLength(bytes, at);
  if (found === undefined || found.length > longestModuleInfo) return undefined;
  const end = found.end + found.length;
  return end > bytes.length ? undefined : { text: bytes.subarray(found.end, end), end };
}

function readLength(bytes: Buffer, at: number): { length: number; end: number } | undefined {
  let length = 0;
  for (let i = 0; i < 5; i += 1) {
    const byte = bytes[at + i];
    if (byte === undefined) return undefined;
    length += (byte & 0x7f) * 2 ** (7 * i);
    if (byte < 0x80) return { length, end: at + i + 1 };
  }
  return undefined;
}

/** Before Go 1.18: the address of a string header, which is the address of the bytes and their number. */
function* readPointedString(
  elf: ElfHead,
  address: number,
  format: { is64: boolean; isLittle: boolean },
): Reading<Buffer | undefined> {
  const offset = findOffset(elf, address);
  const wordBytes = format.is64 ? 8 : 4;
  if (offset === undefined) return undefined;
  const header = yield { offset, least: 2 * wordBytes };
  if (header.length < 2 * wordBytes) return undefined;
  const start = findOffset(elf, readWord(header, 0, format));
  const length = readWord(header, wordBytes, format);
  if (start === undefined || length === 0 || length > longestModuleInfo) return undefined;
  const text = yield { offset: start, least: length };
  return text.length === length ? Buffer.from(text) : undefined;
}

/** The lines between the sentinels; nothing where they are missing. */
function unwrap(text: Buffer): string {
  const { length } = moduleInfoStart;
  const isWrapped = text.length >= 2 * length + 1 && text[text.length - length - 1] === 0x0a;
  return isWrapped ? text.toString("utf8", length, text.length - length) : "";
}

/** A string constant may hold the sentinels too: the first lines that name a module or a path count. */
function* findModuleInfo(fileBytes: number): Reading<GoBuildInfo | undefined> {
  let offset = 0;
  for (let tries = 0; tries < 16 && offset < fileBytes; tries += 1) {
    const start = yield* findBytes(moduleInfoStart, { offset, size: fileBytes - offset });
    if (start === undefined) return undefined;
    offset = start + moduleInfoStart.length;
    let window = yield { offset, least: usualBytes };
    if (!window.includes(moduleInfoEnd)) window = yield { offset, least: longestModuleInfo };
    const end = window.indexOf(moduleInfoEnd);
    const moduleInfo = end === -1 ? "" : window.toString("utf8", 0, end);
    const { modules, path } = parseModuleInfo(moduleInfo);
    if (modules.length > 0 || path !== undefined) return { moduleInfo };
  }
  return undefined;
}
