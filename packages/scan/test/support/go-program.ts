import { buildElf, type Part } from "./elf.ts";

const start = Buffer.from("3077af0c9274080241e1c107e6d618e6", "hex");
const end = Buffer.from("f932433186182072008242104116d8f2", "hex");

/** Module information as Go's linker wraps it. */
export function wrapModuleInfo(text: string): Buffer {
  return Buffer.concat([start, Buffer.from(text), end]);
}

export const goNote: Part = {
  name: ".note.go.buildid",
  content: Buffer.from("\x04\0\0\0\x08\0\0\0\x04\0\0\0Go\0\0build-id"),
  isNote: true,
};

function varString(content: Buffer): Buffer {
  const length: number[] = [];
  for (let rest = content.length; ; rest = Math.floor(rest / 128)) {
    length.push(rest < 128 ? rest : (rest % 128) | 128);
    if (rest < 128) break;
  }
  return Buffer.concat([Buffer.from(length), content]);
}

/** What Go 1.18 and later put into `.go.buildinfo`. */
export function inlineBuildInfo(goVersion: string, moduleInfo: string): Buffer {
  const header = Buffer.alloc(32);
  header.write("\xff Go buildinf:", "latin1");
  header[14] = 8;
  header[15] = 2;
  const text = varString(Buffer.from(goVersion));
  return Buffer.concat([header, text, varString(wrapModuleInfo(moduleInfo))]);
}

/** A program whose build information is laid out by addresses, as before Go 1.18. */
export function pointedProgram(
  goVersion: string,
  moduleInfo: string,
  { is64 = true, isLittle = true } = {},
): Buffer {
  const bytes = is64 ? 8 : 4;
  const base = 0x500000;
  const version = Buffer.from(goVersion);
  const modules = wrapModuleInfo(moduleInfo);
  const data = Buffer.alloc(32 + 4 * bytes + version.length + modules.length);
  const word = (n: number, to: number) => {
    if (!is64) return isLittle ? data.writeUInt32LE(n, to) : data.writeUInt32BE(n, to);
    return isLittle ? data.writeBigUInt64LE(BigInt(n), to) : data.writeBigUInt64BE(BigInt(n), to);
  };
  data.write("\xff Go buildinf:", "latin1");
  data[14] = bytes;
  data[15] = isLittle ? 0 : 1;
  word(base + 32, 16);
  word(base + 32 + 2 * bytes, 16 + bytes);
  const texts = 32 + 4 * bytes;
  word(base + texts, 32);
  word(version.length, 32 + bytes);
  word(base + texts + version.length, 32 + 2 * bytes);
  word(modules.length, 32 + 3 * bytes);
  version.copy(data, texts);
  modules.copy(data, texts + version.length);
  const part = { name: ".data", content: data, address: base, isLoaded: true, isWritable: true };
  return buildElf([part], { is64, isLittle, sections: false });
}

/** The table that the Go runtime prints stack traces from, with the names alone (Go, internal/abi). */
export function functionTable(names: readonly string[], { first = 0xf1, is64 = true } = {}): Part {
  const bytes = is64 ? 8 : 4;
  const text = Buffer.from(names.map((name) => `${name}\0`).join(""));
  const header = Buffer.alloc(8 + 8 * bytes);
  const words = [names.length, 1, ...(first === 0xfa ? [] : [0]), header.length];
  header.set([first, 0xff, 0xff, 0xff, 0, 0, 1, bytes]);
  for (const [i, word] of [...words, header.length + text.length].entries()) {
    if (is64) header.writeBigUInt64LE(BigInt(word), 8 + i * bytes);
    else header.writeUInt32LE(word, 8 + i * bytes);
  }
  const content = Buffer.concat([header, text]);
  return { name: ".gopclntab", content, address: 0x2000, isLoaded: true, isReadOnly: true };
}
