/** One user of passwd(5). */
export interface PasswdEntry {
  name: string;
  uid: number;
  gid: number;
}

const mostUsers = 10_000;
const longestName = 256;
const highestId = 0xffff_fffe;

/** Reads passwd(5). Lines that are not an entry are left out, as the engines do. */
export function parsePasswd(text: string): PasswdEntry[] {
  const users: PasswdEntry[] = [];
  for (const line of text.split("\n")) {
    if (users.length >= mostUsers) break;
    const [name = "", , uid = "", gid = ""] = line.slice(0, 1024).trim().split(":", 4);
    if (name === "" || name.startsWith("#") || name.length > longestName) continue;
    if (isId(uid) && isId(gid)) users.push({ name, uid: Number(uid), gid: Number(gid) });
  }
  return users;
}

/** True for a user or group id in decimal digits. */
export function isId(text: string): boolean {
  return /^\d{1,10}$/.test(text) && Number(text) <= highestId;
}
