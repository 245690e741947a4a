import type { ImageConfig } from "@plimsoll/image";
import { composeExamples } from "./compose-examples.ts";
import { dockerfileExamples, type Examples } from "./dockerfile-examples.ts";
import { imageConfig, imageExamples } from "./image-examples.ts";

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
  ...ofImages(),
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
      const keys = Object.keys(sound).filter((key) =>
        values.some((value) => JSON.stringify(value[key]) !== JSON.stringify(sound[key])),
      );
      const show = (config: ImageConfig) =>
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

function flat({ run, os, history }: ImageConfig): Record<string, unknown> {
  return { os, ...run, history };
}
