import type { Cataloger, PackageDraft } from "../cataloger.ts";
import { type EmbeddedSbom, embeddedSbomInspector } from "../inspectors/embedded-sbom.ts";

export const embeddedSbomCataloger: Cataloger<EmbeddedSbom> = {
  inspector: embeddedSbomInspector,
  kind: "language",
  sees: "what bills of materials (CycloneDX, SPDX, Syft) in `usr/local/share/sbom`, `usr/share/sbom`, `opt/bitnami` (`.spdx-*.spdx`) and `var/lib/db/sbom` list, each package once with those that were found themselves",
  misses:
    "entries without package URL or version; packages of the distribution, which its own database tells better; bills of materials in other folders",
  drafts: ({ packages }) => packages,
  purl: ({ purl }: PackageDraft) => purl ?? "",
  faults: ({ faults }) => faults,
};
