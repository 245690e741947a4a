import { compareParsed, parseVersion, type VersionScheme } from "../versions/compare.ts";
import type { RecordEvent } from "./record.ts";

/** A place between versions: just before one, or just after it. */
export interface Cut {
  readonly version: string;
  readonly isAfter: boolean;
}

/** A run of versions; without an end on a side, all of that side. */
export interface Span {
  readonly from?: Cut | undefined;
  readonly to?: Cut | undefined;
}

export const everything: Span = {};

/** Sets of versions of one scheme; of versions that it can compare, which `where` makes sure of. */
export class Spans {
  readonly #scheme: VersionScheme;

  constructor(scheme: VersionScheme) {
    this.#scheme = scheme;
  }

  /**
   * The versions that one comparison holds for; `undefined` for a version that cannot be compared
   * and an operator that is none.
   */
  where(operator: string, version: string): Span[] | undefined {
    if (!parseVersion(this.#scheme, version)) return undefined;
    const before = { version, isAfter: false };
    const after = { version, isAfter: true };
    switch (operator) {
      case "<":
        return [{ to: before }];
      case "<=":
        return [{ to: after }];
      case ">":
        return [{ from: after }];
      case ">=":
        return [{ from: before }];
      case "":
      case "=":
      case "==":
        return [{ from: before, to: after }];
      case "!=":
        return [{ to: before }, { from: after }];
      default:
        return undefined;
    }
  }

  /** The versions from one on and before another. */
  between(from: string, to: string): Span[] | undefined {
    const [lower, upper] = [this.where(">=", from), this.where("<", to)];
    return lower && upper && this.intersection(lower, upper);
  }

  /** In order, with those joined that overlap or touch. */
  union(spans: readonly Span[]): Span[] {
    const sorted = spans
      .filter((span) => !this.#isEmpty(span))
      .sort((a, b) => this.#compareFrom(a.from, b.from));
    const joined: Span[] = [];
    for (const span of sorted) {
      const last = joined.at(-1);
      const touches = last && (!last.to || !span.from || this.#compare(span.from, last.to) <= 0);
      if (!touches) joined.push(span);
      else joined[joined.length - 1] = { from: last.from, to: this.#later(last.to, span.to) };
    }
    return joined;
  }

  /** What none of the spans has. */
  complement(spans: readonly Span[]): Span[] {
    const gaps: Span[] = [];
    let from: Cut | undefined;
    for (const span of this.union(spans)) {
      if (span.from) gaps.push({ from, to: span.from });
      if (!span.to) return gaps;
      from = span.to;
    }
    gaps.push({ from });
    return gaps;
  }

  /** What both sets have. */
  intersection(a: readonly Span[], b: readonly Span[]): Span[] {
    return this.complement([...this.complement(a), ...this.complement(b)]);
  }

  /** As the events of ranges, one range for each span. */
  toRanges(spans: readonly Span[]): RecordEvent[][] {
    return this.union(spans).map(({ from, to }) => {
      const events: RecordEvent[] = [{ type: "introduced", version: this.#first(from) }];
      if (to) events.push({ type: to.isAfter ? "last_affected" : "fixed", version: to.version });
      return events;
    });
  }

  /** No scheme names the version after another one: the lowest that anybody would publish. */
  #first(from: Cut | undefined): string {
    if (!from) return "0";
    if (!from.isAfter) return from.version;
    const next = this.#scheme === "semver" ? nextSemver(from.version) : `${from.version}.0.0.1`;
    return parseVersion(this.#scheme, next) ? next : from.version;
  }

  #isEmpty({ from, to }: Span): boolean {
    return from !== undefined && to !== undefined && this.#compare(from, to) >= 0;
  }

  #compareFrom(a: Cut | undefined, b: Cut | undefined): number {
    return a && b ? this.#compare(a, b) : Number(a !== undefined) - Number(b !== undefined);
  }

  #later(a: Cut | undefined, b: Cut | undefined): Cut | undefined {
    if (!a || !b) return undefined;
    return this.#compare(a, b) >= 0 ? a : b;
  }

  #compare(a: Cut, b: Cut): number {
    const left = parseVersion(this.#scheme, a.version);
    const right = parseVersion(this.#scheme, b.version);
    const order = left && right ? compareParsed(left, right) : 0;
    return order || Number(a.isAfter) - Number(b.isAfter);
  }
}

/** Semantic Versioning, section 11: `1.2.4-0` follows `1.2.3`, and `1.2.3-rc.0` follows `1.2.3-rc`. */
function nextSemver(version: string): string {
  const [, head, patch] = /^(\d+\.\d+\.)(\d{1,9})$/.exec(version) ?? [];
  return head === undefined ? `${version}.0` : `${head}${Number(patch) + 1}-0`;
}
