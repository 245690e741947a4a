import { TextKeeper, type XmlReader } from "../xml/read-xml.ts";

/** An update as dnf's repositories describe it (github.com/openSUSE/libsolv, `ext/repo_updateinfoxml.c`). */
export interface Update {
  readonly type: string;
  readonly status: string;
  id: string;
  title: string;
  severity: string;
  issued: string;
  updated: string;
  readonly references: { readonly type: string; readonly id: string; readonly href: string }[];
  readonly packages: UpdatePackage[];
}

export interface UpdatePackage {
  readonly name: string;
  readonly epoch: string;
  readonly version: string;
  readonly release: string;
  readonly arch: string;
  /** `nodejs:18`; empty outside of any module. */
  readonly module: string;
}

type Attributes = Readonly<Record<string, string>>;

/** A distribution's largest update has some ten thousand packages. */
const maxParts = 100_000;
const maxText = 500;

/** Gives each update when it is complete. */
export class UpdateReader implements XmlReader<Update> {
  #update: Update | undefined;
  #module = "";
  #isInPackage = false;
  #parts = 0;
  readonly #texts = new TextKeeper();
  #text = "";

  open(name: string, attributes: Attributes): void {
    this.#text = "";
    if (name === "update") {
      const { type = "", status = "" } = attributes;
      this.#parts = 0;
      this.#update = {
        type,
        status,
        id: "",
        title: "",
        severity: "",
        issued: "",
        updated: "",
        references: [],
        packages: [],
      };
    } else if (this.#update) this.#openInUpdate(this.#update, name, attributes);
  }

  text(text: string): void {
    this.#text = text;
  }

  close(name: string): Update | undefined {
    const update = this.#update;
    const text = this.#short(this.#text.trim());
    this.#text = "";
    if (!update) return undefined;
    if (name === "update") {
      this.#update = undefined;
      return update;
    }
    if (name === "package") this.#isInPackage = false;
    // Packages have file names and sums of their own.
    else if (this.#isInPackage) return undefined;
    else if (name === "id" && update.id === "") update.id = text;
    else if (name === "title") update.title = text;
    else if (name === "severity") update.severity = text;
    return undefined;
  }

  #openInUpdate(update: Update, name: string, attributes: Attributes): void {
    if (name === "issued") update.issued = attributes.date ?? "";
    else if (name === "updated") update.updated = attributes.date ?? "";
    else if (name === "collection") this.#module = "";
    else if (name === "module") {
      const { name: module = "", stream = "" } = attributes;
      this.#module = module === "" ? "" : `${module}:${stream}`;
    } else if (name === "reference") {
      const { type = "", id = "", href = "" } = attributes;
      if (this.#isWithinBounds()) {
        update.references.push({ type, id: this.#short(id), href: this.#short(href) });
      }
    } else if (name === "package") {
      this.#isInPackage = true;
      const { name: own = "", epoch = "", version = "", release = "", arch = "" } = attributes;
      const module = this.#module;
      if (this.#isWithinBounds()) {
        update.packages.push({
          name: this.#short(own),
          epoch: this.#short(epoch),
          version: this.#short(version),
          release: this.#short(release),
          arch: this.#short(arch),
          module,
        });
      }
    }
  }

  #short(text: string): string {
    return this.#texts.keep(text.slice(0, maxText));
  }

  #isWithinBounds(): boolean {
    this.#parts += 1;
    return this.#parts <= maxParts;
  }
}
