import { PlimsollError } from "@plimsoll/core";
import { TextKeeper, type XmlReader } from "../xml/read-xml.ts";
import {
  type OvalCriteria,
  type OvalDefinition,
  type OvalObject,
  type OvalState,
  type OvalTest,
  Registry,
} from "./document.ts";

type Attributes = Readonly<Record<string, string>>;

/** What is kept of one file, in all: definitions, nodes of criteria, tests, objects, states, values. */
const maxKept = 5_000_000;
const maxTitle = 500;

/**
 * Collects the definitions of a file, and what their criteria refer to, which stands after them:
 * only at the end is a definition complete.
 */
export class DefinitionReader implements XmlReader<never> {
  readonly definitions: OvalDefinition[] = [];
  readonly #tests = new Registry<OvalTest>(() => ({
    comment: "",
    kind: "",
    object: undefined,
    states: [],
  }));
  readonly #objects = new Registry<OvalObject>(() => ({ name: "", variable: undefined }));
  readonly #states = new Registry<OvalState>(() => ({ entities: [] }));
  readonly #variables = new Registry<{ values: string[] }>(() => ({ values: [] }));
  readonly #criteria: OvalCriteria[] = [];
  #definition: OvalDefinition | undefined;
  #test: OvalTest | undefined;
  #object: OvalObject | undefined;
  #state: OvalState | undefined;
  #variable: { values: string[] } | undefined;
  readonly #texts = new TextKeeper();
  #text = "";
  #kept = 0;

  open(name: string, attributes: Attributes): void {
    this.#text = "";
    if (name === "definition") this.#openDefinition(attributes);
    else if (this.#definition) this.#openInDefinition(this.#definition, name, attributes);
    else if (name.endsWith("_test")) this.#openTest(name, attributes);
    else if (name.endsWith("_object")) this.#object = this.#objects.get(idOf(attributes.id));
    else if (name.endsWith("_state")) {
      this.#state = this.#states.get(idOf(attributes.id));
      this.#state.entities.length = 0;
    } else if (name === "constant_variable") {
      this.#variable = this.#variables.get(idOf(attributes.id));
      this.#variable.values.length = 0;
    } else if (this.#test) this.#openInTest(this.#test, name, attributes);
    else if (this.#object && name === "name" && attributes.var_ref !== undefined) {
      this.#object.variable = this.#variables.get(idOf(attributes.var_ref));
    } else if (this.#state) {
      this.#keep();
      const operation = this.#short(attributes.operation ?? "equals");
      this.#state.entities.push({ name: this.#short(name), operation, value: "" });
    }
  }

  text(text: string): void {
    this.#text = text;
  }

  close(name: string): undefined {
    const text = this.#text.trim();
    if (name === "definition") this.#definition = undefined;
    else if (this.#definition) this.#closeInDefinition(this.#definition, name, text);
    else if (name.endsWith("_test")) this.#test = undefined;
    else if (name.endsWith("_object")) this.#object = undefined;
    else if (name.endsWith("_state")) this.#state = undefined;
    else if (name === "constant_variable") this.#variable = undefined;
    else if (this.#object && name === "name") this.#object.name = this.#short(text);
    else if (this.#variable && name === "value") {
      this.#keep();
      this.#variable.values.push(this.#short(text));
    } else if (this.#state) {
      const entity = this.#state.entities.at(-1);
      if (entity?.name === name) entity.value = this.#short(text);
    }
    this.#text = "";
  }

  #openDefinition({ id = "", class: kind = "" }: Attributes): void {
    this.#keep();
    this.#criteria.length = 0;
    this.#definition = {
      id: this.#short(id),
      class: kind,
      title: "",
      description: "",
      platforms: [],
      references: [],
      cves: [],
      cpes: [],
      vectors: [],
      severity: "",
      issued: "",
      updated: "",
      patchable: "",
      resolutions: [],
      criteria: undefined,
    };
    this.definitions.push(this.#definition);
  }

  #openInDefinition(definition: OvalDefinition, name: string, attributes: Attributes): void {
    const isNegated = attributes.negate === "true";
    if (name === "criteria") {
      this.#keep();
      const criteria = { operator: attributes.operator ?? "AND", isNegated, children: [] };
      const parent = this.#criteria.at(-1);
      if (parent) parent.children.push(criteria);
      else definition.criteria = criteria;
      this.#criteria.push(criteria);
    } else if (name === "criterion" && attributes.test_ref !== undefined) {
      this.#keep();
      const test = this.#tests.get(idOf(attributes.test_ref));
      if (test.comment === "") test.comment = this.#short(attributes.comment ?? "");
      this.#criteria.at(-1)?.children.push({ test, isNegated });
    } else if (name === "extend_definition") {
      this.#criteria.at(-1)?.children.push({ isNegated });
    } else if (name === "reference") {
      this.#keep();
      const { source = "", ref_id: id = "", ref_url: url = "" } = attributes;
      definition.references.push({
        source: this.#short(source),
        id: this.#short(id),
        url: this.#short(url),
      });
    } else if (name === "issued") definition.issued = this.#short(attributes.date ?? "");
    else if (name === "updated") definition.updated = this.#short(attributes.date ?? "");
    else if (name === "cve") {
      const { cvss4, cvss3, cvss_vector } = attributes;
      // "7.5/CVSS:3.1/AV:N/…", and Ubuntu's without the score.
      for (const rating of [cvss4, cvss3, cvss_vector]) {
        const start = rating?.indexOf("CVSS:") ?? -1;
        if (start >= 0) definition.vectors.push(this.#short(rating?.slice(start) ?? ""));
      }
    } else if (name === "resolution") {
      this.#keep();
      definition.resolutions.push({ state: this.#short(attributes.state ?? ""), components: [] });
    }
  }

  #closeInDefinition(definition: OvalDefinition, name: string, text: string): void {
    if (name === "criteria") this.#criteria.pop();
    else if (name === "title") definition.title = this.#short(text);
    else if (name === "description") definition.description = this.#short(text);
    else if (name === "severity") definition.severity = this.#short(text);
    else if (name === "patchable") definition.patchable = this.#short(text);
    else if (name === "advisory_date" || name === "public_date") {
      if (definition.issued === "") definition.issued = this.#short(text);
    } else if (name === "platform") this.#add(definition.platforms, text);
    else if (name === "cpe") this.#add(definition.cpes, text);
    else if (name === "cve") this.#add(definition.cves, text);
    else if (name === "component") {
      const resolution = definition.resolutions.at(-1);
      if (resolution) this.#add(resolution.components, text);
    }
  }

  #openTest(kind: string, { id, comment = "" }: Attributes): void {
    const test = this.#tests.get(idOf(id));
    test.kind = kind;
    test.states.length = 0;
    if (test.comment === "") test.comment = this.#short(comment);
    this.#test = test;
  }

  #openInTest(test: OvalTest, name: string, { object_ref, state_ref }: Attributes): void {
    if (name === "object" && object_ref !== undefined) {
      test.object = this.#objects.get(idOf(object_ref));
    } else if (name === "state" && state_ref !== undefined) {
      this.#keep();
      test.states.push(this.#states.get(idOf(state_ref)));
    }
  }

  #add(list: string[], text: string): void {
    this.#keep();
    list.push(this.#short(text));
  }

  #keep(): void {
    this.#kept += 1;
    if (this.#kept > maxKept) {
      throw new PlimsollError("LIMIT_EXCEEDED", `The file holds more than ${maxKept} facts`, {
        action: "Check that this is an OVAL feed; split it when it is.",
      });
    }
  }

  #short(text: string): string {
    return this.#texts.keep(text.slice(0, maxTitle));
  }
}

/** Identifiers have no length that matters; what is longer than a title is none. */
function idOf(id = ""): string {
  return id.slice(0, maxTitle);
}
