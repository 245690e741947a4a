import type { Severity } from "@plimsoll/core";
import type { BaselineRange, BaselineRow } from "./row.ts";

/** CVE, identifier at the Go vulnerability database, severity, summary, affected ranges by module. */
const facts: readonly [
  string,
  string,
  Severity,
  string,
  Readonly<Record<string, readonly BaselineRange[]>>,
][] = [
  [
    "CVE-2023-39325",
    "GO-2023-2102",
    "high",
    "HTTP/2 rapid reset exhausts the server",
    {
      "golang.org/x/net": [["0", "0.17.0"]],
      stdlib: [
        ["0", "1.20.10"],
        ["1.21.0-0", "1.21.3"],
      ],
    },
  ],
  [
    "CVE-2023-45288",
    "GO-2024-2687",
    "high",
    "endless HTTP/2 headers exhaust the server",
    {
      "golang.org/x/net": [["0", "0.23.0"]],
      stdlib: [
        ["0", "1.21.9"],
        ["1.22.0-0", "1.22.2"],
      ],
    },
  ],
  [
    "CVE-2023-48795",
    "GO-2023-2402",
    "medium",
    "Terrapin: the start of an SSH session can be cut",
    { "golang.org/x/crypto": [["0", "0.17.0"]] },
  ],
  [
    "CVE-2024-45337",
    "GO-2024-3321",
    "critical",
    "SSH servers may authorise a key that the client did not prove to hold",
    { "golang.org/x/crypto": [["0", "0.31.0"]] },
  ],
  [
    "CVE-2021-38561",
    "GO-2021-0113",
    "high",
    "a language tag makes the process panic",
    { "golang.org/x/text": [["0", "0.3.7"]] },
  ],
  [
    "CVE-2024-24790",
    "GO-2024-2887",
    "critical",
    "netip takes IPv4-mapped addresses for public ones",
    {
      stdlib: [
        ["0", "1.21.11"],
        ["1.22.0-0", "1.22.4"],
      ],
    },
  ],
  [
    "CVE-2020-26160",
    "GO-2020-0017",
    "high",
    "the audience of a token is not checked",
    {
      "github.com/dgrijalva/jwt-go": [["0.0.0-20150717181359-44718f8a89b0"]],
      "github.com/dgrijalva/jwt-go/v4": [["0", "4.0.0-preview1"]],
    },
  ],
  [
    "CVE-2025-30204",
    "GO-2025-3553",
    "high",
    "a token of many dots exhausts memory",
    {
      "github.com/golang-jwt/jwt/v4": [["0", "4.5.2"]],
      "github.com/golang-jwt/jwt/v5": [["5.0.0-rc.1", "5.2.2"]],
    },
  ],
  [
    "CVE-2024-21626",
    "GO-2024-2491",
    "high",
    "Leaky Vessels: a container reaches the host's files through a leaked descriptor",
    { "github.com/opencontainers/runc": [["1.0.0-rc93", "1.1.12"]] },
  ],
  [
    "CVE-2021-3121",
    "GO-2021-0053",
    "high",
    "generated code indexes out of bounds over crafted messages",
    { "github.com/gogo/protobuf": [["0", "1.3.2"]] },
  ],
  [
    "CVE-2022-28948",
    "GO-2022-0603",
    "high",
    "a document makes the process panic",
    { "gopkg.in/yaml.v3": [["0", "3.0.0-20220521103104-8f96da9f5d5e"]] },
  ],
];

/** From the Go vulnerability database. */
export const goBaseline: readonly BaselineRow[] = facts.map(
  ([id, goId, severity, summary, modules]) => ({
    id,
    aliases: [goId],
    severity,
    summary,
    url: `https://pkg.go.dev/vuln/${goId}`,
    affected: Object.entries(modules).map(([name, ranges]) => ["go", name, ranges] as const),
  }),
);
