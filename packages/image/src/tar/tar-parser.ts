import { PlimsollError } from "@plimsoll/core";
import type { FileEntry } from "../inspector.ts";
import { applyExtension, type Extension, storedBytes, typeOf } from "./entry-draft.ts";
import { normalisePath } from "./entry-path.ts";
import { blockBytes, isZeroBlock, readHeader, type TarHeader } from "./header.ts";
import { readNumber } from "./number.ts";
import { type PaxSparse, readPaxRecords } from "./pax.ts";
import { PaxSparseMap } from "./pax-sparse-map.ts";
import {
  expandSparse,
  readGnuRegions,
  type SparseRegion,
  sparseRegionLimit,
  storedPrefix,
  verifySparseMap,
} from "./sparse.ts";
import type { TarHandler, TarLimits } from "./tar-handler.ts";
import { readField } from "./text.ts";
import { shownPath, usablePath } from "./usable-path.ts";

/** More extended headers than this in front of one entry are no archive that anybody wrote. */
const extensionLimit = 16;

type Mutable<T> = { -readonly [Key in keyof T]: T[Key] };

type State =
  | "header"
  | "gnuPath"
  | "gnuLinkPath"
  | "pax"
  | "gnuSparse"
  | "paxSparse"
  | "content"
  | "piece";

/**
 * Reads tar: version 7, ustar, PAX, GNU long names and sparse files. It does no reading of its
 * own: whoever drives it passes over `skip` bytes, then hands it the next `need` bytes by `take`,
 * until `ended`. So the same parser serves a stream and a file that can be read anywhere; there,
 * `skip` may be negative when the handler asks for bytes that went by.
 *
 * Global PAX headers are passed over, as container runtimes do.
 */
export class TarParser {
  /** Bytes to pass over before the next `take`. */
  skip = 0;
  /** Bytes that the next `take` must get; never 0. */
  need = blockBytes;
  /** Bytes that the next `take` may get, when more than `need` are at hand. */
  get most(): number {
    return this.#state === "piece" ? this.#fileEnd - this.#position : this.need;
  }
  /** The two blocks of zeros came by; what follows is not part of the archive. */
  ended = false;
  /** True between entries, where an archive without its closing zeros may stop. */
  get isBetweenEntries(): boolean {
    return this.#state === "header" && this.#extensions === 0 && this.skip === 0;
  }

  readonly #handler: TarHandler;
  readonly #limits: TarLimits;
  #state: State = "header";
  #position = 0;
  #sawZeros = false;
  #extensions = 0;
  #extension: Extension = {};
  #header: TarHeader | undefined;
  #regions: SparseRegion[] = [];
  #realSize = 0;
  #sparseBytes = 0;
  #sparseMap = new PaxSparseMap();
  #entry: FileEntry | undefined;
  #wanted = 0;
  #contentMap: SparseRegion[] | undefined;
  #rest = 0;
  /** Of the file whose content is read: where it begins and ends, and where the next header is. */
  #fileStart = 0;
  #fileEnd = 0;
  #nextHeader = 0;

  constructor(handler: TarHandler, limits: TarLimits) {
    this.#handler = handler;
    this.#limits = limits;
  }

  /**
   * Takes the next `length` bytes, which start at `at`: `need` of them, or up to `most`.
   *
   * @throws PlimsollError `MALFORMED` when the archive cannot be read any further
   */
  take(buffer: Buffer, at: number, length: number = this.need): void {
    this.#position += length;
    switch (this.#state) {
      case "header":
        this.#takeHeader(buffer, at);
        break;
      case "gnuPath":
        this.#extension.gnuPath = readField(buffer, at, length);
        this.#expectHeader(this.#rest);
        break;
      case "gnuLinkPath":
        this.#extension.gnuLinkPath = readField(buffer, at, length);
        this.#expectHeader(this.#rest);
        break;
      case "pax":
        this.#extension.pax = readPaxRecords(buffer.subarray(at, at + length));
        this.#expectHeader(this.#rest);
        break;
      case "gnuSparse":
        this.#takeGnuSparse(buffer, at);
        break;
      case "paxSparse":
        this.#takePaxSparse(buffer.subarray(at, at + length));
        break;
      case "content":
        this.#takeContent(buffer.subarray(at, at + length));
        break;
      case "piece":
        this.#takePiece(buffer.subarray(at, at + length));
        break;
    }
  }

  #takeHeader(buffer: Buffer, at: number): void {
    if (buffer[at] === 0 && isZeroBlock(buffer, at)) {
      this.ended = this.#sawZeros;
      this.#sawZeros = true;
      return;
    }
    this.#sawZeros = false;
    const header = readHeader(buffer, at);
    const { typeflag } = header;
    if (typeflag === "x" || typeflag === "L" || typeflag === "K" || typeflag === "g") {
      this.#expectExtension(header);
      return;
    }
    applyExtension(header, this.#extension);
    if (typeflag === "S") {
      this.#startGnuSparse(header, buffer, at);
      return;
    }
    const sparse = this.#extension.pax?.sparse;
    if (sparse && typeOf(header) === "file") {
      this.#startPaxSparse(header, sparse);
      return;
    }
    this.#startEntry(header, undefined, header.size);
  }

  #expectExtension({ typeflag, size }: TarHeader): void {
    this.#extensions += 1;
    if (this.#extensions > extensionLimit) {
      throw new PlimsollError("MALFORMED", "A tar entry has too many extended headers");
    }
    if (typeflag === "g" || size === 0) {
      this.#expectHeader(padded(size));
      return;
    }
    if (size > this.#limits.extendedHeaderBytes) {
      this.#extension.unusable = `an extended header of it is ${size} bytes long`;
      this.#expectHeader(padded(size));
      return;
    }
    this.#state = typeflag === "x" ? "pax" : typeflag === "L" ? "gnuPath" : "gnuLinkPath";
    this.need = size;
    this.#rest = padded(size) - size;
  }

  #startGnuSparse(header: TarHeader, buffer: Buffer, at: number): void {
    this.#header = header;
    this.#regions = readGnuRegions(buffer, at + 386, 4);
    this.#realSize = readNumber(buffer, at + 483, 12, "size");
    if (buffer[at + 482] === 0) {
      this.#startEntry(header, this.#regions, this.#realSize);
      return;
    }
    this.#state = "gnuSparse";
  }

  #takeGnuSparse(buffer: Buffer, at: number): void {
    this.#regions.push(...readGnuRegions(buffer, at, 21));
    if (this.#regions.length > sparseRegionLimit) {
      throw new PlimsollError("LIMIT_EXCEEDED", "A sparse file has too many regions");
    }
    if (buffer[at + 504] === 0) this.#startEntry(this.#header!, this.#regions, this.#realSize);
  }

  #startPaxSparse(header: TarHeader, sparse: PaxSparse): void {
    this.#realSize = sparse.realSize ?? header.size;
    if (sparse.major === 0) {
      this.#startEntry(header, sparse.map, this.#realSize);
      return;
    }
    if (sparse.major !== 1) {
      throw new PlimsollError("UNSUPPORTED", `A sparse file is of version ${sparse.major}`);
    }
    this.#header = header;
    this.#sparseMap = new PaxSparseMap();
    this.#state = "paxSparse";
  }

  #takePaxSparse(block: Buffer): void {
    const header = this.#header!;
    if (header.size < blockBytes) {
      throw new PlimsollError("MALFORMED", "The map of a sparse file is cut off");
    }
    header.size -= blockBytes;
    const map = this.#sparseMap.add(block);
    if (map) this.#startEntry(header, map, this.#realSize);
  }

  #startEntry(header: TarHeader, map: SparseRegion[] | undefined, realSize: number): void {
    const { unusable, pax } = this.#extension;
    this.#extension = {};
    this.#extensions = 0;
    const type = typeOf(header);
    const stored = storedBytes(header, type);
    if (map) verifySparseMap(map, realSize, stored);
    const dataOffset = this.#position;
    this.#expectHeader(padded(stored));
    const path = type && this.#usablePath(header.path, unusable);
    // The root itself is an entry of many layers; it says nothing about a file.
    if (type === undefined || !path) return;
    const entry: Mutable<FileEntry> = {
      path,
      type,
      mode: header.mode,
      uid: header.uid,
      gid: header.gid,
      size: type === "file" ? realSize : 0,
    };
    const linkTarget = linkOf(type, header.linkPath);
    if (linkTarget !== undefined) entry.linkTarget = linkTarget;
    if (pax?.xattrs) entry.xattrs = pax.xattrs;
    const answer = this.#handler.entry(entry, dataOffset);
    if (answer === undefined) return;
    this.#fileStart = dataOffset;
    this.#fileEnd = dataOffset + stored;
    this.#nextHeader = this.#position;
    if (map) this.#expectSparse(entry, map, Math.min(answer, entry.size));
    else this.#expectContent(entry, Math.min(answer, entry.size));
  }

  #expectContent(entry: FileEntry, wanted: number): void {
    this.#entry = entry;
    if (wanted === 0) {
      this.#expectPiece(this.#handler.content(entry, Buffer.alloc(0)));
      return;
    }
    this.#seek(this.#fileStart);
    this.need = wanted;
    this.#state = "content";
  }

  /** A sparse file is rare and small: it is read whole, as far as the bound of files allows. */
  #expectSparse(entry: FileEntry, map: SparseRegion[], wanted: number): void {
    const expanded = wanted === 0 ? 0 : Math.min(entry.size, this.#limits.fileBytes);
    this.#handler.expand(expanded);
    this.#entry = entry;
    this.#wanted = wanted;
    this.#sparseBytes = expanded;
    const needed = storedPrefix(map, expanded);
    if (needed === 0) {
      this.#giveSparse(Buffer.alloc(expanded));
      return;
    }
    this.#seek(this.#fileStart);
    this.need = needed;
    this.#contentMap = map;
    this.#state = "content";
  }

  #takeContent(stored: Buffer): void {
    const map = this.#contentMap;
    if (map === undefined) {
      this.#expectPiece(this.#handler.content(this.#entry!, stored));
      return;
    }
    this.#contentMap = undefined;
    this.#seek(this.#nextHeader);
    this.#expectHeader(0);
    this.#giveSparse(expandSparse(map, stored, this.#sparseBytes));
  }

  #giveSparse(content: Buffer): void {
    const entry = this.#entry!;
    let next = this.#handler.content(entry, content.subarray(0, this.#wanted));
    // Past the bound there is an empty piece: the file ends early.
    while (next !== undefined) next = this.#handler.piece(entry, content.subarray(next), next);
  }

  #takePiece(bytes: Buffer): void {
    const offset = this.#position - bytes.length - this.#fileStart;
    this.#expectPiece(this.#handler.piece(this.#entry!, bytes, offset));
  }

  #expectPiece(next: number | undefined): void {
    const length = this.#fileEnd - this.#fileStart;
    let wanted = next;
    while (wanted !== undefined && wanted >= length) {
      wanted = this.#handler.piece(this.#entry!, Buffer.alloc(0), wanted);
    }
    if (wanted === undefined) {
      this.#seek(this.#nextHeader);
      this.#expectHeader(0);
      return;
    }
    this.#seek(this.#fileStart + wanted);
    this.#state = "piece";
    this.need = 1;
  }

  #seek(position: number): void {
    this.skip += position - this.#position;
    this.#position = position;
  }

  #usablePath(raw: string, unusable: string | undefined): string | undefined {
    if (unusable === undefined) return usablePath(raw, this.#limits, this.#handler);
    this.#handler.problem("LIMIT_EXCEEDED", shownPath(raw), unusable);
    return undefined;
  }

  #expectHeader(skip: number): void {
    this.skip += skip;
    this.#position += skip;
    this.#state = "header";
    this.need = blockBytes;
  }
}

function linkOf(type: FileEntry["type"], linkPath: string): string | undefined {
  if (type === "symlink") return linkPath;
  return type === "hardlink" ? normalisePath(linkPath) : undefined;
}

function padded(size: number): number {
  return size + ((blockBytes - (size % blockBytes)) % blockBytes);
}
