import { zstdDecompressSync } from "node:zlib";
import { addFault } from "./fault.ts";
import { isName } from "./installed-package.ts";
import { isJsonObject } from "./json-object.ts";
import { forEachLine } from "./lines.ts";
import { addPackage, notADatabase, type PackageDatabase } from "./package-database.ts";

/** A manifest of the largest sliced image has some 2 MB unpacked. */
const mostUnpackedBytes = 64 * 1024 * 1024;

/**
 * Reads the manifest that Chisel leaves in a sliced image of Ubuntu: lines of JSON, packed with zstd.
 * Those of kind `package` name a Debian package. Format: documentation.ubuntu.com/chisel, "manifest"
 *
 * @throws PlimsollError `MALFORMED` when it cannot be unpacked, or is about anything else
 */
export function parseChiselManifest(content: Buffer, path: string): PackageDatabase {
  const text = unpack(content, path);
  if (!text.startsWith('{"jsonwall":')) throw notADatabase(path, "a manifest of Chisel");
  const database: PackageDatabase = { packages: [], faults: [] };
  forEachLine(text, (start, end, line) => {
    const part = text.slice(start, end);
    if (!part.includes('"kind":"package"')) return true;
    const entry = parseLine(part);
    const { kind, name, version, arch } = isJsonObject(entry) ? entry : {};
    if (kind === "package" && isName(name) && isName(version)) {
      return addPackage(
        database,
        { name, version, ...(isName(arch) && { architecture: arch }) },
        line,
      );
    }
    addFault(database.faults, { code: "MALFORMED", line, why: "a package has no name or version" });
    return true;
  });
  return database;
}

function unpack(content: Buffer, path: string): string {
  try {
    return zstdDecompressSync(content, { maxOutputLength: mostUnpackedBytes }).toString("utf8");
  } catch {
    throw notADatabase(path, "packed with zstd, or unpacks to more than 64 MiB");
  }
}

function parseLine(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
