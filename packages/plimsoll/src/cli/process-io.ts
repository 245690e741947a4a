import type { Io } from "./command.ts";

/** The streams and the environment of this process. Ctrl-C aborts once, and kills the second time. */
export function processIo(): Io {
  const controller = new AbortController();
  process.once("SIGINT", () => controller.abort());
  process.once("SIGTERM", () => controller.abort());
  // A reader that has seen enough (`| head`) is no failure.
  process.stdout.on("error", (error: NodeJS.ErrnoException) => {
    if (error.code !== "EPIPE") throw error;
  });
  return {
    out: (text) =>
      new Promise((done) => {
        if (process.stdout.destroyed) done();
        else process.stdout.write(text, () => done());
      }),
    err: (text) => void process.stderr.write(text),
    ...(process.stdin.isTTY === true &&
      process.stderr.isTTY === true && {
        ask: async (question: string) => {
          const { createInterface } = await import("node:readline/promises");
          const terminal = createInterface({ input: process.stdin, output: process.stderr });
          try {
            return await terminal.question(question, { signal: controller.signal });
          } finally {
            terminal.close();
          }
        },
      }),
    isOutTerminal: process.stdout.isTTY === true,
    isErrTerminal: process.stderr.isTTY === true,
    // A terminal that does not know its width says 0.
    width: process.stdout.columns || 100,
    env: process.env,
    signal: controller.signal,
  };
}
