import { constants, createReadStream } from "node:fs";
import { open, realpath } from "node:fs/promises";
import { dirname, join, sep } from "node:path";
import { createGunzip } from "node:zlib";
import { PlimsollError, toPlimsollError } from "@plimsoll/core";
import { isObject } from "../open/json.ts";
import { normalisePath } from "../tar/entry-path.ts";

/** One segment of headers and padding; the headers of one file take some thousand bytes. */
const mostLineBytes = 16 << 20;
/** Reads of one file, and what small pieces are put together to. */
const pieceBytes = 256 * 1024;

/** A line of tar-split (vbatts/tar-split, tar/storage/entry.go). */
type Line =
  | { kind: "segment"; bytes: Buffer }
  | { kind: "file"; path: string | undefined; size: number };

/**
 * Puts a layer's archive together again, byte for byte: its headers from tar-split, the content of
 * its files from `files`. Its digest tells whether that is still what was pulled.
 *
 * @throws PlimsollError `READ_FAILED`, `MALFORMED`, `LIMIT_EXCEEDED`
 */
export async function* reassembleTar(tarSplit: string, files: string): AsyncGenerator<Buffer> {
  const reader = new LayerFiles(files);
  let small: Buffer[] = [];
  let smallBytes = 0;
  for await (const line of readLines(tarSplit)) {
    const pieces = line.kind === "segment" ? [line.bytes] : reader.read(line.path, line.size);
    for await (const piece of pieces) {
      small.push(piece);
      smallBytes += piece.length;
      if (smallBytes < pieceBytes) continue;
      yield small.length === 1 ? piece : Buffer.concat(small, smallBytes);
      small = [];
      smallBytes = 0;
    }
  }
  if (smallBytes > 0) yield Buffer.concat(small, smallBytes);
}

async function* readLines(path: string): AsyncGenerator<Line> {
  // Takes its time to load, and hardly any image lies in such a store.
  const { createInterface } = await import("node:readline");
  const source = createReadStream(path);
  const unpacked = createGunzip();
  source.on("error", (error) => unpacked.destroy(error));
  let pending = 0;
  unpacked.on("data", (chunk: Buffer) => {
    const end = chunk.lastIndexOf(10);
    pending = end === -1 ? pending + chunk.length : chunk.length - end;
    if (pending > mostLineBytes) unpacked.destroy(tooLong());
  });
  const lines = createInterface({ input: source.pipe(unpacked), crlfDelay: Infinity });
  // readline does not hand on what happens to its input.
  let failure: unknown;
  unpacked.on("error", (error) => {
    failure = error;
    lines.close();
  });
  try {
    for await (const line of lines) if (line !== "") yield parseLine(line);
    if (failure) throw failure;
  } catch (error) {
    throw toPlimsollError(error, "READ_FAILED", "The headers of the layer cannot be read", {
      subject: path,
    });
  } finally {
    lines.close();
    source.destroy();
    unpacked.destroy();
  }
}

/** @throws PlimsollError `MALFORMED` */
export function parseLine(line: string): Line {
  let json: unknown;
  try {
    json = JSON.parse(line);
  } catch {
    json = undefined;
  }
  if (isObject(json)) {
    const { type, name, name_raw: raw, size = 0, payload } = json;
    if (type === 2 && typeof payload === "string") {
      return { kind: "segment", bytes: Buffer.from(payload, "base64") };
    }
    const isSize = typeof size === "number" && Number.isSafeInteger(size) && size >= 0;
    if (type === 1 && isSize) {
      // Names that are not UTF-8 are kept as bytes, which no file of Node's has as a name.
      const path = typeof name === "string" ? normalisePath(name) : undefined;
      return { kind: "file", path: raw === undefined ? path : undefined, size };
    }
  }
  throw new PlimsollError("MALFORMED", "A line of the layer's tar-split file cannot be read");
}

/** The files below one folder, none of which is reached through a link that leads out of it. */
class LayerFiles {
  readonly #root: string;
  #realRoot: string | undefined;
  #checked: string | undefined;

  constructor(root: string) {
    this.#root = root;
  }

  async *read(path: string | undefined, size: number): AsyncGenerator<Buffer> {
    if (size === 0) return;
    if (path === undefined) throw new PlimsollError("MALFORMED", "A file has no usable name");
    const file = await this.#open(path);
    try {
      if (!(await file.stat()).isFile()) throw changed(path);
      for (let at = 0; at < size; ) {
        const buffer = Buffer.allocUnsafe(Math.min(pieceBytes, size - at));
        const { bytesRead } = await file.read(buffer, 0, buffer.length, at);
        if (bytesRead === 0) throw changed(path);
        at += bytesRead;
        yield buffer.subarray(0, bytesRead);
      }
    } finally {
      await file.close();
    }
  }

  async #open(path: string) {
    const full = join(this.#root, path);
    try {
      await this.#verifyFolder(dirname(full), path);
      return await open(full, constants.O_RDONLY | constants.O_NOFOLLOW | constants.O_NONBLOCK);
    } catch (error) {
      throw toPlimsollError(error, "READ_FAILED", "A file of the layer cannot be read", {
        subject: path,
      });
    }
  }

  async #verifyFolder(folder: string, path: string): Promise<void> {
    if (folder === this.#checked) return;
    this.#realRoot ??= await realpath(this.#root);
    const real = await realpath(folder);
    if (real !== this.#realRoot && !real.startsWith(this.#realRoot + sep)) throw changed(path);
    this.#checked = folder;
  }
}

function changed(path: string): PlimsollError {
  return new PlimsollError(
    "MALFORMED",
    "A file of the layer is not what it was when it was stored",
    {
      subject: path,
    },
  );
}

function tooLong(): PlimsollError {
  return new PlimsollError("LIMIT_EXCEEDED", `A line of it has more than ${mostLineBytes} bytes`);
}
