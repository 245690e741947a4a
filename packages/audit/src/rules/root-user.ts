/** True when `user[:group]` names root: `root`, `0`, `0:0`, `root:root`; an empty user is root too. */
export function isRootUser(user: string): boolean {
  const name = user.split(":", 1)[0]!.trim();
  return name === "" || name === "root" || /^0+$/.test(name);
}
