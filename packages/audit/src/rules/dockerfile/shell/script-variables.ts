import type { Dockerfile, Stage } from "../../../dockerfile/types.ts";
import type { DockerfileRule } from "../../../rule/types.ts";
import { expansionsIn } from "../../../shell/expansions.ts";
import type { ShellWord } from "../../../shell/types.ts";
import { isTypo } from "../../../text/typo.ts";
import { type ShellFault, type ShellScript, shellRule } from "./shell-rule.ts";

/** Variables of a shell's environment in lower case. */
const environment = new Set("http_proxy https_proxy ftp_proxy all_proxy no_proxy _".split(" "));
/** Names of one script that are not set, and names that a misspelt one is compared with. */
const maxNames = 200;

/** A variable that neither the script nor the Dockerfile sets. */
export const undefinedVariable: DockerfileRule = shellRule(
  {
    id: "dockerfile-shell-undefined",
    title: "A variable is used that nothing sets",
    severity: "low",
    description: "The shell replaces it by nothing: a path or a version is cut short, unnoticed.",
    remediation: "Set it in the script, or with ARG or ENV; mind the spelling.",
    codes: ["SC2153", "SC2154"],
  },
  (script) => {
    const { commands, file, stage } = script;
    // What is read from elsewhere may set anything.
    if (commands.some(({ name }) => /^(?:\.|source|eval)$/.test(name))) return [];
    const set = new Set([...declaredVariables(file, stage), ...assignedVariables(script)]);
    const names = [...set].slice(0, maxNames);
    const seen = new Set<string>();
    return allWords(script).flatMap((word) =>
      expansionsIn(word.raw).flatMap(({ kind, name, modifier }): ShellFault[] => {
        const isName = kind === "parameter" && /^[A-Za-z_]\w*$/.test(name);
        // `${name:-default}` and the like say that it may be unset.
        if (!isName || /^:?[-+?=]/.test(modifier) || set.has(name) || seen.has(name)) return [];
        seen.add(name);
        if (seen.size > maxNames) return [];
        const fault = { at: word, value: `$${name}` };
        const similar = names.find((other) => isTypo(other, name));
        if (similar !== undefined)
          return [{ ...fault, title: `${name} is not set; ${similar} is` }];
        // Names in upper case may come from the base image.
        if (name !== name.toLowerCase() || environment.has(name)) return [];
        return [{ ...fault, title: `${name} is used, and nothing sets it` }];
      }),
    );
  },
);

/** Every word of a script as written, those of redirections and assignments included. */
export function allWords({ commands }: ShellScript): ShellWord[] {
  return commands.flatMap(({ args, assignments, redirections }) => [
    ...assignments,
    ...args,
    ...redirections.map(({ target }) => target),
  ]);
}

function assignedVariables({ commands }: ShellScript): string[] {
  return commands.flatMap(({ name, args, assignments }) => {
    const words = [...assignments, ...args].flatMap(
      ({ text }) => /^(\w+)(?:\[[^\]]*\])?\+?=/.exec(text.slice(0, 300))?.[1] ?? [],
    );
    // `read -r a b`, `for a in`, `export a`, `printf -v a`, `getopts x a`, `mapfile a`
    const setters =
      /^(?:read|for|select|export|local|declare|readonly|typeset|printf|getopts|mapfile|readarray|unset)$/;
    return setters.test(name)
      ? [...words, ...args.map(({ text }) => text).filter((text) => /^\w+$/.test(text))]
      : words;
  });
}

const declaredByStage = new WeakMap<Stage, ReadonlySet<string>>();

/** Names that ARG and ENV of a stage, and ENV of those it is built from, declare. */
export function declaredVariables(file: Dockerfile, stage: Stage): ReadonlySet<string> {
  const known = declaredByStage.get(stage);
  if (known !== undefined) return known;
  const names = new Set<string>();
  let from: Stage | undefined = stage;
  while (from !== undefined) {
    for (const { keyword, assignments } of from.instructions) {
      const isDeclaration = keyword === "ENV" || (keyword === "ARG" && from === stage);
      if (isDeclaration) for (const { name } of assignments) names.add(name);
    }
    from = from.base.stage === undefined ? undefined : file.stages[from.base.stage];
  }
  declaredByStage.set(stage, names);
  return names;
}
