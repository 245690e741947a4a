import type { Interval } from "../advisory.ts";

/**
 * Whether a fix speaks of builds of the same kind as the installed one. Module streams of rpm
 * distributions bring other versions of a package beside the plain one: a fix in
 * `nodejs-18.12.1-1.module_el9` says nothing about a plain `nodejs-16.20.2-8.el9`
 * (docs.fedoraproject.org/en-US/modularity, "Release" of a modular package).
 */
export function isSameModularity(installed: string, { fixed }: Interval): boolean {
  return fixed === undefined || isModular(fixed) === isModular(installed);
}

/** `1:18.12.1-1.module_el9.1.0+16+91bc168f`, `3.3.1-2.module+el9.4.0+20787+4c237fd3` */
export function isModular(version: string): boolean {
  return /\.module[_+]/.test(version);
}

/**
 * Whether an advisory is about the module stream that a package was built in; yes where one of them
 * does not say. Without a field for it, titles tell: `nodejs:18 security update`.
 *
 * @param built `nodejs:18`; empty outside of any module
 * @param module the advisory's own word, in the same form
 */
export function concernsStream(
  built: string | undefined,
  module: string | undefined,
  summary = "",
): boolean {
  if (built === undefined) return module !== "";
  if (module !== undefined) return built === module;
  if (built === "") return true;
  const [name, stream] = built.split(":");
  const streams = [...summary.matchAll(/([\w.+-]+):([\w.+-]+)/g)]
    .filter(([, named]) => named === name)
    .map(([, , named]) => named);
  return streams.length === 0 || streams.includes(stream);
}
