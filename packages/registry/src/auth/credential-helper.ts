import { spawn } from "node:child_process";
import { PlimsollError } from "@plimsoll/core";
import { parseObject } from "../json.ts";
import type { Credentials } from "../options.ts";

const maxOutputBytes = 256 * 1024;
const defaultTimeLimitMs = 15_000;

/**
 * Asks the program `docker-credential-<name>` for the login of a server (docker-credential-helpers:
 * `get` with the server on standard input).
 *
 * @returns undefined when the helper knows no login for the server
 * @throws PlimsollError `INVALID_CONFIG` for a name that is no program's suffix, `READ_FAILED` when
 * the program is missing or fails, `TIMEOUT`. What it prints is never quoted: it may be a secret.
 */
export async function askCredentialHelper(
  name: string,
  server: string,
  options: { timeLimitMs?: number } = {},
): Promise<Credentials | undefined> {
  if (!/^[A-Za-z0-9][A-Za-z0-9._-]{0,63}$/.test(name)) {
    throw new PlimsollError(
      "INVALID_CONFIG",
      "Docker's configuration names an impossible credential helper",
      {
        subject: name.slice(0, 80),
        action: "Give the part after docker-credential-, such as pass.",
      },
    );
  }
  const program = `docker-credential-${name}`;
  const { exitCode, output } = await run(
    program,
    server,
    options.timeLimitMs ?? defaultTimeLimitMs,
  );
  // The helpers' protocol has no exit code of its own for "none": they print a sentence.
  if (exitCode !== 0 && /credentials not found|no credentials/i.test(output)) return undefined;
  if (exitCode !== 0) throw failed(program, `ended with status ${exitCode}`);
  return parseAnswer(program, output);
}

function parseAnswer(program: string, output: string): Credentials | undefined {
  const answer = parseObject(output);
  const username = answer?.Username;
  const secret = answer?.Secret;
  if (typeof username !== "string" || typeof secret !== "string")
    throw failed(program, "did not answer with a login");
  if (secret === "") return undefined;
  return username === "<token>" ? { identityToken: secret } : { username, password: secret };
}

function run(
  program: string,
  input: string,
  timeLimitMs: number,
): Promise<{ exitCode: number; output: string }> {
  return new Promise((resolve, reject) => {
    const child = spawn(program, ["get"], {
      stdio: ["pipe", "pipe", "ignore"],
      shell: false,
      windowsHide: true,
    });
    const chunks: Buffer[] = [];
    let size = 0;
    const stop = (error: PlimsollError) => {
      clearTimeout(timer);
      child.kill("SIGKILL");
      child.stdout.destroy();
      reject(error);
    };
    const timer = setTimeout(() => {
      stop(
        new PlimsollError("TIMEOUT", `${program} gave no answer within ${timeLimitMs / 1000} s`, {
          subject: program,
          action: "See whether it waits for a password, or log in without a helper.",
        }),
      );
    }, timeLimitMs);
    child.on("error", (error: NodeJS.ErrnoException) => {
      stop(
        failed(
          program,
          error.code === "ENOENT" ? "is not installed" : `cannot be run (${error.code})`,
        ),
      );
    });
    child.stdout.on("data", (chunk: Buffer) => {
      size += chunk.length;
      if (size > maxOutputBytes) stop(failed(program, "prints more than a login"));
      else chunks.push(chunk);
    });
    child.on("close", (code) => {
      clearTimeout(timer);
      resolve({ exitCode: code ?? 1, output: Buffer.concat(chunks).toString("utf8") });
    });
    // A helper that ends without reading its input breaks the pipe; its exit status tells enough.
    child.stdin.on("error", () => {});
    child.stdin.end(input);
  });
}

function failed(program: string, what: string): PlimsollError {
  return new PlimsollError("READ_FAILED", `The credential helper ${program} ${what}`, {
    subject: program,
    action: "Mend credsStore or credHelpers in Docker's configuration, or log in without a helper.",
  });
}
