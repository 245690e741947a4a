import type { Vulnerability } from "@plimsoll/core";

/** Scores below this are of no interest to anybody who reads a list. */
const leastEpss = 0.01;

/** `exploited since 2021-12-10, by ransomware too · EPSS 97.5 % · public exploits`; empty for nothing. */
export function describeThreat({ kev, epss, exploits }: Vulnerability): string {
  const parts = [
    kev ? `exploited since ${kev.added} (CISA)${kev.ransomware ? ", by ransomware too" : ""}` : "",
    epss && epss.score >= leastEpss ? `EPSS ${(epss.score * 100).toFixed(1)} %` : "",
    exploits && exploits.length > 0 ? "public exploits" : "",
  ];
  return parts.filter((part) => part !== "").join(" · ");
}
