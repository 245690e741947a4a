import type { Field } from "../yaml/fields.ts";
import type { RunOption } from "./types.ts";

const longNames: Readonly<Record<string, string>> = {
  v: "volume",
  e: "env",
  u: "user",
  p: "publish",
  net: "network",
};
/** Options of `docker run` without a value. */
const switches = new Set(["privileged", "init", "rm", "tty", "interactive", "read-only", "detach"]);

/** Arguments of `docker run` as options: `--name=value`, `--name value`, `-v value`. */
export function readRunOptions(args: readonly Field<string>[]): RunOption[] {
  const options: RunOption[] = [];
  for (let i = 0; i < args.length; i += 1) {
    const { value: arg, line, column } = args[i]!;
    const match = /^--?([A-Za-z][\w-]*)(?:=([\s\S]*))?$/.exec(arg);
    if (match === null) continue;
    const name = longNames[match[1]!] ?? match[1]!;
    const next = args[i + 1]?.value;
    const takesNext =
      match[2] === undefined && !switches.has(name) && next?.startsWith("-") === false;
    if (takesNext) i += 1;
    const value = match[2] ?? (takesNext ? next! : "");
    options.push({ name, value, text: takesNext ? `${arg} ${next}` : arg, line, column });
  }
  return options;
}
