import type { ImageSnapshot } from "../../src/index.ts";
import { engine } from "../live/sound-engine.ts";
import { composeExamples } from "./compose-examples.ts";
import { devContainerExamples } from "./devcontainer-examples.ts";
import { dockerfileExamples, type Examples } from "./dockerfile-examples.ts";
import { imageConfig, imageExamples } from "./image-examples.ts";
import { kubernetesExamples } from "./kubernetes-examples.ts";
import { liveExamples } from "./live-examples.ts";
import { workflowExamples } from "./workflow-examples.ts";

/** The examples of a rule as texts that a page can show. */
export interface ShownExamples {
  /** Of the code block. */
  readonly language: string;
  readonly bad: readonly { readonly text: string; readonly line?: number }[];
  readonly good: readonly string[];
}

/**
 * The examples of every rule, by its id: what the tests run and what `docs/reference/rules` shows.
 * They lie among the tests so that the published package does not carry them.
 */
export const allExamples: Readonly<Record<string, ShownExamples>> = {
  ...ofTexts(dockerfileExamples, "dockerfile"),
  ...ofTexts(composeExamples, "yaml"),
  ...ofTexts(kubernetesExamples, "yaml"),
  ...ofTexts(devContainerExamples, "jsonc"),
  ...ofTexts(workflowExamples, "yaml"),
  ...ofImages(),
  ...ofRecordings(),
};

function ofTexts(
  examples: Readonly<Record<string, Examples>>,
  language: string,
): Record<string, ShownExamples> {
  return Object.fromEntries(
    Object.entries(examples).map(([rule, { fails, passes }]) => [
      rule,
      { language, bad: fails.map(([text, line]) => ({ text, line })), good: passes },
    ]),
  );
}

function ofImages(): Record<string, ShownExamples> {
  return Object.fromEntries(
    Object.entries(imageExamples).map(([rule, { fails, passes }]) => {
      const values = [...fails, ...passes].map(flat);
      const sound = flat(imageConfig());
      // What no example of the rule changes has nothing to do with it.
      const keys = [...new Set([...values, sound].flatMap(Object.keys))].filter((key) =>
        values.some((value) => JSON.stringify(value[key]) !== JSON.stringify(sound[key])),
      );
      const show = (config: ImageSnapshot) =>
        JSON.stringify(Object.fromEntries(keys.map((key) => [key, flat(config)[key]])), null, 2);
      return [
        rule,
        {
          language: "json",
          bad: fails.map((config) => ({ text: show(config) })),
          good: passes.map(show),
        },
      ];
    }),
  );
}

/** Of a recording of an engine, what tells the bad ones from a sound one. */
function ofRecordings(): Record<string, ShownExamples> {
  const sound = engine();
  return Object.fromEntries(
    Object.entries(liveExamples).map(([rule, { fails, passes }]) => {
      const show = (recording: unknown) =>
        JSON.stringify(tellingPart(recording, fails, sound) ?? {}, null, 2);
      const good = [...new Set(passes.map(show))];
      return [rule, { language: "json", bad: fails.map((one) => ({ text: show(one) })), good }];
    }),
  );
}

/** The members of `value` in which one of `others` differs from `sound`. */
function tellingPart(value: unknown, others: readonly unknown[], sound: unknown): unknown {
  const isEqual = (one: unknown) => JSON.stringify(one) === JSON.stringify(sound);
  if (others.every(isEqual)) return undefined;
  const all = [value, sound, ...others];
  if (all.every(isPlain)) {
    const keys = new Set(all.flatMap((one) => Object.keys(one)));
    const parts = [...keys].map((key) => [
      key,
      tellingPart(
        (value as Plain)[key],
        others.map((one) => (one as Plain)[key]),
        (sound as Plain)[key],
      ),
    ]);
    return Object.fromEntries(parts.filter(([, part]) => part !== undefined));
  }
  const lengths = new Set(all.map((one) => (Array.isArray(one) ? one.length : -1)));
  if (lengths.size === 1 && Array.isArray(value)) {
    return value.map(
      (item, i) =>
        tellingPart(
          item,
          others.map((one) => (one as unknown[])[i]),
          (sound as unknown[])[i],
        ) ?? {},
    );
  }
  return value;
}

type Plain = Record<string, unknown>;

function isPlain(value: unknown): value is Plain {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

function flat({ run, os, history, reference }: ImageSnapshot): Record<string, unknown> {
  return { ...(reference !== undefined && { reference }), os, ...run, history };
}
