import type { Elf, ElfPart } from "../elf/elf.ts";
import { readWord } from "../elf/format.ts";
import { findOffset } from "../elf/memory.ts";
import { parseModuleInfo } from "./module-info.ts";

/** What the Go linker left in a program about how it was built. */
export interface GoBuildInfo {
  /** As Go writes it: `go1.22.3`, also with a vendor's words behind. */
  goVersion?: string;
  /** Lines of `path`, `mod`, `dep`, `=>` and `build`; empty for programs built without modules. */
  moduleInfo: string;
}

const magic = Buffer.from("\xff Go buildinf:", "latin1");
const headerBytes = 32;
const flagBigEndian = 1;
const flagInline = 2;
/** Go's linker aligns the header. */
const alignment = 16;

/** Strings around the module information that no other text holds (Go, cmd/go/internal/modload). */
const moduleInfoStart = Buffer.from("3077af0c9274080241e1c107e6d618e6", "hex");
const moduleInfoEnd = Buffer.from("f932433186182072008242104116d8f2", "hex");

const longestVersion = 256;
/** Kubernetes' takes 50 KB. */
const longestModuleInfo = 8 * 1024 * 1024;

/**
 * Finds the build information as Go's own `debug/buildinfo` does: at the beginning of the section
 * `.go.buildinfo`, else by its magic bytes in the writable segments. Where a linker dropped that
 * header, the module information is still found by the sentinels around it, without a Go version.
 */
export function readGoBuildInfo(content: Buffer, elf: Elf): GoBuildInfo | undefined {
  const header = findHeader(content, elf);
  const found = header === undefined ? undefined : readHeader(content, elf, header);
  if (found !== undefined) return found;
  return isGoProgram(content, elf) ? findModuleInfo(content) : undefined;
}

/** True for programs with the note that Go's linker writes, stripped or not. */
export function isGoProgram(content: Buffer, { segments, sections }: Elf): boolean {
  if (sections.some(({ name }) => name === ".note.go.buildid")) return true;
  return segments.some((segment) => segment.kind === "note" && holdsGoNote(content, segment));
}

function holdsGoNote(content: Buffer, { offset, size }: ElfPart): boolean {
  return content.subarray(offset, offset + Math.min(size, 4096)).includes("Go\0\0", 0, "latin1");
}

function findHeader(content: Buffer, { sections, segments }: Elf): number | undefined {
  const section = sections.find(({ name }) => name === ".go.buildinfo");
  const parts: ElfPart[] = section ? [section] : [];
  for (const segment of segments) {
    if (segment.kind === "load" && segment.isWritable) parts.push(segment);
  }
  for (const { offset, size } of parts) {
    const data = content.subarray(offset, offset + size);
    for (let at = data.indexOf(magic); at !== -1; at = data.indexOf(magic, at + 1)) {
      if (at % alignment === 0 && at + headerBytes <= data.length) return offset + at;
    }
  }
  return undefined;
}

function readHeader(content: Buffer, elf: Elf, at: number): GoBuildInfo | undefined {
  const pointerBytes = content[at + 14];
  const flags = content[at + 15] ?? 0;
  const [version, moduleInfo] =
    (flags & flagInline) !== 0
      ? readInlineStrings(content, at + headerBytes)
      : readPointedStrings(content, elf, at + 16, pointerBytes, (flags & flagBigEndian) === 0);
  if (version === undefined || version.length === 0) return undefined;
  return {
    goVersion: version.toString("utf8", 0, longestVersion),
    moduleInfo: moduleInfo === undefined ? "" : unwrap(moduleInfo),
  };
}

/** Since Go 1.18: two strings, each behind its length as a varint. */
function readInlineStrings(content: Buffer, at: number): (Buffer | undefined)[] {
  const version = readVarString(content, at);
  return version === undefined ? [] : [version.text, readVarString(content, version.end)?.text];
}

function readVarString(content: Buffer, at: number): { text: Buffer; end: number } | undefined {
  let length = 0;
  for (let i = 0; i < 5; i += 1) {
    const byte = content[at + i];
    if (byte === undefined) return undefined;
    length += (byte & 0x7f) * 2 ** (7 * i);
    if (byte < 0x80) {
      const text = slice(content, at + i + 1, length);
      return text && { text, end: at + i + 1 + length };
    }
  }
  return undefined;
}

/** Before Go 1.18: the addresses of two string headers, each the address of its bytes and their number. */
function readPointedStrings(
  content: Buffer,
  elf: Elf,
  at: number,
  pointerBytes: number | undefined,
  isLittle: boolean,
): (Buffer | undefined)[] {
  if (pointerBytes !== 4 && pointerBytes !== 8) return [];
  const format = { is64: pointerBytes === 8, isLittle };
  const readString = (from: number) => {
    const header = findOffset(elf, readWord(content, from, format));
    if (header === undefined || header + 2 * pointerBytes > content.length) return undefined;
    const start = findOffset(elf, readWord(content, header, format));
    const length = readWord(content, header + pointerBytes, format);
    return start === undefined ? undefined : slice(content, start, length);
  };
  return [readString(at), readString(at + pointerBytes)];
}

function slice(content: Buffer, at: number, length: number): Buffer | undefined {
  if (length > longestModuleInfo || at + length > content.length) return undefined;
  return content.subarray(at, at + length);
}

/** The lines between the sentinels; nothing where they are missing. */
function unwrap(text: Buffer): string {
  const { length } = moduleInfoStart;
  const isWrapped = text.length >= 2 * length + 1 && text[text.length - length - 1] === 0x0a;
  return isWrapped ? text.toString("utf8", length, text.length - length) : "";
}

/** A string constant may hold the sentinels too: the first lines that name a module or a path count. */
function findModuleInfo(content: Buffer): GoBuildInfo | undefined {
  let at = content.indexOf(moduleInfoStart);
  for (let tries = 0; at !== -1 && tries < 16; tries += 1) {
    const from = at + moduleInfoStart.length;
    const window = content.subarray(from, from + longestModuleInfo);
    const end = window.indexOf(moduleInfoEnd);
    const moduleInfo = end === -1 ? "" : window.toString("utf8", 0, end);
    const { modules, path } = parseModuleInfo(moduleInfo);
    if (modules.length > 0 || path !== undefined) return { moduleInfo };
    at = content.indexOf(moduleInfoStart, from);
  }
  return undefined;
}
