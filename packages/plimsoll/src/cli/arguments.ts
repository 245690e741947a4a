import { parseArgs } from "node:util";
import type { CommandInput, CommandSpec } from "./command.ts";
import { nearest } from "./nearest.ts";

/** A command line that makes no sense; `message` is what the user reads. */
export class UsageError extends Error {}

/**
 * Parses the arguments after the command's name.
 *
 * @throws UsageError for an unknown option, a missing value, or a value that is not one of the choices
 */
export function parseArguments(command: CommandSpec, argv: readonly string[]): CommandInput {
  const options = Object.fromEntries(
    command.options.map((option) => [
      option.name,
      {
        type: option.value === undefined ? ("boolean" as const) : ("string" as const),
        multiple: option.value !== undefined,
        ...(option.short && { short: option.short }),
      },
    ]),
  );
  const { values, positionals } = parse(command, withEmptyValues(command, argv), options);
  for (const option of command.options) {
    if (option.choices === undefined) continue;
    for (const value of (values[option.name] as string[] | undefined) ?? []) {
      if (value === "" && option.valueOptional) continue;
      if (!option.choices.includes(value)) {
        throw new UsageError(
          `--${option.name} ${value}: choose one of ${option.choices.join(", ")}`,
        );
      }
    }
  }
  const texts = (name: string) => (values[name] as string[] | undefined) ?? [];
  return {
    operands: positionals,
    text: (name) => texts(name).at(-1),
    texts,
    flag: (name) => values[name] === true,
  };
}

/** `--fix` as `--fix=`: `parseArgs` knows no option whose value may be left out. */
function withEmptyValues(command: CommandSpec, argv: readonly string[]): string[] {
  const optional = command.options.filter(({ valueOptional }) => valueOptional);
  const end = argv.indexOf("--");
  return argv.map((argument, i) => {
    const isOption = end === -1 || i < end;
    return isOption && optional.some(({ name }) => argument === `--${name}`)
      ? `${argument}=`
      : argument;
  });
}

function parse(
  command: CommandSpec,
  argv: readonly string[],
  options: Record<string, { type: "boolean" | "string"; multiple: boolean; short?: string }>,
): { values: Record<string, unknown>; positionals: string[] } {
  try {
    return parseArgs({ args: [...argv], options, allowPositionals: true, strict: true });
  } catch (error) {
    const valueless = /Option '(?:-\w, )?(--[\w-]+) <value>' argument missing/.exec(
      (error as Error).message,
    )?.[1];
    if (valueless !== undefined) {
      const { value } = command.options.find(({ name }) => `--${name}` === valueless) ?? {};
      throw new UsageError(`${valueless} needs a value: ${valueless} ${value}`);
    }
    const unknown = /Unknown option '(-[^']*)'/.exec((error as Error).message)?.[1];
    if (unknown === undefined) throw new UsageError((error as Error).message);
    const names = command.options.map((option) => `--${option.name}`);
    const guess = nearest(unknown, names);
    throw new UsageError(
      `plimsoll ${command.name} has no option ${unknown}${guess ? `; did you mean ${guess}?` : ""}`,
    );
  }
}
