import type { Severity } from "@plimsoll/core";
import { type BaselineRange, type BaselineRow, nvdPage } from "./row.ts";

/** Package, CVE, severity, summary, affected ranges. */
const facts: readonly [string, string, Severity, string, readonly BaselineRange[]][] = [
  [
    "org.apache.logging.log4j:log4j-core",
    "CVE-2021-44228",
    "critical",
    "Log4Shell: a logged string loads and runs remote code",
    [
      ["2.0-beta9", "2.3.1"],
      ["2.4", "2.12.2"],
      ["2.13.0", "2.15.0"],
    ],
  ],
  [
    "org.apache.logging.log4j:log4j-core",
    "CVE-2021-45046",
    "critical",
    "the first fix of Log4Shell is incomplete",
    [
      ["2.0-beta9", "2.12.2"],
      ["2.13.0", "2.16.0"],
    ],
  ],
  [
    "org.springframework:spring-beans",
    "CVE-2022-22965",
    "critical",
    "Spring4Shell: data binding lets anyone run code",
    [
      ["0", "5.2.20.RELEASE"],
      ["5.3.0", "5.3.18"],
    ],
  ],
  [
    "org.apache.commons:commons-text",
    "CVE-2022-42889",
    "critical",
    "Text4Shell: string interpolation runs scripts",
    [["1.5", "1.10.0"]],
  ],
  [
    "org.yaml:snakeyaml",
    "CVE-2022-1471",
    "high",
    "loading a document constructs any class",
    [["0", "2.0"]],
  ],
  [
    "com.fasterxml.jackson.core:jackson-databind",
    "CVE-2017-7525",
    "critical",
    "deserialization with default typing runs code",
    [
      ["0", "2.6.7.1"],
      ["2.7.0", "2.7.9.1"],
      ["2.8.0", "2.8.9"],
    ],
  ],
  [
    "com.fasterxml.jackson.core:jackson-databind",
    "CVE-2020-36518",
    "high",
    "deeply nested input overflows the stack",
    [
      ["0", "2.12.6.1"],
      ["2.13.0", "2.13.2.1"],
    ],
  ],
  [
    "com.alibaba:fastjson",
    "CVE-2022-25845",
    "high",
    "autoType restrictions can be bypassed to run code",
    [["1.2.25", "1.2.83"]],
  ],
  [
    "org.apache.struts:struts2-core",
    "CVE-2017-5638",
    "critical",
    "a Content-Type header runs commands",
    [
      ["2.3.0", "2.3.32"],
      ["2.5.0", "2.5.10.1"],
    ],
  ],
  [
    "org.apache.struts:struts2-core",
    "CVE-2023-50164",
    "critical",
    "an upload leaves its folder and runs",
    [
      ["2.0.0", "2.5.33"],
      ["6.0.0", "6.3.0.2"],
    ],
  ],
  [
    "commons-collections:commons-collections",
    "CVE-2015-7501",
    "critical",
    "deserialization runs code",
    [["0", "3.2.2"]],
  ],
  [
    "com.h2database:h2",
    "CVE-2021-42392",
    "critical",
    "the console loads and runs remote code",
    [["1.1.100", "2.0.206"]],
  ],
];

/** From the GitHub Advisory Database and the CVE records. */
export const mavenBaseline: readonly BaselineRow[] = facts.map(
  ([name, id, severity, summary, ranges]) => ({
    id,
    severity,
    summary,
    url: nvdPage(id),
    affected: [["maven", name, ranges]],
  }),
);
