import type { CommandSpec, Option } from "./command.ts";

/** The list of commands. */
export function mainHelp(commands: readonly CommandSpec[]): string {
  const width = Math.max(...commands.map((command) => command.name.length));
  const rows = commands.map((command) => `  ${command.name.padEnd(width)}  ${command.summary}`);
  return [
    "plimsoll: is this container safe to sail?",
    "",
    "Usage: plimsoll COMMAND [OPTIONS] …",
    "",
    "Commands:",
    ...rows,
    "",
    "  plimsoll COMMAND --help   what a command does, with examples",
    "  plimsoll --version        print the version",
    "",
    "Exit codes: 0 accepted · 1 policy says no · 2 usage or configuration error · 3 could not inspect (partly or at all)",
    "",
  ].join("\n");
}

/** Help of one command. */
export function commandHelp(command: CommandSpec): string {
  const labels = command.options.map(optionLabel);
  const width = Math.min(30, Math.max(...labels.map((label) => label.length)));
  const options = command.options.map((option, index) => {
    const label = labels[index]!;
    const gap =
      label.length > width ? `\n${" ".repeat(width + 4)}` : " ".repeat(width - label.length + 2);
    const again = option.multiple ? " (repeatable)" : "";
    return `  ${label}${gap}${option.description}${again}`;
  });
  return [
    `Usage: plimsoll ${command.name} [OPTIONS] ${command.operands}`.trimEnd(),
    "",
    wrap(command.description, 90),
    "",
    "Options:",
    ...options,
    "",
    "Examples:",
    ...command.examples.flatMap(({ run, does }) => [`  # ${does}`, `  ${run}`]),
    "",
  ].join("\n");
}

function optionLabel(option: Option): string {
  const short = option.short ? `-${option.short}, ` : "    ";
  const value = option.value && (option.valueOptional ? `[=${option.value}]` : ` ${option.value}`);
  return `${short}--${option.name}${value ?? ""}`;
}

function wrap(text: string, width: number): string {
  const lines: string[] = [];
  let line = "";
  for (const word of text.split(" ")) {
    if (line !== "" && line.length + word.length + 1 > width) {
      lines.push(line);
      line = word;
    } else line = line === "" ? word : `${line} ${word}`;
  }
  return [...lines, line].join("\n");
}
