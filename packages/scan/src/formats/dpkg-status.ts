import { addFault, excerpt } from "./fault.ts";
import { forEachLine, isBlank } from "./lines.ts";
import { addPackage, type PackageDatabase } from "./package-database.ts";

/** Fields of a stanza that matter here, by their name in lower case (deb822(5): names ignore case). */
type Stanza = Partial<
  Record<
    | "package"
    | "status"
    | "version"
    | "source"
    | "sourcename"
    | "architecture"
    | "license"
    | "maintainer",
    string
  >
>;

const longestFieldName = 32;

/** What was read, and whether anything looked like a stanza at all. */
export interface DpkgStatus extends PackageDatabase {
  stanzas: number;
}

/**
 * Reads dpkg's database (deb822(5) stanzas, fields as in dpkg-query(1)). A package counts as
 * installed when the third word of `Status` is `installed`. Where `statusExpected` is false (the
 * files below `status.d`, which distroless images hold) a stanza without `Status` counts too.
 */
export function parseDpkgStatus(text: string, options: { statusExpected: boolean }): DpkgStatus {
  const status: DpkgStatus = { packages: [], faults: [], stanzas: 0 };
  let stanza: Stanza = {};
  let firstLine = 0;
  let lastField: keyof Stanza | undefined;

  const close = (): boolean => {
    if (firstLine === 0) return true;
    const closed = stanza;
    const line = firstLine;
    stanza = {};
    firstLine = 0;
    lastField = undefined;
    return addStanza(status, closed, line, options.statusExpected);
  };

  let isFull = false;
  forEachLine(text, (start, end, line) => {
    if (isBlank(text, start, end)) {
      isFull = !close();
      return !isFull;
    }
    if (firstLine === 0) firstLine = line;
    const first = text.charCodeAt(start);
    if (first === 0x20 || first === 0x09) {
      // A folded field may begin on its second line.
      if (lastField !== undefined && stanza[lastField] === "") {
        stanza[lastField] = text.slice(start, end).trim();
      }
      return true;
    }
    const colon = colonOf(text, start, end);
    if (colon === -1) {
      lastField = undefined;
      const why = `${excerpt(text.slice(start, Math.min(end, start + 80)))} is not a field`;
      addFault(status.faults, { code: "MALFORMED", line, why });
      return true;
    }
    lastField = fieldOf(text, start, colon);
    if (lastField === undefined) return true;
    if (stanza[lastField] === undefined) stanza[lastField] = text.slice(colon + 1, end).trim();
    else {
      const why = `the field ${lastField} is given twice; the first one counts`;
      addFault(status.faults, { code: "MALFORMED", line, why });
    }
    return true;
  });
  if (!isFull) close();
  return status;
}

function colonOf(text: string, start: number, end: number): number {
  const last = Math.min(end, start + longestFieldName);
  for (let at = start; at < last; at += 1) if (text.charCodeAt(at) === 0x3a) return at;
  return -1;
}

function fieldOf(text: string, start: number, colon: number): keyof Stanza | undefined {
  const length = colon - start;
  if (length !== 6 && length !== 7 && length !== 10 && length !== 12) return undefined;
  const lower = text.slice(start, colon).toLowerCase();
  switch (lower) {
    case "package":
    case "status":
    case "version":
    case "source":
    case "sourcename":
    case "license":
    case "architecture":
    case "maintainer":
      return lower;
    default:
      return undefined;
  }
}

function addStanza(
  status: DpkgStatus,
  stanza: Stanza,
  line: number,
  statusExpected: boolean,
): boolean {
  if (stanza.package === undefined) {
    addFault(status.faults, { code: "MALFORMED", line, why: "a stanza names no package" });
    return true;
  }
  status.stanzas += 1;
  const isInstalled =
    stanza.status === undefined
      ? !statusExpected
      : stanza.status.split(/\s+/, 3)[2] === "installed";
  if (!isInstalled) return true;
  const version = stanza.version ?? "";
  return addPackage(
    status,
    {
      name: stanza.package,
      version,
      ...(stanza.architecture ? { architecture: stanza.architecture } : {}),
      // OpenWrt's `Source` is a folder; the name has a field of its own.
      source: sourceOf(stanza.sourcename ?? stanza.source, stanza.package, version),
      ...(stanza.license ? { licences: [stanza.license] } : {}),
      ...(stanza.maintainer ? { supplier: stanza.maintainer } : {}),
    },
    line,
  );
}

/** `Source: name (version)`; both default to the binary package's own. */
function sourceOf(
  field: string | undefined,
  name: string,
  version: string,
): { name: string; version: string } {
  if (!field) return { name, version };
  const open = field.indexOf("(");
  if (open === -1) return { name: field, version };
  const close = field.indexOf(")", open);
  const inner = field.slice(open + 1, close === -1 ? undefined : close).trim();
  return { name: field.slice(0, open).trim() || name, version: inner || version };
}
