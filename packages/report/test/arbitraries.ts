import {
  createFinding,
  type Difference,
  type Finding,
  type FindingKind,
  type FindingStatus,
  type Report,
  severities,
} from "@plimsoll/core";
import fc from "fast-check";
import { hostileStrings, sampleReport } from "./sample-report.ts";

const kinds: FindingKind[] = [
  "vulnerability",
  "misconfiguration",
  "secret",
  "malware",
  "licence",
  "signature",
  "capability",
  "policy",
];
const statuses: FindingStatus[] = ["pass", "fail", "notApplicable", "unknown", "suppressed"];

/** Text as an image could hold it: hostile, random code points, joined pieces of mark-up. */
export const textArbitrary: fc.Arbitrary<string> = fc.oneof(
  fc.constantFrom(...hostileStrings),
  fc.string({ unit: "binary", maxLength: 40 }),
  fc
    .array(fc.constantFrom(..."@#<>`|[]()!*_\\$&:/-=+~^{}\"'\n\r\t .w1".split(""), "GH-", "www"), {
      maxLength: 24,
    })
    .map((pieces) => pieces.join("")),
);

const diffIds = sampleReport().inventory.layers.map(({ diffId }) => diffId);
const optional = <T>(arbitrary: fc.Arbitrary<T>) => fc.option(arbitrary, { nil: undefined });
const line = fc.integer({ min: 1, max: 1_000_000 });

/** Leaves out the keys without a value: the schema's optional keys are absent, never `undefined`. */
function compact<T extends object>(value: T): { [Key in keyof T]: Exclude<T[Key], undefined> } {
  return Object.fromEntries(Object.entries(value).filter(([, v]) => v !== undefined)) as never;
}

export const findingArbitrary: fc.Arbitrary<Finding> = fc
  .record({
    rule: textArbitrary,
    kind: fc.constantFrom(...kinds),
    severity: fc.constantFrom(...severities),
    status: fc.constantFrom(...statuses),
    statusReason: optional(textArbitrary),
    title: textArbitrary,
    description: optional(textArbitrary),
    package: optional(
      fc.record({ purl: textArbitrary, name: textArbitrary, version: textArbitrary }),
    ),
    vulnerability: optional(
      fc
        .record({
          id: textArbitrary,
          aliases: fc.array(textArbitrary, { maxLength: 2 }),
          fixedVersion: optional(textArbitrary),
          feed: textArbitrary,
          summary: optional(textArbitrary),
          cvss: optional(
            fc.record({
              score: fc.double({ noNaN: true, noDefaultInfinity: true }),
              vector: textArbitrary,
            }),
          ),
        })
        .map(compact),
    ),
    location: optional(
      fc
        .record({
          path: textArbitrary,
          line: optional(line),
          column: optional(line),
          layer: optional(fc.oneof(fc.constantFrom(...diffIds), textArbitrary)),
          instruction: optional(textArbitrary),
        })
        .map(compact),
    ),
    evidence: optional(fc.record({ value: textArbitrary, source: textArbitrary })),
    fix: optional(fc.record({ description: textArbitrary })),
    references: fc.array(textArbitrary, { maxLength: 3 }),
    peers: fc.dictionary(textArbitrary, fc.array(textArbitrary, { maxLength: 2 }), { maxKeys: 3 }),
    suppression: optional(fc.record({ reason: textArbitrary })),
  })
  .map((fields) => createFinding({ ...compact(fields), identity: [fields.title] } as never));

/** Reports that the schema accepts, whatever their texts hold. */
/** Every text of it out of an image, or of whoever named the base. */
const differenceArbitrary: fc.Arbitrary<Difference> = fc
  .record({
    reference: textArbitrary,
    fixed: fc.array(findingArbitrary, { maxLength: 2 }),
    text: textArbitrary,
    isEmpty: fc.boolean(),
  })
  .map(({ reference, fixed, text, isEmpty }) => ({
    base: { reference, kind: "report" as const, checkedAt: text },
    kinds: isEmpty ? [] : [...kinds],
    new: [],
    unchanged: [],
    changed: [],
    fixed,
    packages: isEmpty ? [] : [{ name: text, type: text, from: text, to: text }],
    privileges: isEmpty ? [] : [{ origin: text, gained: [text], dropped: [text] }],
    trust: { from: text, to: text },
  }));

export const reportArbitrary: fc.Arbitrary<Report> = fc
  .record({
    findings: fc.array(findingArbitrary, { maxLength: 6 }),
    reference: textArbitrary,
    reasons: fc.array(textArbitrary, { maxLength: 3 }),
    result: fc.constantFrom("pass" as const, "warn" as const, "fail" as const),
    incomplete: fc.array(
      fc.record({ code: textArbitrary, what: textArbitrary, why: textArbitrary }),
      { maxLength: 2 },
    ),
    createdBy: textArbitrary,
    name: textArbitrary,
    startedAt: fc.oneof(textArbitrary, fc.constant("2026-11-23T10:00:00Z")),
    totalMs: fc.double({ noNaN: true, noDefaultInfinity: true }),
    isBare: fc.boolean(),
    difference: optional(differenceArbitrary),
  })
  .map(({ findings, reference, reasons, result, incomplete, isBare, ...texts }): Report => {
    const sample = sampleReport();
    return {
      ...sample,
      subject: isBare ? { kind: "files", reference } : { ...sample.subject, reference },
      inventory: isBare
        ? { layers: [], packages: [] }
        : {
            distribution: { id: texts.name, like: [] },
            layers: sample.inventory.layers.map((layer) => ({
              ...layer,
              createdBy: texts.createdBy,
            })),
            packages: sample.inventory.packages.map((one) => ({ ...one, name: texts.name })),
          },
      privileges: isBare ? { containers: [], files: [] } : sample.privileges,
      findings,
      ...(texts.difference && {
        difference: {
          ...texts.difference,
          // Some of them are known and some are not.
          new: findings.slice(0, 2).map(({ fingerprint }) => fingerprint),
          unchanged: findings.slice(2, 4).map(({ fingerprint }) => fingerprint),
        },
      }),
      verdict: { result, reasons },
      incomplete,
      timing: { startedAt: texts.startedAt, totalMs: texts.totalMs, phases: {} },
    };
  });
