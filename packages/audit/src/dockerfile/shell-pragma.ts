/** A `# hadolint shell=…` comment: which shell runs what follows, where the file does not say it. */
export interface ShellPragma {
  readonly shell: readonly string[];
  readonly line: number;
}

/** Finds the comments that name a shell. */
export function readShellPragmas(lines: readonly string[]): ShellPragma[] {
  return lines.flatMap((text, index) => {
    const match = /^\s*#\s*(?:hadolint|plimsoll)\s+shell\s*=\s*(\S.{0,200})$/i.exec(
      text.slice(0, 300),
    );
    return match === null ? [] : [{ shell: match[1]!.trim().split(/\s+/), line: index + 1 }];
  });
}
