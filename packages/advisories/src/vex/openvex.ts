import { vexStatuses } from "@plimsoll/core";
import { isId, isObject, list, maxItems, text } from "../records/fields.ts";
import { collectReading, statementFault, unidentified } from "./reading.ts";
import type { VexFormat, VexIdentity, VexProduct, VexStatement } from "./statement.ts";
import { isPurl, isSha256Name, moment, optional, sha256Digest, words } from "./words.ts";

/** OpenVEX 0.0.1 to 0.2.0: github.com/openvex/spec, OPENVEX-SPEC.md. */
export const openVexFormat: VexFormat = {
  name: "openvex",
  recognises: (document) => text(document["@context"]).startsWith("https://openvex.dev/ns"),
  read(document, source) {
    const id = words(document["@id"], 300) || source;
    const given = document.statements;
    if (!Array.isArray(given) || given.length > maxItems) {
      const why = Array.isArray(given) ? `more than ${maxItems}` : "there is no list of them";
      return {
        format: "openvex",
        document: id,
        statements: [],
        faults: [{ what: "statements", why }],
      };
    }
    // A statement inherits what it leaves out from its document (Data Inheritance).
    const inherited = {
      author: words(document.author, 200),
      timestamp: moment(document.last_updated) || moment(document.timestamp),
      document: id,
    };
    return collectReading("openvex", id, given, (statement, index) => ({
      what: `statement ${index + 1}`,
      read: () => readStatement(statement, inherited),
    }));
  },
};

type Inherited = Pick<VexStatement, "author" | "timestamp" | "document">;

function readStatement(value: unknown, inherited: Inherited): VexStatement {
  if (!isObject(value)) throw statementFault("it is not an object");
  const status = vexStatuses.find((one) => one === value.status);
  if (status === undefined) throw statementFault("it has no status that OpenVEX knows");
  const justification = words(value.justification, 100);
  const notes = words(value.status_notes);
  return {
    ...inherited,
    names: namesOf(value.vulnerability),
    products: list(value.products).map((product) => readProduct(product, value.subcomponents)),
    status,
    ...optional("justification", justification),
    // Notes alone are no reason; beside a justification they are what explains it.
    ...optional("impact", words(value.impact_statement) || (justification && notes)),
    ...optional("action", words(value.action_statement) || notes),
    timestamp: moment(value.last_updated) || moment(value.timestamp) || inherited.timestamp,
  };
}

/** A name alone until 0.0.1, an object with aliases since 0.2.0. URLs among the aliases are pages. */
function namesOf(vulnerability: unknown): string[] {
  if (!isObject(vulnerability)) return [vulnerability].filter(isId);
  const { name, aliases } = vulnerability;
  return [...new Set([name, vulnerability["@id"], ...list(aliases)].filter(isId))];
}

/** Until 0.0.1 a product is its identifier, and the statement's own `subcomponents` are those of all. */
function readProduct(value: unknown, shared: unknown): VexProduct {
  const own = (isObject(value) ? value.subcomponents : undefined) ?? shared ?? [];
  // Parts that cannot be read must not widen the statement to the whole product.
  const isList = Array.isArray(own) && own.length <= maxItems;
  return { ...identityOf(value), subcomponents: isList ? own.map(identityOf) : [unidentified] };
}

function identityOf(value: unknown): VexIdentity {
  if (typeof value === "string") return identityOf({ "@id": value });
  if (!isObject(value)) return unidentified;
  const identifiers = isObject(value.identifiers) ? value.identifiers : {};
  const hashes = isObject(value.hashes) ? Object.entries(value.hashes) : [];
  return {
    purls: [value["@id"], identifiers.purl].filter(isPurl),
    digests: hashes.flatMap(([name, hash]) => (isSha256Name(name) ? sha256Digest(hash) : [])),
    cpes: ["cpe22", "cpe23", "@cpe22", "@cpe23"]
      .map((key) => identifiers[key])
      .filter((cpe) => typeof cpe === "string"),
  };
}
