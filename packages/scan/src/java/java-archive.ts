import { createHash } from "node:crypto";
import { PlimsollError, toPlimsollError } from "@plimsoll/core";
import { addFault, type Fault } from "../formats/fault.ts";
import type { MavenCoordinates } from "./coordinates.ts";
import { entryKind, mayBeUseful } from "./entry-kind.ts";
import { identifyArchive, identifyContainer, isNamedAfter } from "./identify.ts";
import { ArchiveBudget, type ArchiveLimits, defaultArchiveLimits } from "./limits.ts";
import { type Manifest, parseManifest } from "./manifest.ts";
import { mavenPlace, parsePomProperties } from "./pom-properties.ts";
import { parsePomXml } from "./pom-xml.ts";
import { findDirectory, readEntries, type ZipDirectory, type ZipEntry } from "./zip-directory.ts";
import { readEntry, readLeading } from "./zip-entry.ts";

/** A package of an archive, and the nested archive that it lies in. */
export interface JavaPackage extends MavenCoordinates {
  /** `BOOT-INF/lib/a.jar`, `app.war!/WEB-INF/lib/b.jar`; absent for the file itself. */
  inner?: string;
}

/** An archive that does not tell what it is, or of which group. */
export interface NamelessArchive {
  /** Of its bytes, in hexadecimal. */
  sha1: string;
  /** As of a package. */
  inner?: string;
}

/** What one archive holds, nested archives included. */
export interface JavaArchive {
  packages: JavaPackage[];
  nameless: NamelessArchive[];
  faults: Fault[];
}

/** Where an archive lies. */
export interface Place {
  fileName: string;
  inner: string | undefined;
  depth: number;
}

/** Entries of one archive that tell something. */
export interface UsefulEntries {
  manifest?: ZipEntry;
  pomProperties: ZipEntry[];
  pomXml: ZipEntry[];
  archives: ZipEntry[];
}

/**
 * The packages of a jar, war, ear or the like, and of everything nested in it: by every
 * `pom.properties` in it, else by a `pom.xml` of Maven's, else by manifest and file name. Nothing
 * is kept of `content`.
 *
 * @throws PlimsollError `MALFORMED` when `content` is not a ZIP archive at all
 */
export function readJavaArchive(
  content: Buffer,
  fileName: string,
  limits: Readonly<ArchiveLimits> = defaultArchiveLimits,
): JavaArchive {
  const reader = new ArchiveReader(new ArchiveBudget(limits));
  reader.read(content, { fileName, inner: undefined, depth: 0 });
  const { packages, nameless, faults } = reader;
  return { packages, nameless, faults };
}

/** Reads one file and what is nested in it, within one budget. */
export class ArchiveReader {
  readonly packages: JavaPackage[] = [];
  readonly nameless: NamelessArchive[] = [];
  readonly faults: Fault[] = [];
  readonly #budget: ArchiveBudget;

  constructor(budget: ArchiveBudget) {
    this.#budget = budget;
  }

  /** @throws PlimsollError when not even the directory can be found */
  read(zip: Buffer, place: Place): void {
    this.#budget.takeArchive();
    const entries = this.findEntries(zip, findDirectory(zip), place);
    const isNamed = this.identify(zip, entries, place);
    if (!isNamed && this.nameless.length < this.#budget.limits.packages) {
      const { inner } = place;
      const sha1 = createHash("sha1").update(zip).digest("hex");
      this.nameless.push(inner === undefined ? { sha1 } : { sha1, inner });
    }
    for (const entry of entries.archives) this.readNested(zip, entry, place);
  }

  /** The entries that tell something, of a directory within `zip`. */
  findEntries(zip: Buffer, directory: ZipDirectory, place: Place): UsefulEntries {
    const found: UsefulEntries = { pomProperties: [], pomXml: [], archives: [] };
    this.#attempt(undefined, place, () => {
      for (const entry of readEntries(zip, directory, this.#budget, mayBeUseful)) {
        const kind = entryKind(entry.name);
        if (kind === "manifest") found.manifest ??= entry;
        else if (kind === "pom.properties") found.pomProperties.push(entry);
        else if (kind === "pom.xml") found.pomXml.push(entry);
        else if (kind === "archive") found.archives.push(entry);
      }
    });
    return found;
  }

  /** Adds the archive's own package and those that were merged into it. @returns whether a group is known */
  identify(zip: Buffer, entries: UsefulEntries, place: Place): boolean {
    const found = this.#packagesOf(zip, entries, place);
    for (const one of found) this.#add(one, place);
    return found.some(({ group }) => group !== undefined);
  }

  /** Adds what a nested archive holds. */
  readNested(zip: Buffer, entry: ZipEntry, place: Place): void {
    if (this.#budget.isSpent) return;
    this.#attempt(entry.name, place, () => this.#readNested(zip, entry, place));
  }

  #packagesOf(zip: Buffer, entries: UsefulEntries, place: Place): MavenCoordinates[] {
    const merged = this.#readPoms(zip, entries, place);
    if (merged.some((found) => isNamedAfter(place.fileName, found))) return merged;
    const manifest = this.#readManifest(zip, entries.manifest, place);
    const identify = merged.length === 0 ? identifyArchive : identifyContainer;
    const own = identify(manifest, place.fileName);
    return own === undefined ? merged : [own, ...merged];
  }

  #readPoms(zip: Buffer, { pomProperties, pomXml }: UsefulEntries, place: Place) {
    const { textBytes } = this.#budget.limits;
    const poms = new Map<string, MavenCoordinates>();
    const parse = (
      entry: ZipEntry,
      parser: (text: string, path: string) => MavenCoordinates | undefined,
    ) =>
      this.#attempt(entry.name, place, () => {
        this.#budget.takeText(Math.min(entry.inflatedBytes, textBytes));
        const text = readEntry(zip, entry, textBytes, this.#budget).toString("utf8");
        const found = parser(text, entry.name);
        if (found !== undefined) poms.set(JSON.stringify(found), found);
        return found;
      });
    const folders = new Set<string>();
    for (const entry of pomProperties) {
      if (this.#budget.isSpent) break;
      if (parse(entry, parsePomProperties) !== undefined) folders.add(folderOf(entry.name));
    }
    for (const entry of pomXml) {
      if (this.#budget.isSpent) break;
      const isNews = mavenPlace(entry.name) !== undefined && !folders.has(folderOf(entry.name));
      if (isNews) parse(entry, parsePomXml);
    }
    return [...poms.values()];
  }

  #readManifest(zip: Buffer, entry: ZipEntry | undefined, place: Place): Manifest {
    if (entry === undefined) return new Map();
    const { textBytes } = this.#budget.limits;
    const text = this.#attempt(entry.name, place, () => {
      this.#budget.takeText(Math.min(entry.inflatedBytes, textBytes));
      return readLeading(zip, entry, textBytes, this.#budget).toString("utf8");
    });
    return parseManifest(text ?? "");
  }

  #readNested(zip: Buffer, entry: ZipEntry, place: Place): void {
    const { depth, archiveBytes, pathLength } = this.#budget.limits;
    if (place.depth >= depth) throw tooMuch(`it lies deeper than ${depth} archives`);
    const inner = place.inner === undefined ? entry.name : `${place.inner}!/${entry.name}`;
    if (inner.length > pathLength) {
      throw tooMuch(`its path is longer than ${pathLength} characters`);
    }
    const content = readEntry(zip, entry, archiveBytes, this.#budget);
    const fileName = entry.name.slice(entry.name.lastIndexOf("/") + 1);
    this.read(content, { fileName, inner, depth: place.depth + 1 });
  }

  #add(found: MavenCoordinates, { inner }: Place): void {
    const { packages } = this.#budget.limits;
    if (this.packages.length < packages) {
      this.packages.push(inner === undefined ? found : { ...found, inner });
    } else if (!this.#budget.isSpent) {
      this.#budget.isSpent = true;
      const why = `it holds more than ${packages} packages; what follows was not read`;
      addFault(this.faults, { code: "LIMIT_EXCEEDED", why });
    }
  }

  /** What cannot be read becomes a fault; the rest of the archive stands. */
  #attempt<T>(name: string | undefined, { inner }: Place, read: () => T): T | undefined {
    try {
      return read();
    } catch (cause) {
      const { code, message } = toPlimsollError(cause, "MALFORMED", "it cannot be read");
      const path = [inner, name].filter((part) => part !== undefined).join("!/");
      const where = path === "" ? "" : `${JSON.stringify(path.slice(-200))}: `;
      addFault(this.faults, { code, why: `${where}${message}` });
      return undefined;
    }
  }
}

function folderOf(name: string): string {
  return name.slice(0, name.lastIndexOf("/") + 1);
}

function tooMuch(why: string): PlimsollError {
  return new PlimsollError("LIMIT_EXCEEDED", why);
}
