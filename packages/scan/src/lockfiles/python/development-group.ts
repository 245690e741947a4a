// Names of dependency groups that projects give to their tools (PEP 735 leaves them free).
const development =
  /^(?:dev|develop|development|tests?|testing|lint|linting|format|typing|types|docs?|documentation|ci|coverage)$/i;

/** True when every group that wants a package serves development alone; false for no groups. */
export function isForDevelopment(groups: unknown): boolean {
  return (
    Array.isArray(groups) &&
    groups.length > 0 &&
    groups.every((group) => typeof group === "string" && development.test(group))
  );
}
