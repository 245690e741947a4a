import { detach } from "../xml/read-xml.ts";

/** A definition of OVAL 5 (oval.mitre.org/language/version5.11): what holds, and when. */
export interface OvalDefinition {
  readonly id: string;
  /** `patch`, `vulnerability`, `inventory` … */
  readonly class: string;
  title: string;
  description: string;
  readonly platforms: string[];
  readonly references: { readonly source: string; readonly id: string; readonly url: string }[];
  readonly cves: string[];
  readonly cpes: string[];
  /** CVSS vectors of version 3 and later. */
  readonly vectors: string[];
  severity: string;
  issued: string;
  updated: string;
  /** Microsoft's word for whether a fix exists: `true`, `false`, `Not Applicable`. */
  patchable: string;
  /** Red Hat's word for what it does about components that are not fixed. */
  readonly resolutions: { readonly state: string; readonly components: string[] }[];
  criteria: OvalCriteria | undefined;
}

export interface OvalCriteria {
  readonly operator: string;
  readonly isNegated: boolean;
  readonly children: (OvalCriteria | OvalCriterion)[];
}

/** A leaf of the criteria: a test, or another definition that has to hold (`extend_definition`). */
export interface OvalCriterion {
  readonly test?: OvalTest;
  readonly isNegated: boolean;
}

/** A test; what it refers to may stand before or after it, or be missing. */
export interface OvalTest {
  /** As the first criterion that refers to it says, else its own. */
  comment: string;
  /** `rpminfo_test`, `dpkginfo_test` …; empty while it is only referred to. */
  kind: string;
  object: OvalObject | undefined;
  readonly states: OvalState[];
}

export interface OvalObject {
  /** The names of packages: one, or those of a variable. */
  name: string;
  variable: { readonly values: string[] } | undefined;
}

export interface OvalState {
  /** `evr`, `version`, `arch`, `signature_keyid` …: what is compared, how, and with what. */
  readonly entities: { readonly name: string; readonly operation: string; value: string }[];
}

/** Holds what has an identifier, `oval:com.redhat.rhsa:tst:20191992005`, made when it is first referred to. */
export class Registry<Thing> {
  /** By what stands before the number, then by the number: there are hundreds of thousands. */
  readonly #things = new Map<string, Map<string | number, Thing>>();
  readonly #make: () => Thing;

  constructor(make: () => Thing) {
    this.#make = make;
  }

  get(id: string): Thing {
    const colon = id.lastIndexOf(":") + 1;
    const space = id.slice(0, colon);
    const rest = id.slice(colon);
    const key = /^[1-9]\d{0,14}$/.test(rest) ? Number(rest) : detach(rest);
    let things = this.#things.get(space);
    if (things === undefined) {
      things = new Map();
      this.#things.set(detach(space), things);
    }
    let thing = things.get(key);
    if (thing === undefined) {
      thing = this.#make();
      things.set(key, thing);
    }
    return thing;
  }
}
