import { parseShell } from "../../shell/parse.ts";
import type { Field } from "../../yaml/fields.ts";

const engines = new Set(["docker", "podman", "nerdctl", "buildah"]);

/** The words after the program's name of each command of a container engine in a `run`. */
export function commandsOfRun(run: Field<string>): string[][] {
  // An expression has blanks and quotes of its own, which no shell sees.
  const script = run.value.replace(/\$\{\{[^}\n]{0,500}\}\}/g, (text) =>
    text.replace(/[\s'"|()]/g, "-"),
  );
  return parseShell(script, [{ offset: 0, line: run.line, column: run.column }])
    .filter(({ name }) => engines.has(name))
    .map(({ args }) => args.map(({ text }) => text));
}

/** Values of an option: `--name value`, `--name=value`. */
export function valuesOf(words: readonly string[], name: string): string[] {
  return words.flatMap((word, index) => {
    if (word.startsWith(`${name}=`)) return [word.slice(name.length + 1)];
    return word === name ? [words[index + 1] ?? ""] : [];
  });
}
