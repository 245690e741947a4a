import type { Report, Trust, TrustAttestation, TrustCheck, TrustSignature } from "@plimsoll/core";
import { escapeTerminal } from "../escape/terminal.ts";
import type { Style } from "./style.ts";
import { wrapLine } from "./wrap.ts";

const marks = { pass: "✓", fail: "✗", warn: "!", skipped: "-" } as const;
type Result = TrustCheck["result"];

/** What a tree of trust is drawn with. */
export interface TrustTreeOptions {
  readonly width: number;
  readonly style: Style;
  /** Column in which it starts. */
  readonly indent: number;
  /** Lines at most. */
  readonly maxLines: number;
}

/** One line of the tree, and how deep it stands. */
interface Line {
  readonly depth: number;
  readonly mark?: Result;
  readonly text: string;
}

/**
 * Whom an image comes from, as a tree: what was asked for, the signatures and attestations with their
 * checks, then the same for every platform. What was not checked is marked `-` and says why.
 */
export function renderTrustTree({ trust }: Report, options: TrustTreeOptions): string[] {
  const { width, style, indent, maxLines } = options;
  const lines = linesOf(trust, 0);
  const shown = lines.slice(0, maxLines).flatMap(({ depth, mark, text }) => {
    const column = indent + 2 * depth;
    const [first, ...others] = wrapLine(
      escapeTerminal(text, 600),
      width,
      column + (mark === undefined ? 0 : 2),
    );
    const paint = mark === "pass" ? style.good : mark === "fail" ? style.bad : style.dim;
    const sign = mark === undefined ? "" : `${paint(marks[mark])} `;
    return [`${" ".repeat(column)}${sign}${first}`, ...others];
  });
  const left = lines.length - maxLines;
  return left > 0 ? [...shown, `${" ".repeat(indent)}… ${left} more lines (--verbose)`] : shown;
}

type Judged = Omit<Trust, "children"> & Pick<Trust, "children">;

function linesOf(trust: Judged, depth: number): Line[] {
  return [
    ...(trust.reference === undefined ? [] : [{ depth, text: trust.reference }]),
    ...(trust.rule === undefined || depth > 0
      ? []
      : [{ depth, text: `rule ${trust.rule} (${trust.level})` }]),
    ...(trust.requirements ?? []).map(({ name, result, reason, signers = [] }): Line => {
      const by = signers.length === 0 ? "" : ` (${signers.join(", ")})`;
      return { depth, mark: result, text: `${name}: ${reason}${by}` };
    }),
    ...trust.signatures.flatMap((one) => signatureLines(one, depth)),
    ...(trust.attestations ?? []).flatMap((one) => attestationLines(one, depth)),
    ...(trust.children ?? []).flatMap((child): Line[] => [
      {
        depth,
        mark: child.result === "verified" ? "pass" : "fail",
        text: `platform ${child.platform ?? "unknown"}: ${child.reason}`,
      },
      ...linesOf(child, depth + 1),
    ]),
  ];
}

const resultMarks: Record<TrustSignature["result"], Result> = {
  verified: "pass",
  failed: "fail",
  notChecked: "skipped",
};

function signatureLines({ format, signer, keyId, result, checks }: TrustSignature, depth: number) {
  const by = signer?.name ?? keyId;
  const from = signer?.issuer === undefined ? "" : ` (${signer.issuer})`;
  const at = signer?.signedAt === undefined ? "" : `, ${signer.signedAt}`;
  const whose = by === undefined ? "" : ` by ${by}${from}${at}`;
  const text = `signature ${format}${whose}: ${result === "notChecked" ? "not checked" : result}`;
  return [{ depth, mark: resultMarks[result], text }, ...checkLines(checks, depth + 1)];
}

function attestationLines(attestation: TrustAttestation, depth: number): Line[] {
  const { predicateType, signer, keyId, result, checks } = attestation;
  const by = signer?.name ?? keyId;
  const text = `attestation ${predicateType}${by === undefined ? "" : ` by ${by}`}`;
  return [{ depth, mark: resultMarks[result], text }, ...checkLines(checks, depth + 1)];
}

function checkLines(checks: readonly TrustCheck[], depth: number): Line[] {
  return checks.map(({ name, result, reason }) => ({
    depth,
    mark: result,
    text: `${name}: ${reason}`,
  }));
}
