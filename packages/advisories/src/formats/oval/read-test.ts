import type { RecordEvent } from "../../records/record.ts";
import type { OvalState, OvalTest } from "./document.ts";

/** What a test says, as far as advisories are concerned. */
export type Claim =
  /** A product or release is installed. */
  | { readonly kind: "product"; readonly product: string }
  /** A module stream is enabled. */
  | { readonly kind: "module"; readonly module: string }
  | { readonly kind: "arch"; readonly arches: readonly string[] }
  /** One of these packages is installed, in versions that the events bound. */
  | {
      readonly kind: "package";
      readonly names: readonly string[];
      readonly events: readonly RecordEvent[];
      readonly versions: readonly string[];
      readonly arches?: readonly string[];
      readonly comment: string;
    }
  /** Nothing about what is installed: a signature, the kernel that runs. */
  | { readonly kind: "other" };

/** Why a definition cannot be read. */
export class NotUnderstood extends Error {}

const maxComment = 100;
const other: Claim = { kind: "other" };
/** Of the system, not of packages: what runs, what a file says. */
const systemTests = new Set([
  "family_test",
  "file_test",
  "rpmverifyfile_test",
  "rpmverifypackage_test",
  "textfilecontent54_test",
  "uname_test",
  "unknown_test",
  "variable_test",
]);
/** Whose key, a release for all, and Ubuntu where it cannot tell the version. */
const saysNothing = / is signed with | must be installed$| but no release version available for it/;
const productNames = /^((?:Oracle Linux|Red Hat Enterprise Linux|(?:open)?SUSE) ?.*) is installed$/;

/**
 * What a test says: by what it refers to, and by its comment where that names things in words that
 * its publisher always uses (`Module nodejs:18 is enabled`).
 *
 * @throws NotUnderstood for what could mean anything
 */
export function readTest(test: OvalTest): Claim {
  const { comment, kind } = test;
  const module = /^Module ([\w.+-]+:[\w.+-]+) is enabled$/.exec(comment)?.[1];
  if (module !== undefined) return { kind: "module", module };
  if (saysNothing.test(comment)) return other;
  if (systemTests.has(kind)) {
    const product = productNames.exec(comment)?.[1];
    return product === undefined ? other : { kind: "product", product };
  }
  if (kind === "rpminfo_test" || kind === "dpkginfo_test") {
    return readPackageTest(test) ?? readComment(comment);
  }
  if (kind === "") return readComment(comment);
  throw new NotUnderstood(`it asks for a ${kind}: ${quote(comment)}`);
}

/** `undefined` when what the test refers to is not there. */
function readPackageTest({ comment, object, states }: OvalTest): Claim | undefined {
  const names = object?.variable?.values ?? (object?.name ? [object.name] : []);
  const entities = states.flatMap((state) => state.entities);
  if (names.length === 0 || states.some((state) => state.entities.length === 0)) return undefined;
  const isRelease = names.some((name) => /(?:^|-)release(?:-|$)/.test(name));
  if (isRelease && !entities.some(({ name }) => name === "evr")) {
    const product = / is installed$/.test(comment) ? comment.slice(0, -13) : "";
    if (product === "") throw new NotUnderstood(`it names no product: ${quote(comment)}`);
    return { kind: "product", product };
  }
  const arches = readArches(states);
  if (entities.length > 0 && entities.every(({ name }) => name === "arch")) {
    return arches ? { kind: "arch", arches } : other;
  }
  if (entities.length > 0 && entities.every(({ name }) => name === "signature_keyid")) return other;
  return {
    kind: "package",
    names,
    comment,
    ...readBounds(entities, comment),
    ...(arches && { arches }),
  };
}

function readBounds(entities: OvalState["entities"], comment: string) {
  const events: RecordEvent[] = [];
  const versions: string[] = [];
  for (const { name, operation, value } of entities) {
    if (name === "arch" || name === "signature_keyid") continue;
    // SUSE: no version is 0, so that none is affected.
    if (name === "version" && operation === "equals" && value === "0") {
      events.push({ type: "introduced", version: "0" }, { type: "fixed", version: "0" });
    } else if (name !== "evr" || value === "") {
      throw new NotUnderstood(`it compares ${name} by ${quote(operation)}: ${quote(comment)}`);
    } else if (operation === "less than") events.push({ type: "fixed", version: value });
    else if (operation === "less than or equal") {
      events.push({ type: "last_affected", version: value });
    } else if (operation === "greater than" || operation === "greater than or equal") {
      // "Greater than 0:0-0": installed in any version.
      if (!/^[0:-]+$/.test(value)) events.push({ type: "introduced", version: value });
    } else if (operation === "equals") versions.push(value);
    else throw new NotUnderstood(`it compares evr by ${quote(operation)}: ${quote(comment)}`);
  }
  return { events, versions };
}

/** `x86_64`, `aarch64|x86_64`, `(aarch64|x86_64)`; `undefined` for all, or for another pattern. */
function readArches(states: readonly OvalState[]): readonly string[] | undefined {
  const entity = states.flatMap(({ entities }) => entities).find(({ name }) => name === "arch");
  if (!entity) return undefined;
  const plain = entity.value.replace(/^\(|\)$/g, "");
  return /^\w+(?:\|\w+)*$/.test(plain) ? plain.split("|") : undefined;
}

/** Where the file leaves out what a criterion refers to, its words say the same. */
function readComment(comment: string): Claim {
  const [, name, version] = /^(?:Package )?(\S+) is earlier than (\S+?)(?:,|$)/.exec(comment) ?? [];
  if (name !== undefined && version !== undefined) {
    const events: RecordEvent[] = [{ type: "fixed", version }];
    return { kind: "package", names: [name], events, versions: [], comment };
  }
  const arch = / arch is (\w+)$/.exec(comment)?.[1];
  if (arch !== undefined) return { kind: "arch", arches: [arch] };
  const product = productNames.exec(comment)?.[1];
  if (product !== undefined) return { kind: "product", product };
  throw new NotUnderstood(`it refers to a test that is not there: ${quote(comment)}`);
}

function quote(text: string): string {
  return JSON.stringify(text.slice(0, maxComment));
}
