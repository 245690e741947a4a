import type { Progress } from "@plimsoll/core";
import type { Io } from "./command.ts";
import { printableLine } from "./printable.ts";

const refreshMs = 80;

/** One line that tells what goes on, on a terminal only; silence in a pipe. */
export function startProgress(io: Io, quiet: boolean): { progress?: Progress; stop(): void } {
  if (quiet || !io.isErrTerminal || io.env.CI) return { stop() {} };
  let shownAt = 0;
  let shown = false;
  return {
    progress: ({ message, done, total, unit }) => {
      const now = performance.now();
      if (now - shownAt < refreshMs) return;
      shownAt = now;
      shown = true;
      const line = printableLine(`${message}${amount(done, total, unit)}`);
      io.err(`\r\u001b[2K${line.slice(0, io.width - 1)}`);
    },
    stop: () => {
      if (shown) io.err("\r\u001b[2K");
      shown = false;
    },
  };
}

function amount(done?: number, total?: number, unit?: "bytes" | "items"): string {
  if (done === undefined) return "";
  const format = unit === "bytes" ? megabytes : String;
  return total === undefined ? ` ${format(done)}` : ` ${format(done)} of ${format(total)}`;
}

function megabytes(bytes: number): string {
  return `${(bytes / 1e6).toFixed(1)} MB`;
}
