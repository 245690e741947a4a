import { PlimsollError } from "@plimsoll/core";
import { parseVers } from "../versions/vers.ts";
import type {
  VexFault,
  VexFormatName,
  VexIdentity,
  VexProduct,
  VexReading,
  VexStatement,
} from "./statement.ts";

/** More faults of one document are counted and not listed. */
const mostFaults = 1_000;

interface Part {
  what: string;
  /** @throws the result of `statementFault` */
  read(): VexStatement;
}

/** What names nothing that can be compared. */
export const unidentified: VexIdentity = { purls: [], digests: [], cpes: [] };

/** An identity at the versions of a range; what cannot be compared names nothing. */
export function withinRange(identity: VexIdentity, range: unknown): VexIdentity {
  return typeof range === "string" && parseVers(range) ? { ...identity, range } : unidentified;
}

/** Says why a statement cannot be applied; `collectReading` turns it into a fault. */
export function statementFault(why: string): PlimsollError {
  return new PlimsollError("MALFORMED", why);
}

/** Reads every statement of a document: one that cannot be applied costs nobody the others. */
export function collectReading<Item>(
  format: VexFormatName,
  document: string,
  items: Iterable<Item>,
  partOf: (item: Item, index: number) => Part,
): VexReading {
  const statements: VexStatement[] = [];
  const faults: VexFault[] = [];
  let index = 0;
  for (const item of items) {
    const { what, read } = partOf(item, index);
    index += 1;
    try {
      statements.push(checked(read(), (why) => faults.push({ what, why })));
    } catch (error) {
      if (!(error instanceof PlimsollError)) throw error;
      faults.push({ what, why: error.message });
    }
  }
  const left = faults.length - mostFaults;
  if (left > 0) {
    faults.splice(mostFaults, left, {
      what: `${left} more statements`,
      why: "they are at fault too",
    });
  }
  return { format, document, statements, faults };
}

/** What any format demands of a statement, so that nothing is suppressed by a claim without reasons. */
function checked(statement: VexStatement, report: (why: string) => void): VexStatement {
  const { names, products, status, justification, impact } = statement;
  if (names.length === 0) throw statementFault("it names no vulnerability");
  if (status === "not_affected" && justification === undefined && impact === undefined) {
    throw statementFault(
      `it says that ${names[0]} does not affect a product, and neither justifies nor explains that`,
    );
  }
  const comparable = products.flatMap(comparablePart);
  if (comparable.length === 0) {
    throw statementFault(`about ${names[0]} it names no product by package URL, SHA-256 or CPE`);
  }
  const left = countIdentities(products) - countIdentities(comparable);
  if (left > 0) {
    report(
      `about ${names[0]} it names ${left} products or parts without package URL, SHA-256 or CPE`,
    );
  }
  return { ...statement, products: comparable };
}

/** A product whose parts are all unknown must not become the whole product. */
function comparablePart(product: VexProduct): VexProduct[] {
  const subcomponents = product.subcomponents.filter(isComparable);
  const isEmpty = product.subcomponents.length > 0 && subcomponents.length === 0;
  return isEmpty || !isComparable(product) ? [] : [{ ...product, subcomponents }];
}

function countIdentities(products: readonly VexProduct[]): number {
  return products.reduce((sum, { subcomponents }) => sum + 1 + subcomponents.length, 0);
}

function isComparable({ purls, digests, cpes }: VexIdentity): boolean {
  return purls.length + digests.length + cpes.length > 0;
}
