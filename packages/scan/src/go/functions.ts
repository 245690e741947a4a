import type { FileRange } from "@plimsoll/image";
import { readWord } from "../elf/format.ts";
import type { ElfHead } from "../elf/head.ts";
import { firstPrime, firstSeed, NameFilter, secondPrime, secondSeed } from "./name-filter.ts";

type Reading<T> = Generator<FileRange, T, Buffer>;

/** Bytes 1 to 5 of the table's magic number in little endian; the first tells the version. */
const magicTail = Buffer.from([0xff, 0xff, 0xff, 0x00, 0x00]);
/** First bytes: since Go 1.20, of 1.18 and 1.19, of 1.16 and 1.17 (Go, internal/abi and debug/gosym). */
const withTextStart: ReadonlyMap<number, boolean> = new Map([
  [0xf1, true],
  [0xf0, true],
  [0xfa, false],
]);
/** Magic number, two zeros, instruction quantum, bytes of a word; the table is aligned to them. */
const magicBytes = 8;
const mostWords = 6;
/** Kubernetes has some 100,000 functions, whose names take 7 MB. */
const mostNameBytes = 64 * 1024 * 1024;
const mostFunctions = 4_000_000;

const slash = 0x2f;
const dot = 0x2e;
const openBracket = 0x5b;
const closeBracket = 0x5d;

/**
 * The names of all functions that were linked into a Go program, inlined ones too, and the import
 * paths of their packages. They stand in the table that the runtime prints stack traces from, also in
 * stripped programs; it lies in front of the build information. Programs of before Go 1.16, and those
 * of big-endian machines, have no answer.
 */
export function* readGoFunctions(elf: ElfHead, fileBytes: number): Reading<NameFilter | undefined> {
  if (!elf.format.isLittle) return undefined;
  for (const { kind, isExecutable, offset, size } of elf.segments) {
    if (kind !== "load" || isExecutable || offset >= fileBytes) continue;
    const found = yield* findTable(elf, offset, Math.min(fileBytes, offset + size));
    if (found !== undefined) return found;
  }
  return undefined;
}

function* findTable(elf: ElfHead, start: number, end: number): Reading<NameFilter | undefined> {
  for (let at = start; at + magicBytes <= end; ) {
    const bytes = yield { offset: at, least: magicBytes, most: end - at };
    if (bytes.length < magicBytes) return undefined;
    const head = findMagic(bytes, at);
    if (head !== undefined) {
      const found = yield* readTable(elf, head, end);
      if (found !== undefined) return found;
      at = head + magicBytes;
      continue;
    }
    // The magic number is aligned, so it lies across no edge that is aligned too.
    at += bytes.length - (bytes.length % magicBytes);
  }
  return undefined;
}

/** Offset in the file of the first eight bytes that look like the table's. */
function findMagic(bytes: Buffer, start: number): number | undefined {
  for (let at = bytes.indexOf(magicTail, 1); at !== -1; at = bytes.indexOf(magicTail, at + 1)) {
    const first = at - 1;
    if ((start + first) % magicBytes !== 0 || first + magicBytes > bytes.length) continue;
    const quantum = bytes[first + 6];
    const wordBytes = bytes[first + 7];
    if (!withTextStart.has(bytes[first] ?? 0) || (wordBytes !== 4 && wordBytes !== 8)) continue;
    if (quantum === 1 || quantum === 2 || quantum === 4) return start + first;
  }
  return undefined;
}

function* readTable(elf: ElfHead, head: number, end: number): Reading<NameFilter | undefined> {
  const header = Buffer.from(yield { offset: head, least: 8 + mostWords * 8 });
  const wordBytes = header[7] ?? 0;
  if (header.length < 8 + mostWords * wordBytes) return undefined;
  const word = (index: number) =>
    readWord(header, 8 + index * wordBytes, { ...elf.format, is64: wordBytes === 8 });
  const functions = word(0);
  const namesAt = withTextStart.get(header[0] ?? 0) ? 3 : 2;
  const from = head + word(namesAt);
  const to = head + word(namesAt + 1);
  const isPlausible =
    functions > 0 &&
    functions <= mostFunctions &&
    from > head &&
    to > from &&
    to <= end &&
    to - from <= mostNameBytes;
  return isPlausible ? yield* readNames(from, to, functions) : undefined;
}

function* readNames(from: number, to: number, functions: number): Reading<NameFilter | undefined> {
  // Inlined functions have names, and packages too.
  const filter = NameFilter.of(functions * 1.5);
  const names = new NameReader(filter);
  for (let at = from; at < to; ) {
    const bytes = yield { offset: at, least: 1, most: to - at };
    if (bytes.length === 0) return undefined;
    names.read(bytes);
    at += bytes.length;
  }
  return filter;
}

/** Hashes names that end in NUL, as they come. */
class NameReader {
  readonly #filter: NameFilter;
  #a = firstSeed;
  #b = secondSeed;
  /** Hashes of the package, up to the first dot behind the last slash. */
  #packageA = 0;
  #packageB = 0;
  #hasPackage = false;
  #lastPackageA = 0;
  /** Type arguments, `[…]`, are no part of the name. */
  #brackets = 0;

  constructor(filter: NameFilter) {
    this.#filter = filter;
  }

  read(bytes: Buffer): void {
    let a = this.#a;
    let b = this.#b;
    for (let i = 0; i < bytes.length; i += 1) {
      const byte = bytes[i]!;
      if (byte === 0) {
        this.#end(a, b);
        a = firstSeed;
        b = secondSeed;
        continue;
      }
      if (byte === openBracket) this.#brackets += 1;
      if (this.#brackets > 0) {
        if (byte === closeBracket) this.#brackets -= 1;
        continue;
      }
      if (byte === slash) this.#hasPackage = false;
      else if (byte === dot && !this.#hasPackage) {
        this.#hasPackage = true;
        this.#packageA = a;
        this.#packageB = b;
      }
      a = Math.imul(a ^ byte, firstPrime);
      b = Math.imul(b ^ byte, secondPrime);
    }
    this.#a = a;
    this.#b = b;
  }

  #end(a: number, b: number): void {
    this.#filter.add(a, b | 1);
    // Names are sorted by package, nearly.
    if (this.#hasPackage && this.#packageA !== this.#lastPackageA) {
      this.#filter.add(this.#packageA, this.#packageB | 1);
      this.#lastPackageA = this.#packageA;
    }
    this.#hasPackage = false;
    this.#brackets = 0;
  }
}

/**
 * The names that the linker may give a function of a package: `Decoder.Decode` is a method of the type
 * or of a pointer to it.
 *
 * @param path import path, whose last element the linker writes with `%2e` for dots
 * @param symbol as Go's vulnerability database writes it: `Parse`, `Decoder.Decode`
 */
export function linkerNames(path: string, symbol: string): string[] {
  const name = linkerPath(path);
  const [type, method] = symbol.split(".", 2);
  return method === undefined
    ? [`${name}.${symbol}`]
    : [`${name}.${type}.${method}`, `${name}.(*${type}).${method}`];
}

/** An import path as the linker writes it (Go, cmd/internal/objabi, `PathToPrefix`). */
export function linkerPath(path: string): string {
  const last = path.lastIndexOf("/");
  let text = "";
  for (const [i, byte] of Buffer.from(path).entries()) {
    const character = String.fromCharCode(byte);
    const isEscaped =
      byte <= 0x20 || byte >= 0x7f || '%"'.includes(character) || (byte === dot && i > last);
    text += isEscaped ? `%${byte.toString(16).padStart(2, "0")}` : character;
  }
  return text;
}
