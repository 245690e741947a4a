import type { Severity, Verdict } from "@plimsoll/core";

/** Wraps a text in the codes of a look, or gives it back as it is. */
export type Paint = (text: string) => string;

/** The looks of a report on a terminal. */
export interface Style {
  bold: Paint;
  dim: Paint;
  good: Paint;
  bad: Paint;
  verdict: Record<Verdict["result"], Paint>;
  severity: Record<Severity, Paint>;
}

/** @param colour false makes every look plain: for pipes, files and `NO_COLOR` */
export function createStyle(colour: boolean): Style {
  // ECMA-48, Select Graphic Rendition. Only the 16 base colours, which the user's theme adapts.
  const sgr = (...codes: number[]): Paint =>
    colour ? (text) => `\u001b[${codes.join(";")}m${text}\u001b[0m` : (text) => text;
  return {
    bold: sgr(1),
    dim: sgr(2),
    good: sgr(32),
    bad: sgr(31),
    verdict: { pass: sgr(1, 32), warn: sgr(1, 33), fail: sgr(1, 31) },
    severity: {
      critical: sgr(1, 31),
      high: sgr(31),
      medium: sgr(33),
      low: sgr(36),
      negligible: sgr(2),
      unknown: sgr(35),
    },
  };
}
