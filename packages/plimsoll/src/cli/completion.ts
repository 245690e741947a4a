import type { CommandSpec, Option } from "./command.ts";

export const shells = ["bash", "zsh", "fish"] as const;
export type Shell = (typeof shells)[number];

/** A script that completes commands, options, choices and file names for the shell. */
export function completionScript(shell: Shell, commands: readonly CommandSpec[]): string {
  if (shell === "fish") return fish(commands);
  return shell === "bash" ? bash(commands) : zsh(commands);
}

function bash(commands: readonly CommandSpec[]): string {
  const names = commands.map((command) => command.name).join(" ");
  const options = commands.map(
    ({ name, options }) => `    ${name}) words="${options.flatMap(namesOf).join(" ")}" ;;`,
  );
  return `# plimsoll completion for bash
_plimsoll() {
  local current="\${COMP_WORDS[COMP_CWORD]}" previous="\${COMP_WORDS[COMP_CWORD-1]}" words=""
  if [ "$COMP_CWORD" -eq 1 ]; then
    COMPREPLY=($(compgen -W "${names} --help --version" -- "$current"))
    return
  fi
  case "\${COMP_WORDS[1]} $previous" in
${choiceCases(commands)}
  esac
  if [ -n "$words" ]; then
    COMPREPLY=($(compgen -W "$words" -- "$current"))
    return
  fi
  case "\${COMP_WORDS[1]}" in
${options.join("\n")}
  esac
  case "$current" in
    -*) COMPREPLY=($(compgen -W "$words" -- "$current")) ;;
    *) COMPREPLY=($(compgen -f -- "$current")) ;;
  esac
}
complete -o filenames -F _plimsoll plimsoll
`;
}

/** Words after an option with choices; `*` before the name takes the command into the pattern. */
function choiceCases(commands: readonly CommandSpec[]): string {
  const cases = commands.flatMap(({ name, options }) =>
    options
      .filter(hasChoices)
      .filter(({ valueOptional }) => !valueOptional)
      .map((option) => `    "${name} --${option.name}") words="${option.choices.join(" ")}" ;;`),
  );
  return [...cases, `    "completion completion") words="${shells.join(" ")}" ;;`].join("\n");
}

function zsh(commands: readonly CommandSpec[]): string {
  const list = commands.map(({ name, summary }) => `    ${quote(`${name}:${summary}`)}`);
  const cases = commands.map(({ name, options }) => {
    const specs = options.map((option) => `      ${quote(zshOption(option))}`).join(" \\\n");
    const operand = name === "completion" ? `'1:shell:(${shells.join(" ")})'` : "'*:file:_files'";
    return `    ${name})\n      _arguments \\\n${specs} \\\n      ${operand} ;;`;
  });
  return `#compdef plimsoll
# plimsoll completion for zsh
_plimsoll() {
  local -a commands=(
${list.join("\n")}
  )
  if (( CURRENT == 2 )); then
    _describe command commands
    return
  fi
  local command="$words[2]"
  shift words
  (( CURRENT-- ))
  case "$command" in
${cases.join("\n")}
  esac
}
if [ "$funcstack[1]" = "_plimsoll" ]; then _plimsoll "$@"; else compdef _plimsoll plimsoll; fi
`;
}

function zshOption(option: Option): string {
  const description = option.description.replace(/[[\]:]/g, " ");
  const repeat = option.multiple ? "*" : "";
  if (option.value === undefined) return `${repeat}--${option.name}[${description}]`;
  const values = hasChoices(option) ? `(${option.choices.join(" ")})` : "_files";
  if (option.valueOptional) return `--${option.name}=-[${description}]::value:${values}`;
  return `${repeat}--${option.name}[${description}]:${option.value.replace(/[[\]:]/g, "")}:${values}`;
}

function fish(commands: readonly CommandSpec[]): string {
  const lines = ["# plimsoll completion for fish"];
  for (const { name, summary, options } of commands) {
    lines.push(`complete -c plimsoll -n __fish_use_subcommand -f -a ${name} -d ${quote(summary)}`);
    for (const option of options) {
      const short = option.short ? ` -s ${option.short}` : "";
      const values = option.valueOptional
        ? ""
        : hasChoices(option)
          ? ` -x -a ${quote(option.choices.join(" "))}`
          : option.value
            ? " -r"
            : "";
      lines.push(
        `complete -c plimsoll -n '__fish_seen_subcommand_from ${name}' -l ${option.name}${short}${values} -d ${quote(option.description)}`,
      );
    }
  }
  lines.push(
    `complete -c plimsoll -n '__fish_seen_subcommand_from completion' -f -a '${shells.join(" ")}'`,
  );
  return `${lines.join("\n")}\n`;
}

/** An option as one types it, and with each value that it takes behind `=`. */
function namesOf({ name, valueOptional, choices = [] }: Option): string[] {
  return [`--${name}`, ...(valueOptional ? choices.map((value) => `--${name}=${value}`) : [])];
}

function hasChoices(option: Option): option is Option & { choices: readonly string[] } {
  return option.choices !== undefined;
}

function quote(text: string): string {
  return `'${text.replaceAll("'", "'\\''")}'`;
}
