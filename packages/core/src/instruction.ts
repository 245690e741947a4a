/**
 * A layer's instruction as its author wrote it: without the shell that the classic builder adds
 * and the remarks of BuildKit.
 */
export function plainInstruction(createdBy: string): string {
  const bounded = createdBy.slice(0, 4_000).trim();
  const withoutRemark = bounded.endsWith("# buildkit")
    ? bounded.slice(0, -"# buildkit".length).trim()
    : bounded;
  // With build arguments the classic builder writes `|2 NAME=value … /bin/sh -c command`.
  const shell = "/bin/sh -c ";
  const start = withoutRemark.indexOf(shell);
  const isRun = withoutRemark.startsWith("RUN ") || withoutRemark.startsWith("|");
  if (start < 0 || (start > 0 && !isRun)) return withoutRemark;
  const command = withoutRemark.slice(start + shell.length);
  return command.startsWith("#(nop)")
    ? command.slice("#(nop)".length).trim()
    : `RUN ${command.trim()}`;
}
