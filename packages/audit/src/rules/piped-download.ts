import type { ShellCommand } from "../shell/types.ts";

const downloaders = new Set(["curl", "wget", "fetch", "aria2c"]);
const interpreters = /^(?:sh|bash|ash|dash|zsh|ksh|fish|python[\d.]*|perl|ruby|node|php|pwsh)$/;

/** A download and the interpreter that executes it. */
export interface PipedDownload {
  readonly download: ShellCommand;
  readonly interpreter: ShellCommand;
}

/**
 * Downloads that go straight into an interpreter: `curl … | sh`, `bash <(curl …)`,
 * `sh -c "$(curl …)"`, `eval "$(curl …)"`. `curl … | tar x` and `curl … | python -m json.tool` are not meant.
 */
export function findPipedDownloads(commands: readonly ShellCommand[]): PipedDownload[] {
  const found: PipedDownload[] = [];
  const downloads = new Map<number, ShellCommand>();
  for (const command of commands) {
    const download = downloads.get(command.pipeline);
    if (downloaders.has(command.name)) {
      downloads.set(command.pipeline, download ?? command);
    } else if (download !== undefined && readsScript(command)) {
      found.push({ download, interpreter: command });
    }
    const isEval = command.name === "eval" || command.name === "source" || command.name === ".";
    if (!isEval && !interpreters.test(command.name)) continue;
    const substituted = command.args
      .flatMap((word) => word.substitutions)
      .find((inner) => downloaders.has(inner.name));
    if (substituted !== undefined) found.push({ download: substituted, interpreter: command });
  }
  return found;
}

/** True when an interpreter takes its script from standard input. */
function readsScript({ name, args }: ShellCommand): boolean {
  if (!interpreters.test(name)) return false;
  const options = args.map(({ text }) => text);
  const isShell = name.endsWith("sh");
  const isScriptGiven = options.some(
    (option) => /^-[a-z]*[cm]$/.test(option) || (!isShell && option === "-e"),
  );
  if (isScriptGiven) return false;
  if (options.some((option) => /^(?:-[a-z]*s|-|\/dev\/stdin)$/.test(option))) return true;
  return options.every((option) => option.startsWith("-"));
}
