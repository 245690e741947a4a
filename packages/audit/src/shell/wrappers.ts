import type { ShellWord } from "./types.ts";

/** Programs that run the command in their arguments, with those of their options that take a value. */
const wrappers: ReadonlyMap<string, ReadonlySet<string>> = new Map([
  ["sudo", new Set(["-u", "-g", "-h", "-p", "-C", "-r", "-t", "-U", "-D", "-R", "-T"])],
  ["doas", new Set(["-u", "-C"])],
  ["env", new Set(["-u", "-C", "-S"])],
  ["exec", new Set(["-a"])],
  ["command", new Set<string>()],
  ["nohup", new Set<string>()],
  ["time", new Set(["-f", "-o"])],
  ["nice", new Set(["-n"])],
  ["xargs", new Set(["-a", "-d", "-E", "-I", "-L", "-n", "-P", "-s"])],
  ["eatmydata", new Set<string>()],
]);

/** Takes wrappers and assignments off the front of a command. */
export function unwrap(words: readonly ShellWord[]): {
  wrappers: string[];
  assignments: ShellWord[];
  rest: readonly ShellWord[];
} {
  const taken: string[] = [];
  const assignments: ShellWord[] = [];
  let i = 0;
  while (i < words.length) {
    const word = words[i]!;
    const options = wrappers.get(programName(word.text));
    if (isAssignment(word.text)) {
      assignments.push(word);
      i += 1;
    } else if (options !== undefined && i + 1 < words.length) {
      taken.push(programName(word.text));
      i = skipOptions(words, i + 1, options);
    } else {
      break;
    }
  }
  return { wrappers: taken, assignments, rest: words.slice(i) };
}

/** Last part of a program's path: `/usr/bin/curl` is `curl`. */
export function programName(path: string): string {
  return path.slice(path.lastIndexOf("/") + 1);
}

function isAssignment(text: string): boolean {
  return /^[A-Za-z_][A-Za-z0-9_]*\+?=/.test(text);
}

function skipOptions(
  words: readonly ShellWord[],
  start: number,
  withValue: ReadonlySet<string>,
): number {
  let i = start;
  while (i < words.length && words[i]!.text.startsWith("-")) {
    i += withValue.has(words[i]!.text) ? 2 : 1;
  }
  return i;
}
