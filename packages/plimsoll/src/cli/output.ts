import { mkdir, writeFile } from "node:fs/promises";
import { dirname } from "node:path";
import { PlimsollError } from "@plimsoll/core";
import { UsageError } from "./arguments.ts";
import type { CommandInput, Io } from "./command.ts";
import { type Format, formatOfFile, formats } from "./formats.ts";
import { gitHubRun } from "./github-run.ts";
import type { Checked } from "./run-check.ts";

/** A file to write, and in which format. */
export interface Target {
  path: string;
  format: Format;
}

/**
 * Where `--output` wants reports.
 *
 * @throws UsageError when a file's ending tells no format, or a format lacks what it needs
 */
export function outputTargets(input: CommandInput, io: Pick<Io, "env">): Target[] {
  const targets = input.texts("output").map(toTarget);
  // Before any work, and not after it.
  const asked = [input.text("format"), ...targets.map(({ format }) => format)];
  if (asked.includes("github")) gitHubRun(io);
  return targets;
}

function toTarget(value: string): Target {
  const [prefix, ...rest] = value.split("=");
  const named = formats.find((format) => format === prefix);
  if (named !== undefined && rest.length > 0) return { path: rest.join("="), format: named };
  const format = formatOfFile(value);
  if (format === undefined) {
    throw new UsageError(
      `--output ${value}: the ending tells no format; write FORMAT=FILE with one of ${formats.join(", ")}`,
    );
  }
  return { path: value, format };
}

/**
 * Prints the report in the format asked for, and writes every file of `--output`.
 *
 * @throws PlimsollError `WRITE_FAILED` for the first file that could not be written, after the rest
 */
export async function emitReport(
  checked: Checked,
  input: CommandInput,
  io: Io,
  targets: readonly Target[],
  defaultFormat: Format = "terminal",
): Promise<void> {
  // A file that cannot be written costs nobody the other files or the report on the screen.
  const failures: unknown[] = [];
  const author = input.text("vex-author");
  const speaker = author === undefined ? {} : { author };
  for (const target of targets) {
    const text = await render(checked, target.format, io, {
      colour: false,
      width: 100,
      verbose: true,
      ...speaker,
      byCheck: input.flag("by-check"),
    });
    await writeReport(target.path, text).catch((error: unknown) => failures.push(error));
  }
  if (!input.flag("quiet")) {
    const format = (input.text("format") as Format | undefined) ?? defaultFormat;
    const colour = wantsColour(io);
    await io.out(
      await render(checked, format, io, {
        colour,
        width: io.width,
        verbose: input.flag("verbose"),
        ...speaker,
        byCheck: input.flag("by-check"),
      }),
    );
  }
  if (failures.length > 0) throw failures[0];
}

interface Look {
  colour: boolean;
  width: number;
  verbose: boolean;
  /** Who speaks in a VEX document. */
  author?: string;
  byCheck: boolean;
}

async function render(
  { report, sources }: Checked,
  format: Format,
  io: Io,
  look: Look,
): Promise<string> {
  const renderers = await import("@plimsoll/report");
  switch (format) {
    case "terminal":
      if (look.byCheck) return renderers.renderByCheck(report, { ...(await benchmark()), ...look });
      return renderers.renderTerminal(report, look);
    case "json":
      return renderers.renderJson(report);
    case "sarif":
      return renderers.renderSarif(report, { sources: await sources() });
    case "markdown":
      return renderers.renderMarkdown(report);
    case "html":
      return renderers.renderHtml(report);
    case "csv":
      return renderers.renderCsv(report);
    case "cyclonedx":
      return renderers.renderCycloneDx(report);
    case "spdx":
      return renderers.renderSpdx2(report);
    case "spdx3":
      return renderers.renderSpdx3(report);
    case "syft":
      return renderers.renderSyft(report);
    case "github":
      return renderers.renderGitHubSnapshot(report, gitHubRun(io));
    case "openvex":
      return renderers.renderOpenVex(report, look);
    case "csaf-vex":
      return renderers.renderCsafVex(report, look);
    case "cdx-vex":
      return renderers.renderCycloneDxVex(report, look);
    case "docker-bench":
      return renderers.renderDockerBench(report, await benchmark());
  }
}

/** The benchmark whose numbers findings carry. */
async function benchmark() {
  const { benchmarkControls, benchmarkSections } = await import("@plimsoll/audit");
  return { controls: benchmarkControls, sections: benchmarkSections };
}

/** https://no-color.org and https://force-color.org, then whether a person is watching. */
function wantsColour(io: Io): boolean {
  if (io.env.NO_COLOR) return false;
  if (io.env.FORCE_COLOR && io.env.FORCE_COLOR !== "0") return true;
  return io.isOutTerminal && io.env.TERM !== "dumb";
}

async function writeReport(path: string, text: string): Promise<void> {
  try {
    await mkdir(dirname(path), { recursive: true });
    await writeFile(path, text);
  } catch (cause) {
    throw new PlimsollError(
      "WRITE_FAILED",
      `${path} could not be written: ${(cause as Error).message}`,
      {
        subject: path,
        action: "Choose a folder that you may write to.",
        cause,
      },
    );
  }
}
