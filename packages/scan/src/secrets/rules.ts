import { PlimsollError } from "@plimsoll/core";
import type { Detector } from "./detector.ts";
import { detectors } from "./detectors/list.ts";
import type { ByteSet } from "./pattern/byte-set.ts";
import { judgePattern } from "./pattern/linear.ts";
import { Prefilter } from "./prefilter.ts";

/** A detector that is ready to run. */
export interface PreparedDetector {
  readonly detector: Detector;
  /** Place in the list: of two that see the same value, the lower one reports it. */
  readonly rank: number;
  /** Sticky. */
  readonly expression: RegExp;
  /** Steps that one attempt takes at most. */
  readonly steps: number;
  /** Bytes that a match can start with. */
  readonly first: ByteSet;
}

/** Detectors, and the one search for all their keywords. */
export class SecretRules {
  readonly detectors: readonly Detector[];
  readonly prefilter: Prefilter;
  /** Places in the list, by keyword. */
  readonly byKeyword: readonly (readonly number[])[];
  /** Detectors that look at all of the files with their path. */
  readonly byPath: readonly number[];
  /** Detectors with a keyword that starts a line: at the start of a file there is no line break. */
  readonly atStart: readonly number[];
  readonly #prepared: (PreparedDetector | undefined)[];

  constructor(list: readonly Detector[]) {
    this.detectors = list;
    const ranks = new Map<string, number[]>();
    list.forEach(({ keywords }, rank) => {
      for (const keyword of new Set(keywords.map((word) => word.toLowerCase()))) {
        ranks.set(keyword, [...(ranks.get(keyword) ?? []), rank]);
      }
    });
    this.prefilter = new Prefilter([...ranks.keys()]);
    this.byKeyword = [...ranks.values()];
    const ranksWhere = (holds: (detector: Detector) => boolean) =>
      list.flatMap((detector, rank) => (holds(detector) ? [rank] : []));
    this.byPath = ranksWhere(({ keywords }) => keywords.length === 0);
    this.atStart = ranksWhere(({ keywords }) => keywords.some((word) => word.startsWith("\n")));
    this.#prepared = list.map(() => undefined);
  }

  /**
   * The detector of this rank. Most are never needed: each is prepared when it is first asked for.
   *
   * @throws PlimsollError `INTERNAL` when its pattern cannot be proved to end in bounded time
   */
  prepare(rank: number): PreparedDetector {
    const known = this.#prepared[rank];
    if (known !== undefined) return known;
    const detector = this.detectors[rank]!;
    const { id, pattern, flags = "" } = detector;
    const judgement = judgePattern(pattern, flags);
    if (!judgement.ok) {
      throw new PlimsollError("INTERNAL", `The pattern of ${id} cannot be used: ${judgement.why}`);
    }
    const { steps, first } = judgement;
    const prepared = { detector, rank, expression: new RegExp(pattern, `${flags}y`), steps, first };
    this.#prepared[rank] = prepared;
    return prepared;
  }
}

let known: SecretRules | undefined;

/** Our own detectors. */
export function defaultRules(): SecretRules {
  known ??= new SecretRules(detectors);
  return known;
}
