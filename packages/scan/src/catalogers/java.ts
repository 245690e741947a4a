import { mavenPurl } from "../catalog/maven-purl.ts";
import type { Cataloger } from "../cataloger.ts";
import { javaInspector } from "../inspectors/java.ts";
import type { JavaArchive } from "../java/java-archive.ts";

export const javaCataloger: Cataloger<JavaArchive> = {
  inspector: javaInspector,
  kind: "language",
  sees: "jar, war, ear, par, hpi, jpi, aar and kar archives, nested ones and those merged into a shaded one, by `pom.properties`, `pom.xml`, manifest and file name",
  misses:
    "licences; shaded code whose `pom.properties` was left out; the group of an archive whose Maven files, names and manifest do not tell it (such a package is listed, and advisories match it where they know the SHA-1 of its archive); the SHA-1 of archives over 50 MB; nested archives of that size",
  drafts: ({ packages }) =>
    packages.map(({ group, artifact, version, inner }) => ({
      name: group === undefined ? artifact : `${group}:${artifact}`,
      version,
      type: "maven",
      licences: [],
      ...(inner === undefined ? {} : { innerPath: inner }),
    })),
  purl: mavenPurl,
  faults: ({ faults }) => faults,
};
