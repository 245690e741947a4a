import type { Inspector } from "@plimsoll/image";
import { forEachLine } from "../formats/lines.ts";
import { readText, wholeFile } from "../inspectors/whole-file.ts";

/** What a password field says. The hash itself never becomes a fact. */
export type PasswordState = "empty" | "locked" | "set" | "shadowed";

/** A line of passwd(5), shadow(5) or group(5). */
export interface Account {
  name: string;
  /** Counted from 1. */
  line: number;
  /** User id in `passwd`, group id in `group`. */
  id?: number;
  password?: PasswordState;
  /** The login shell; absent where it is the default. */
  shell?: string;
}

const files: ReadonlySet<string> = new Set(["etc/passwd", "etc/shadow", "etc/group"]);
const mostBytes = 4 * 1024 * 1024;
const mostAccounts = 10_000;
const longestLine = 1_024;

/** Users and groups of the image: ids and whether they need a password. */
export const accountInspector: Inspector<Account[]> = {
  id: "accounts",
  version: 1,

  wants(entry) {
    return files.has(entry.path) ? wholeFile(entry, mostBytes) : undefined;
  },

  inspect(entry, content) {
    const accounts = parseAccounts(entry.path, readText(entry, content, mostBytes));
    return accounts.length > 0 ? accounts : undefined;
  },
};

/** Reads passwd(5), shadow(5) or group(5), as `path` ends. Lines that are no entry are left out. */
export function parseAccounts(path: string, text: string): Account[] {
  const accounts: Account[] = [];
  forEachLine(text, (start, end, line) => {
    const fields = text.slice(start, Math.min(end, start + longestLine)).split(":");
    const [name = "", password = "", id = ""] = fields;
    if (fields.length < 3 || name === "" || /^[#+-]/.test(name)) return true;
    if (path.endsWith("shadow")) {
      accounts.push({ name, line, password: stateOf(password) });
    } else if (/^\d{1,10}$/.test(id)) {
      const shell = path.endsWith("passwd") ? fields[6]?.trim() : undefined;
      accounts.push({
        name,
        line,
        id: Number(id),
        // Passwords of groups are a matter of gshadow(5).
        ...(path.endsWith("passwd") && { password: stateOf(password) }),
        ...(shell && { shell }),
      });
    }
    return accounts.length < mostAccounts;
  });
  return accounts;
}

function stateOf(field: string): PasswordState {
  if (field === "") return "empty";
  if (field === "x") return "shadowed";
  return /^[!*]/.test(field) ? "locked" : "set";
}
