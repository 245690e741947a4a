import * as core from "@actions/core";
import { PlimsollError, severities } from "@plimsoll/core";
import * as z from "zod";

// An input that is not given and one that is empty look the same to an action.
const text = z.string().transform((value) => (value === "" ? undefined : value));
const lines = z.string().transform((value) => {
  const given = value
    .split("\n")
    .map((line) => line.trim())
    .filter((line) => line !== "");
  return given.length > 0 ? given : undefined;
});
const flag = z
  .string()
  .toLowerCase()
  .pipe(z.enum(["", "true", "false"], "must be true or false"))
  .transform((value) => (value === "" ? undefined : value === "true"));
const threshold = z
  .enum(["", ...severities, "none"], `must be one of ${severities.join(", ")} or none`)
  .transform((value) => (value === "" ? undefined : value));
const occasion = z
  .enum(["", "always", "on-findings", "never"], "must be always, on-findings or never")
  .transform((value) => (value === "" ? "always" : value));

/**
 * The inputs of `action.yml`. What `plimsoll.yml` may also say has no default here: an input that
 * is left out leaves the file's value alone.
 */
export const inputsSchema = z.object({
  image: text,
  dockerfile: lines,
  compose: lines,
  "compare-with": text,
  "compare-files": text,
  config: text,
  platform: text,
  "fail-on": threshold,
  "fail-on-unfixed": flag,
  advisories: text,
  vex: lines,
  key: lines,
  "require-signature": flag,
  "allow-inspectors": flag,
  comment: occasion,
  "comment-key": text,
  summary: flag.transform((value) => value ?? true),
  annotations: flag.transform((value) => value ?? true),
  "output-directory": text,
  "github-token": text,
});
export type Inputs = z.output<typeof inputsSchema>;

/** When a comment is written: `on-findings` still updates one that is already there. */
export type CommentOccasion = Inputs["comment"];

/**
 * Reads the inputs of this step.
 *
 * @throws PlimsollError `INVALID_ARGUMENT` that lists every input that is not valid
 */
export function readInputs(): Inputs {
  const given = Object.keys(inputsSchema.shape).map((name) => [name, core.getInput(name)]);
  const result = inputsSchema.safeParse(Object.fromEntries(given));
  if (result.success) return result.data;
  const faults = result.error.issues.map(({ path, message }) => `${path.join(".")} ${message}`);
  throw new PlimsollError("INVALID_ARGUMENT", `Inputs are not valid: ${faults.join("; ")}.`, {
    action: "The action's README lists what each input accepts.",
  });
}
