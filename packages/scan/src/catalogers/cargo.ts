import { PackageURL } from "packageurl-js";
import type { Cataloger } from "../cataloger.ts";
import { cargoInspector } from "../inspectors/cargo.ts";
import type { AuditData } from "../rust/audit-data.ts";

export const cargoCataloger: Cataloger<AuditData> = {
  inspector: cargoInspector,
  kind: "language",
  sees: "crates of ELF programs that were built with `cargo auditable`, build dependencies too",
  misses:
    "crates of programs without audit data, which is what plain `cargo build` makes; non-executable libraries in the distribution's library folders",
  drafts: ({ crates }) => crates.map((crate) => ({ ...crate, type: "cargo", licences: [] })),
  purl: ({ name, version }) => new PackageURL("cargo", undefined, name, version).toString(),
  faults: ({ faults }) => faults,
};
