import type { Affected } from "../advisory.ts";

/**
 * The part of an advisory that speaks of builds of the same kind as the installed one. Module
 * streams of rpm distributions bring other versions of a package beside the plain one: a fix in
 * `nodejs-18.12.1-1.module_el9` says nothing about a plain `nodejs-16.20.2-8.el9`
 * (docs.fedoraproject.org/en-US/modularity, "Release" of a modular package).
 */
export function narrowToModularity(installed: string, affected: Affected): Affected {
  const intervals = affected.intervals.filter(
    ({ fixed }) => fixed === undefined || isModular(fixed) === isModular(installed),
  );
  return intervals.length === affected.intervals.length ? affected : { ...affected, intervals };
}

/** `1:18.12.1-1.module_el9.1.0+16+91bc168f`, `3.3.1-2.module+el9.4.0+20787+4c237fd3` */
function isModular(version: string): boolean {
  return /\.module[_+]/.test(version);
}

/**
 * Whether an advisory about a module stream (`nodejs:18 security update`) is about the one that
 * the package was built in, as the purl's `rpmmod` tells; yes where one of them does not say.
 */
export function concernsStream(purl: string, summary = ""): boolean {
  const [, qualifier = ""] = /[?&]rpmmod=([^&#]*)/.exec(purl) ?? [];
  if (qualifier === "") return true;
  const [name, stream] = qualifier.replace(/%3a/gi, ":").split(":");
  const streams = [...summary.matchAll(/([\w.+-]+):([\w.+-]+)/g)]
    .filter(([, named]) => named === name)
    .map(([, , named]) => named);
  return streams.length === 0 || streams.includes(stream);
}
