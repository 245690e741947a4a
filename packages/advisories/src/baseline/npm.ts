import type { Severity } from "@plimsoll/core";
import { type BaselineRange, type BaselineRow, nvdPage } from "./row.ts";

/** Package, identifier, severity, summary, affected ranges. */
const facts: readonly [string, string, Severity, string, readonly BaselineRange[]][] = [
  ["lodash", "CVE-2018-16487", "high", "prototype pollution", [["0", "4.17.11"]]],
  [
    "lodash",
    "CVE-2019-10744",
    "critical",
    "prototype pollution by defaultsDeep",
    [["0", "4.17.12"]],
  ],
  [
    "lodash",
    "CVE-2020-8203",
    "high",
    "prototype pollution by zipObjectDeep",
    [["3.7.0", "4.17.19"]],
  ],
  ["lodash", "CVE-2021-23337", "high", "templates run injected code", [["0", "4.17.21"]]],
  [
    "minimist",
    "CVE-2020-7598",
    "medium",
    "prototype pollution",
    [
      ["0", "0.2.1"],
      ["1.0.0", "1.2.3"],
    ],
  ],
  [
    "minimist",
    "CVE-2021-44906",
    "critical",
    "prototype pollution by setKey",
    [
      ["0", "0.2.4"],
      ["1.0.0", "1.2.6"],
    ],
  ],
  [
    "event-stream",
    "GHSA-mh6f-8j2x-4483",
    "critical",
    "malicious release that steals Bitcoin wallets",
    [["3.3.6", "4.0.0"]],
  ],
  [
    "flatmap-stream",
    "GHSA-mh6f-8j2x-4483",
    "critical",
    "malicious package that steals Bitcoin wallets",
    [["0"]],
  ],
  [
    "ua-parser-js",
    "GHSA-pjwm-rvh2-c87w",
    "high",
    "malicious release that mines coins and steals passwords",
    [
      ["0.7.29", "0.7.30"],
      ["0.8.0", "0.8.1"],
      ["1.0.0", "1.0.1"],
    ],
  ],
  [
    "node-ipc",
    "CVE-2022-23812",
    "critical",
    "release that overwrites files by the machine's country",
    [["10.1.1", "10.1.3"]],
  ],
  ["node-forge", "CVE-2022-24771", "high", "forged RSA signatures verify", [["0", "1.3.0"]]],
  ["axios", "CVE-2021-3749", "high", "regular expression takes very long", [["0", "0.21.2"]]],
  [
    "axios",
    "CVE-2023-45857",
    "medium",
    "the XSRF token is sent to other hosts",
    [
      ["0.8.1", "0.28.0"],
      ["1.0.0", "1.6.0"],
    ],
  ],
  [
    "jsonwebtoken",
    "CVE-2015-9235",
    "critical",
    "signature check can be bypassed",
    [["0", "4.2.2"]],
  ],
  [
    "jsonwebtoken",
    "CVE-2022-23540",
    "medium",
    "unsigned tokens are accepted without an algorithm list",
    [["0", "9.0.0"]],
  ],
  [
    "qs",
    "CVE-2022-24999",
    "high",
    "a query string makes the process hang",
    [
      ["0", "6.2.4"],
      ["6.3.0", "6.3.3"],
      ["6.4.0", "6.4.1"],
      ["6.5.0", "6.5.3"],
      ["6.6.0", "6.6.1"],
      ["6.7.0", "6.7.3"],
      ["6.8.0", "6.8.3"],
      ["6.9.0", "6.9.7"],
      ["6.10.0", "6.10.3"],
    ],
  ],
  [
    "express",
    "CVE-2024-29041",
    "medium",
    "malformed URLs redirect to other hosts",
    [
      ["0", "4.19.2"],
      ["5.0.0-alpha.1", "5.0.0-beta.3"],
    ],
  ],
  [
    "ws",
    "CVE-2024-37890",
    "high",
    "a request with many headers crashes the server",
    [
      ["2.1.0", "5.2.4"],
      ["6.0.0", "6.2.3"],
      ["7.0.0", "7.5.10"],
      ["8.0.0", "8.17.1"],
    ],
  ],
  [
    "tar",
    "CVE-2021-32803",
    "high",
    "an archive writes outside of the target through symbolic links",
    [
      ["3.0.0", "3.2.3"],
      ["4.0.0", "4.4.15"],
      ["5.0.0", "5.0.7"],
      ["6.0.0", "6.1.2"],
    ],
  ],
  [
    "json5",
    "CVE-2022-46175",
    "high",
    "prototype pollution by parse",
    [
      ["0", "1.0.2"],
      ["2.0.0", "2.2.2"],
    ],
  ],
  ["shell-quote", "CVE-2021-42740", "critical", "quoting lets commands through", [["0", "1.7.3"]]],
  ["ejs", "CVE-2022-29078", "critical", "template options run injected code", [["0", "3.1.7"]]],
  [
    "handlebars",
    "CVE-2021-23369",
    "critical",
    "compiling an untrusted template runs its code",
    [["0", "4.7.7"]],
  ],
  ["vm2", "CVE-2023-32314", "critical", "code leaves the sandbox", [["0", "3.9.18"]]],
  [
    "semver",
    "CVE-2022-25883",
    "high",
    "regular expression takes very long",
    [
      ["0", "5.7.2"],
      ["6.0.0", "6.3.1"],
      ["7.0.0", "7.5.2"],
    ],
  ],
  [
    "follow-redirects",
    "CVE-2022-0155",
    "high",
    "cookies are sent to the host redirected to",
    [["0", "1.14.7"]],
  ],
  [
    "cross-spawn",
    "CVE-2024-21538",
    "high",
    "regular expression takes very long",
    [
      ["0", "6.0.6"],
      ["7.0.0", "7.0.5"],
    ],
  ],
];

/** From the GitHub Advisory Database and the CVE records. */
export const npmBaseline: readonly BaselineRow[] = facts.map(
  ([name, id, severity, summary, ranges]) => ({
    id,
    severity,
    summary,
    url: id.startsWith("GHSA-") ? `https://github.com/advisories/${id}` : nvdPage(id),
    affected: [["npm", name, ranges]],
  }),
);
