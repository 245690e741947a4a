import { readFile, writeFile } from "node:fs/promises";
import { relative, resolve, sep } from "node:path";
import type { Recording } from "@plimsoll/audit";
import {
  type ConfigInput,
  type Finding,
  PlimsollError,
  parseConfig,
  toPlimsollError,
} from "@plimsoll/core";
import { UsageError } from "./arguments.ts";
import { type CommandInput, exitCodes, type Io } from "./command.ts";
import { printable, printableLine } from "./printable.ts";
import { wantsFix } from "./run-fix.ts";

/** Options of fixes that have a meaning for a running engine only. */
export const liveFixOptions = ["daemon-config", "fix-script"] as const;

/** Whether the command line asks for fixes of an engine, its host or its containers. */
export function wantsLiveFix(input: CommandInput): boolean {
  const asked = liveFixOptions.some((name) => input.text(name) !== undefined);
  if (!asked && !wantsFix(input)) {
    if (input.flag("yes")) throw new UsageError("--yes answers what --fix=unsafe asks: add that");
    return false;
  }
  if (input.flag("pin")) throw new UsageError("--pin is for Dockerfiles and compose files");
  if (!asked && input.text("fix") !== "unsafe") {
    throw new UsageError(
      "Say what of an engine is to be mended: --daemon-config FILE, --fix-script FILE, or its containers by --fix=unsafe",
    );
  }
  if (input.text("daemon-config") !== undefined && !wantsFix(input)) {
    throw new UsageError("--daemon-config says which file --fix or --diff is about: add one");
  }
  return true;
}

/** What is mended, and with what. */
export interface LiveFixSubject {
  readonly recording: Recording;
  readonly findings: readonly Finding[];
  readonly config: ConfigInput;
  /** Whether the engine was asked just now: a snapshot has no containers to update. */
  readonly isRunning: boolean;
}

/**
 * Mends a daemon's configuration, writes a script for its host, updates its containers; or prints
 * what that would change.
 *
 * @returns the exit code of `--diff`, which ends the command; else whether the engine changed
 */
export async function runLiveFix(
  input: CommandInput,
  io: Io,
  subject: LiveFixSubject,
): Promise<{ exitCode?: number; isChanged: boolean }> {
  const isUnsafe = input.text("fix") === "unsafe";
  const script = input.text("fix-script");
  if (script !== undefined) await writeScript(script, subject, isUnsafe, io);
  const daemonConfig = input.text("daemon-config");
  const differs =
    daemonConfig === undefined ? false : await mendDaemonConfig(daemonConfig, input, io, subject);
  const updates = isUnsafe ? await updateContainers(input, io, subject) : 0;
  if (!input.flag("diff")) return { isChanged: updates > 0 };
  const isSound = !differs && updates === 0;
  return { exitCode: isSound ? exitCodes.accepted : exitCodes.refused, isChanged: false };
}

function say(io: Io, text: string): void {
  io.err(`${printableLine(text)}\n`);
}

async function writeScript(
  path: string,
  { recording, findings }: LiveFixSubject,
  unsafe: boolean,
  io: Io,
): Promise<void> {
  const { renderHostScript } = await import("@plimsoll/audit");
  const text = renderHostScript(findings, { unsafe, subject: recording.address });
  if (text === undefined) return say(io, `${path}: not written, no finding wants commands`);
  try {
    // It is read before it is run: nobody gets it ready to be started.
    await writeFile(path, text, { mode: 0o600 });
  } catch (cause) {
    throw toPlimsollError(cause, "WRITE_FAILED", "The script could not be written", {
      subject: path,
      action: "Choose a folder that you may write to.",
    });
  }
  say(io, `${path}: read it, and run it as root on the engine's machine`);
}

/** Whether the file differs from what the findings want of it. */
async function mendDaemonConfig(
  path: string,
  input: CommandInput,
  io: Io,
  { recording, config }: LiveFixSubject,
): Promise<boolean> {
  const [{ planDaemonConfig }, { createFile, locateForWriting, replaceFile }] = await Promise.all([
    import("../fix/fix-live.ts"),
    import("../fix/write-fixed.ts"),
  ]);
  const text = await readConfig(path);
  const today = new Date().toISOString().slice(0, 10);
  const fixed = planDaemonConfig(
    recording,
    parseConfig(config),
    { path, text: text ?? "" },
    today,
    { unsafe: input.text("fix") === "unsafe" },
  );
  for (const { rule, why } of fixed.refused) {
    say(io, `${path}: the fix of ${rule} was taken back: ${why}`);
  }
  if (fixed.text === (text ?? "")) return false;
  if (input.flag("diff")) {
    const { unifiedDiff } = await import("../fix/unified-diff.ts");
    const name = relative(process.cwd(), resolve(path)).replaceAll(sep, "/");
    const diff = unifiedDiff(name, text ?? "", fixed.text);
    if (!input.flag("quiet")) await io.out(io.isOutTerminal ? printable(diff) : diff);
    return true;
  }
  if (text === undefined) await createFile(path, fixed.text);
  else await replaceFile(await locateForWriting(path, process.cwd()), text, fixed.text);
  const count = fixed.applied.length;
  const what = `${count} ${count === 1 ? "finding" : "findings"} mended`;
  say(io, `${path}: ${what}; dockerd --validate checks it, and a restart of the daemon applies it`);
  return true;
}

async function readConfig(path: string): Promise<string | undefined> {
  try {
    return await readFile(path, "utf8");
  } catch (cause) {
    if ((cause as NodeJS.ErrnoException).code === "ENOENT") return undefined;
    throw toPlimsollError(cause, "READ_FAILED", "The daemon's configuration could not be read", {
      subject: path,
    });
  }
}

/** Updates containers that somebody says yes to; returns how many changes were made, or would be. */
async function updateContainers(
  input: CommandInput,
  io: Io,
  { findings, isRunning }: LiveFixSubject,
): Promise<number> {
  if (!findings.some(({ status, fix }) => status === "fail" && fix?.update)) return 0;
  if (!isRunning) {
    say(io, "No container is updated: a snapshot has none");
    return 0;
  }
  const [
    { createEngineClient, formatAddress, locateEngine },
    { describeUpdate, planUpdates, updateContainer },
  ] = await Promise.all([import("@plimsoll/engine"), import("../live/update-containers.ts")]);
  const { address, tls } = await locateEngine(input.text("docker-host"));
  const client = createEngineClient({ host: formatAddress(address), ...(tls && { tls }) });
  let count = 0;
  try {
    for (const update of await planUpdates(findings, client, io.signal)) {
      const what = `container:${update.name}: ${describeUpdate(update)}`;
      if (input.flag("diff")) {
        say(io, `would update ${what}`);
        count += update.changes.length;
        continue;
      }
      if (!(input.flag("yes") || (await isAgreed(io, `Update ${what}? [y/N] `)))) {
        say(io, `not updated: ${what}`);
        continue;
      }
      const { done, told } = await updateContainer(update, client, io.signal);
      count += done;
      for (const text of told) say(io, `container:${update.name}: ${text}`);
      say(io, `container:${update.name}: ${done} ${done === 1 ? "finding" : "findings"} mended`);
    }
  } finally {
    await client.close();
  }
  return count;
}

/** Whether somebody at a terminal says yes. */
async function isAgreed(io: Io, question: string): Promise<boolean> {
  if (io.ask === undefined) {
    throw new PlimsollError("INVALID_ARGUMENT", "Nobody is there to ask about running containers", {
      action: "Run it on a terminal, add --yes, or --diff to see what would be changed.",
    });
  }
  return /^y(?:es)?$/i.test((await io.ask(printableLine(question))).trim());
}
