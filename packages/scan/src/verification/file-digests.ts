import { createHash } from "node:crypto";
import type { FactReader, FileEntry, Inspector } from "@plimsoll/image";

/** Digests of a file's content as package databases keep them; none of what is no file. */
export interface FileDigests {
  /** Hexadecimal, as dpkg lists it. */
  md5?: string;
  /** Base64, as apk lists it. */
  sha1?: string;
  /** Hexadecimal, as rpm lists it. */
  sha256?: string;
}

/** Where packages of an operating system put files (Filesystem Hierarchy Standard 3.0). */
const systemFolder = /^(?:usr|bin|sbin|lib|lib32|lib64|libx32|etc|opt|boot|var)\//;

/** What is asked for at once. */
const leastBytes = 64 * 1024;
const mostBytes = 1024 * 1024;

/** Digests of all files that packages of the operating system may have brought: only on demand. */
export const fileDigestInspector: Inspector<FileDigests> = {
  id: "file-digests",
  version: 1,

  wants({ path, type, size }) {
    if (!systemFolder.test(path)) return undefined;
    if (type === "symlink") return 0;
    return type === "file" || type === "hardlink" ? Math.min(size, mostBytes) : undefined;
  },

  inspect(entry, content) {
    return entry.type === "symlink" ? {} : digestOf(entry, content);
  },
};

function* digestOf({ size }: FileEntry, content: Buffer): FactReader<FileDigests> {
  const md5 = createHash("md5").update(content);
  const sha1 = createHash("sha1").update(content);
  const sha256 = createHash("sha256").update(content);
  for (let offset = content.length; offset < size; ) {
    const bytes = yield { offset, least: Math.min(leastBytes, size - offset), most: mostBytes };
    if (bytes.length === 0) return undefined;
    md5.update(bytes);
    sha1.update(bytes);
    sha256.update(bytes);
    offset += bytes.length;
  }
  return { md5: md5.digest("hex"), sha1: sha1.digest("base64"), sha256: sha256.digest("hex") };
}
