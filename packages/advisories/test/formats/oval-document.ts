/** A test of an OVAL document, with what it refers to. */
export interface MadeTest {
  id: string;
  comment: string;
  xml: { tests: string; objects: string; states: string; variables: string };
}

interface TestOptions {
  comment: string;
  /** `rpminfo`, `dpkginfo`, `uname` … */
  kind?: string;
  /** Of the package; several are the values of a variable. */
  names?: string[];
  /** `evr`, `version`, `arch` …, and how they are compared: `["evr", "less than", "1.0"]`. */
  entities?: [string, string, string][];
}

/** Makes OVAL documents as their publishers write them, with identifiers of one of them. */
export function ovalDocument(namespace: string) {
  const made: MadeTest[] = [];
  const definitions: string[] = [];
  return {
    /** @returns the criterion that refers to it */
    test({ comment, kind = "rpminfo", names = [], entities = [] }: TestOptions): string {
      const number = 1000 + made.length;
      const id = (type: string) => `oval:${namespace}:${type}:${number}`;
      const name =
        names.length > 1 ? `<name var_ref="${id("var")}"/>` : `<name>${names[0] ?? ""}</name>`;
      const states = entities.map(
        ([entity, operation, value]) =>
          `<l:${entity} operation="${operation}">${value}</l:${entity}>`,
      );
      const state = states.length > 0 ? `<l:state state_ref="${id("ste")}"/>` : "";
      made.push({
        id: id("tst"),
        comment,
        xml: {
          tests: `<l:${kind}_test id="${id("tst")}" comment="${comment}"><l:object object_ref="${id("obj")}"/>${state}</l:${kind}_test>`,
          objects:
            names.length > 0
              ? `<l:${kind}_object id="${id("obj")}">${name}</l:${kind}_object>`
              : "",
          states:
            states.length > 0
              ? `<l:${kind}_state id="${id("ste")}">${states.join("")}</l:${kind}_state>`
              : "",
          variables:
            names.length > 1
              ? `<constant_variable id="${id("var")}">${names.map((one) => `<value>${one}</value>`).join("")}</constant_variable>`
              : "",
        },
      });
      return `<criterion comment="${comment}" test_ref="${id("tst")}"/>`;
    },
    /** Package `name` before a version. */
    earlier(name: string, version: string, arch?: string): string {
      return this.test({
        comment: `${name} is earlier than ${version}`,
        names: [name],
        entities: [
          ...(arch === undefined
            ? []
            : [["arch", "pattern match", arch] as [string, string, string]]),
          ["evr", "less than", version],
        ],
      });
    },
    definition(kind: string, metadata: string, criteria: string): void {
      const id = `oval:${namespace}:def:${2000 + definitions.length}`;
      definitions.push(
        `<definition id="${id}" version="1" class="${kind}"><metadata>${metadata}</metadata>${criteria}</definition>`,
      );
    },
    toString(): string {
      const all = (part: keyof MadeTest["xml"]) => made.map(({ xml }) => xml[part]).join("\n");
      return `<?xml version="1.0" encoding="UTF-8"?>
<oval_definitions xmlns="http://oval.mitre.org/XMLSchema/oval-definitions-5" xmlns:l="http://oval.mitre.org/XMLSchema/oval-definitions-5#linux">
<definitions>${definitions.join("\n")}</definitions>
<tests>${all("tests")}</tests><objects>${all("objects")}</objects><states>${all("states")}</states><variables>${all("variables")}</variables>
</oval_definitions>`;
    },
  };
}

export const and = (...parts: string[]) => `<criteria operator="AND">${parts.join("")}</criteria>`;
export const or = (...parts: string[]) => `<criteria operator="OR">${parts.join("")}</criteria>`;
