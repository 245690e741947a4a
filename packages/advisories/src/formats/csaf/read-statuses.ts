import type { FixState } from "../../advisory.ts";
import { isObject, member, text } from "../../records/fields.ts";
import type { RecordAffected, RecordEvent } from "../../records/record.ts";
import { moduleOf } from "../red-hat/module.ts";
import { readFixState } from "../red-hat/state.ts";
import { items, type ProductTree } from "./product-tree.ts";
import type { CsafPublisher } from "./publishers.ts";
import { type NamedBuild, readBuild } from "./read-build.ts";

/** CSAF 2.0, 3.2.3.9: what is said about a product. SUSE recommends what fixes. */
const groups = [
  ["fixed", ["first_fixed", "fixed", "recommended"]],
  ["affected", ["known_affected", "first_affected", "last_affected"]],
  ["under-investigation", ["under_investigation"]],
  ["not-affected", ["known_not_affected"]],
] as const;
type Status = (typeof groups)[number][0];

/** What is said about one package of one release in all of its builds. */
interface Entry {
  readonly status: Status;
  readonly ecosystem: string;
  readonly build: NamedBuild;
  readonly state: FixState | undefined;
  readonly arches: Set<string>;
  /** `undefined` when it holds for all of the release. */
  repositories: Set<string> | undefined;
}

/** What the vulnerabilities of a document say about packages of releases. */
export class Statuses {
  readonly #entries = new Map<string, Entry>();
  readonly #tree: ProductTree;
  readonly #publisher: CsafPublisher;

  constructor(tree: ProductTree, publisher: CsafPublisher) {
    this.#tree = tree;
    this.#publisher = publisher;
  }

  /** @throws RangeError for more products than any real document has */
  add(vulnerability: unknown): void {
    const states = readRemediations(vulnerability);
    for (const [status, names] of groups) {
      for (const name of names) {
        const listed = member(member(vulnerability, "product_status"), name);
        for (const id of items(listed)) {
          if (typeof id === "string") this.#addProduct(id, status, states.get(id));
        }
      }
    }
  }

  affected(): RecordAffected[] {
    const entries = [...this.#entries.values()];
    const named = new Set(entries.map((entry) => nameOf(entry)));
    const spoken = new Set(
      entries.filter(({ status }) => status !== "not-affected").map(subjectOf),
    );
    return (
      entries
        .filter((entry) => entry.status !== "not-affected" || !spoken.has(subjectOf(entry)))
        // Where the binary package of the same name is listed, all of the source's are.
        .filter((entry) => !entry.arches.has("src") || !named.has(nameOf(entry, "binary")))
        .map((entry) => toAffected(entry, this.#publisher))
    );
  }

  #addProduct(id: string, status: Status, remedy: FixState | undefined): void {
    const found = this.#tree.find(id);
    const build = found && readBuild(found);
    if (!build || /-debug(?:info|source)(?:-|$)/.test(build.name)) return;
    if (status === "fixed" && build.version === undefined) return;
    const { ecosystem, repository } = this.#publisher.place(found.platform);
    const state = stateOf(status, remedy);
    const kind = build.arch === "src" ? "source" : "binary";
    const version = status === "fixed" ? build.version : "";
    const key = [status, ecosystem, kind, build.name, build.module, version, state].join("\n");
    let entry = this.#entries.get(key);
    if (!entry) {
      entry = { status, ecosystem, build, state, arches: new Set(), repositories: new Set() };
      this.#entries.set(key, entry);
    }
    if (build.arch !== undefined) entry.arches.add(build.arch);
    if (repository === undefined) entry.repositories = undefined;
    else entry.repositories?.add(repository);
  }
}

function stateOf(status: Status, remedy: FixState | undefined): FixState | undefined {
  if (status === "under-investigation") return status;
  return status === "affected" ? (remedy ?? "affected") : undefined;
}

function subjectOf({ ecosystem, build }: Entry): string {
  return [ecosystem, build.name, build.module].join("\n");
}

function nameOf(entry: Entry, kind = entry.arches.has("src") ? "source" : "binary"): string {
  return [kind, entry.status, subjectOf(entry)].join("\n");
}

function toAffected(
  { status, ecosystem, build, state, arches, repositories }: Entry,
  { namesModules }: CsafPublisher,
): RecordAffected {
  const { name, module, version = "" } = build;
  const events: RecordEvent[] = [{ type: "introduced", version: "0" }];
  if (status === "fixed") events.push({ type: "fixed", version });
  if (status === "not-affected") events.push({ type: "fixed", version: "0" });
  // Other builds than those that were fixed are not said to be affected; unfixed is every build.
  const isLimited = status === "fixed" || arches.has("src");
  return {
    ecosystem,
    name,
    ranges: [events],
    versions: [],
    severities: [],
    urgency: "",
    notice: "",
    ...(state !== undefined && { state }),
    ...moduleOf(module, version, namesModules),
    ...(isLimited && arches.size > 0 && { arches: [...arches].sort() }),
    ...(repositories && repositories.size > 0 && { repositories: [...repositories].sort() }),
  };
}

/** What the publisher does about products that no version fixes (CSAF 2.0, 3.2.3.12). */
function readRemediations(vulnerability: unknown): Map<string, FixState> {
  const states = new Map<string, FixState>();
  for (const remediation of items(member(vulnerability, "remediations"))) {
    if (!isObject(remediation)) continue;
    const words = readFixState(text(remediation.details));
    const state =
      remediation.category === "none_available"
        ? (words ?? "affected")
        : remediation.category === "no_fix_planned"
          ? (words ?? "will-not-fix")
          : undefined;
    if (state === undefined) continue;
    for (const id of items(remediation.product_ids))
      if (typeof id === "string") states.set(id, state);
  }
  return states;
}
