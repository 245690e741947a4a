import { createFinding, type Finding, type FindingInput } from "@plimsoll/core";
import type { ImageFacts } from "@plimsoll/image";
import { type Account, accountInspector } from "./accounts.ts";
import { type Layers, placeOf } from "./place.ts";

/** Shells that refuse to log in. */
const noLogin = /(?:^|\/)(?:nologin|false|true|sync|halt|shutdown)$/;

interface AccountFile {
  path: string;
  layer: number;
  accounts: readonly Account[];
}

/**
 * What is wrong with the users and groups of the image: `account-empty-password`,
 * `account-extra-root`, `account-duplicate-uid`, `account-duplicate-gid`, `account-duplicate-name`.
 */
export function judgeAccounts(facts: ImageFacts, layers: Layers): Finding[] {
  const files = new Map<string, AccountFile>();
  for (const { path, layer, fact, hiddenBy } of facts.of(accountInspector)) {
    // A hard link elsewhere is no account file.
    if (hiddenBy === undefined && path.startsWith("etc/")) {
      files.set(path, { path, layer, accounts: fact });
    }
  }
  const passwd = files.get("etc/passwd");
  const shadow = files.get("etc/shadow");
  const group = files.get("etc/group");
  const shells = new Map(passwd?.accounts.map(({ name, shell }) => [name, shell]));
  const report = reporter(layers);
  return [
    ...[passwd, shadow].flatMap((file) => emptyPasswords(file, shells, report)),
    ...extraRoots(passwd, report),
    ...duplicates(passwd, "id", report),
    ...duplicates(group, "id", report),
    ...duplicates(passwd, "name", report),
  ];
}

type Report = (
  file: AccountFile,
  account: Account,
  input: Pick<FindingInput, "rule" | "severity" | "title" | "description" | "peers"> & {
    value: string;
    fix: string;
    manual: string;
  },
) => Finding;

function reporter(layers: Layers): Report {
  return ({ path, layer }, { name, line }, { value, fix, manual, ...input }) =>
    createFinding({
      kind: "misconfiguration",
      ...input,
      location: placeOf({ path, layer, line }, layers),
      evidence: { value, source: path },
      fix: { description: fix },
      references: [`https://man7.org/linux/man-pages/man5/${manual}.5.html`],
      identity: [path, name],
    });
}

function emptyPasswords(
  file: AccountFile | undefined,
  shells: ReadonlyMap<string, string | undefined>,
  report: Report,
): Finding[] {
  if (file === undefined) return [];
  return file.accounts
    .filter(({ password }) => password === "empty")
    .map((account) => {
      const { name } = account;
      const shell = shells.get(name);
      const canLogIn = shell === undefined || !noLogin.test(shell);
      return report(file, account, {
        rule: "account-empty-password",
        severity: canLogIn ? "high" : "medium",
        title: `The user ${name} has an empty password`,
        // The fault of Alpine's images up to 3.9, CVE-2019-5021
        description:
          "Whoever reaches su or a login service in the container becomes this user without a password, where PAM admits that.",
        value: `${name}: (no password)`,
        fix: `Lock the password: passwd -l ${name}`,
        manual: "shadow",
        // CIS Distribution Independent Linux Benchmark 2.0.0
        peers: { "cis-linux": ["6.2.1"], dockle: ["DKL-LI-0001"] },
      });
    });
}

function extraRoots(file: AccountFile | undefined, report: Report): Finding[] {
  if (file === undefined) return [];
  return file.accounts
    .filter(({ id, name }) => id === 0 && name !== "root")
    .map((account) =>
      report(file, account, {
        rule: "account-extra-root",
        severity: "high",
        title: `The user ${account.name} is root under another name`,
        description: "Its user id is 0: rules that speak of root by name do not hold for it.",
        value: `${account.name}: uid 0`,
        fix: `Give it an id of its own, or remove it: userdel -f ${account.name}`,
        manual: "passwd",
        peers: { "cis-linux": ["6.2.5"] },
      }),
    );
}

function duplicates(file: AccountFile | undefined, by: "id" | "name", report: Report): Finding[] {
  if (file === undefined) return [];
  const isGroup = file.path.endsWith("group");
  const first = new Map<string | number, Account>();
  return file.accounts.flatMap((account) => {
    const key = by === "id" ? account.id : account.name;
    // A second root is a matter of its own.
    if (key === undefined || (key === 0 && !isGroup)) return [];
    const other = first.get(key);
    if (other === undefined) {
      first.set(key, account);
      return [];
    }
    const rule =
      by === "name"
        ? "account-duplicate-name"
        : isGroup
          ? "account-duplicate-gid"
          : "account-duplicate-uid";
    const noun = isGroup ? "group" : "user";
    return [
      report(file, account, {
        rule,
        severity: rule === "account-duplicate-uid" ? "medium" : "low",
        title:
          by === "name"
            ? `There are two entries for the ${noun} ${account.name}`
            : `The ${noun}s ${other.name} and ${account.name} share the id ${account.id}`,
        description:
          by === "name"
            ? "Programs take the first entry, and administrators may have changed the second."
            : `To the kernel they are one ${noun}: each may do with the other's files what it likes.`,
        value: `${account.name}: ${isGroup ? "gid" : "uid"} ${account.id}`,
        fix: `Give each ${noun} an entry and an id of its own.`,
        manual: isGroup ? "group" : "passwd",
        peers: {
          "cis-linux": [by === "name" ? "6.2.18" : isGroup ? "6.2.17" : "6.2.16"],
          dockle: ["DKL-LI-0002"],
        },
      }),
    ];
  });
}
