import { rpmPurl } from "../catalog/system-purl.ts";
import type { Cataloger } from "../cataloger.ts";
import { rpmInspector } from "../inspectors/rpm.ts";
import type { RpmFact } from "../rpm/fact.ts";
import { joinRpmFiles } from "../rpm/join-files.ts";

export const rpmCataloger: Cataloger<RpmFact> = {
  inspector: rpmInspector,
  kind: "distribution",
  sees: "installed packages of rpm's database (Berkeley DB, NDB, SQLite with its write-ahead log) of Azure Linux's `container-manifest-2`, or of Bottlerocket's `application-inventory.json`, with licences, source package, epoch and module",
  misses: "databases over 50 MB; packages that were unpacked without rpm",
  join: joinRpmFiles,
  drafts: ({ packages }) =>
    packages.map(({ module, ...found }) => ({
      ...found,
      type: "rpm",
      licences: found.licences ?? [],
      // As Red Hat's advisories write the module of a package.
      ...(module ? { qualifiers: { rpmmod: module } } : {}),
    })),
  purl: rpmPurl,
  faults: ({ faults }) => faults,
};
