import type { Advisory, Affected } from "../advisory.ts";
import type { Build } from "./build.ts";

/**
 * Leaves out the fixes of later minor releases for a vulnerability that was also fixed in the minor
 * release that the installed package was built for: curl 7.76.1-23.el9_2.4 is fixed, although
 * everybody else got the same fix as 7.76.1-26.el9_3.2. Without a fix in its own minor release
 * those of later ones count, which an update leads to.
 */
export function withoutLaterMinors(
  installed: string,
  build: Build,
  listed: readonly Affected[],
): readonly Affected[] {
  const own = minorOf(installed) ?? build.minor;
  if (own === undefined) return listed;
  const settled = new Set<string>();
  for (const affected of listed) {
    if (fixMinorOf(affected) === own)
      for (const id of subjectsOf(affected.advisory)) settled.add(id);
  }
  if (settled.size === 0) return listed;
  return listed.flatMap((affected) => {
    const minor = fixMinorOf(affected);
    if (minor === undefined || minor <= own) return [affected];
    const subjects = subjectsOf(affected.advisory);
    const open = subjects.filter((id) => !settled.has(id));
    if (open.length === 0) return [];
    if (open.length === subjects.length) return [affected];
    return [{ ...affected, advisory: { ...affected.advisory, upstream: open } }];
  });
}

/** The vulnerabilities that an advisory is about. */
function subjectsOf({ id, upstream }: Advisory): readonly string[] {
  return upstream.length === 0 ? [id] : upstream;
}

function fixMinorOf({ intervals }: Affected): number | undefined {
  const [interval] = intervals;
  return interval?.fixed === undefined || intervals.length > 1
    ? undefined
    : minorOf(interval.fixed);
}

/** 2 of `7.76.1-23.el9_2.4` */
function minorOf(version: string): number | undefined {
  const minor = /\.el\d+_(\d+)/.exec(version)?.[1];
  return minor === undefined ? undefined : Number(minor);
}
