import type { Distribution } from "@plimsoll/core";
import { releaseOf } from "./distribution.ts";
import { lifeCycles } from "./life-cycles.ts";
import { hasUbuntuPro, ubuntuProLastDays } from "./ubuntu-pro.ts";

/** A release that gets no security updates any more. */
export interface EndOfLife {
  /** As a person writes it: `Debian 10`. */
  readonly name: string;
  /** `YYYY-MM-DD` */
  readonly lastDay: string;
  readonly url: string;
}

/**
 * The end of a release's life, when its last day of security updates lies before `now`;
 * `undefined` for supported releases and for those whose last day is not known.
 */
export function findEndOfLife(distribution: Distribution, now: Date): EndOfLife | undefined {
  // CentOS Stream has the ID of CentOS Linux.
  const isStream = /\bStream\b/.test(distribution.name ?? "");
  const id = isStream ? `${distribution.id}-stream` : distribution.id;
  const lifeCycle = Object.hasOwn(lifeCycles, id) ? lifeCycles[id] : undefined;
  if (lifeCycle === undefined) return undefined;
  const { name, url, release: syntax } = lifeCycle;
  const lastDays = hasUbuntuPro(distribution) ? ubuntuProLastDays : lifeCycle.lastDays;
  const release = syntax?.exec(distribution.versionId ?? "")?.[0] ?? releaseOf(distribution);
  if (release === undefined) return undefined;
  const lastDay = Object.hasOwn(lastDays, release) ? lastDays[release] : undefined;
  if (lastDay === undefined || now.toISOString().slice(0, 10) <= lastDay) return undefined;
  return { name: `${name} ${release.replace(/^v/, "")}`, lastDay, url };
}
