import { references } from "../../rule/references.ts";
import type { DockerfileRule } from "../../rule/types.ts";
import { findInstructions, observe } from "./observe.ts";

// CVE-2022-3602 and CVE-2022-3786, fixed in 3.0.7 (https://www.openssl.org/news/secadv/20221101.txt).
const affected = /openssl[-_/]?v?3\.0\.[0-6](?!\d)/i;
/** UTF-16 units of an instruction that are looked at. */
const maxText = 100_000;

/** OpenSSL 3.0.0 to 3.0.6, built from source, are seen by no package manager. */
export const opensslVersion: DockerfileRule = {
  id: "dockerfile-openssl-version",
  target: "dockerfile",
  title: "A version of OpenSSL with known vulnerabilities is downloaded",
  severity: "high",
  description:
    "OpenSSL 3.0.0 to 3.0.6 overflow a buffer when they read a certificate (CVE-2022-3602, CVE-2022-3786).",
  remediation: "Take OpenSSL from the distribution, or 3.0.7 and newer.",
  references: ["https://www.openssl.org/news/secadv/20221101.txt", references.bestPractices],
  peers: {},
  check(file) {
    const all = findInstructions(file, "RUN", "ADD", "ENV", "ARG");
    if (all.length === 0) return { notApplicable: "the file downloads nothing" };
    return all.flatMap((placed) => {
      const { text, assignments, words, keyword } = placed.instruction;
      const values = [...assignments, ...(keyword === "ADD" ? words : [])].map(
        ({ value }) => value ?? "",
      );
      const isFound =
        affected.test(text.slice(0, maxText)) ||
        values.some((value) => affected.test(value)) ||
        assignments.some(
          ({ name, value }) =>
            /^OPENSSL_?VER(?:SION)?$/i.test(name) && /^v?3\.0\.[0-6]$/.test(value ?? ""),
        );
      return isFound ? [observe(file, placed)] : [];
    });
  },
};
