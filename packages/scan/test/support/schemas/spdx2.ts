import { closed, listOf, matching, oneOf, text, validator } from "./schema.ts";

// Written from SPDX 2.3, clauses 6 to 11: the fields, which of them are mandatory, and what they may
// hold. The project's own schema is under CC-BY and no package carries it.

const id = matching(/^SPDXRef-[A-Za-z0-9.-]+$/);
const date = matching(/^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}Z$/);
const creator = matching(/^(?:Tool|Organization|Person): .+/);

/** Annex D: identifiers joined by operators, or one of the two words for nothing. */
const licence = matching(
  /^(?:NOASSERTION|NONE|\(*[A-Za-z0-9.:+-]+\)*(?: (?:AND|OR|WITH) \(*[A-Za-z0-9.:+-]+\)*)*)$/,
);

const annotation = closed({
  annotationDate: date,
  annotationType: oneOf("OTHER", "REVIEW"),
  annotator: creator,
  comment: text,
});

const found = closed(
  { SPDXID: id, name: text, downloadLocation: text },
  {
    versionInfo: { type: "string" },
    filesAnalyzed: { const: false },
    primaryPackagePurpose: oneOf(
      "OTHER",
      "INSTALL",
      "ARCHIVE",
      "FIRMWARE",
      "APPLICATION",
      "FRAMEWORK",
      "LIBRARY",
      "CONTAINER",
      "SOURCE",
      "DEVICE",
      "OPERATING_SYSTEM",
      "FILE",
    ),
    checksums: listOf(
      closed({
        algorithm: oneOf("SHA256", "SHA384", "SHA512"),
        checksumValue: matching(/^[0-9a-f]{64,128}$/),
      }),
      1,
    ),
    sourceInfo: text,
    summary: text,
    licenseConcluded: licence,
    licenseDeclared: licence,
    copyrightText: text,
    externalRefs: listOf(
      closed({
        referenceCategory: oneOf("OTHER", "PERSISTENT-ID", "SECURITY", "PACKAGE-MANAGER"),
        referenceType: oneOf("purl", "cpe23Type"),
        // Annex F: no spaces.
        referenceLocator: matching(/^\S+$/),
      }),
    ),
    annotations: listOf(annotation),
  },
);

const schema = closed(
  {
    spdxVersion: { const: "SPDX-2.3" },
    dataLicense: { const: "CC0-1.0" },
    SPDXID: { const: "SPDXRef-DOCUMENT" },
    name: text,
    // 6.5: a URI without a fragment.
    documentNamespace: matching(/^https:\/\/[^#\s]+$/),
    creationInfo: closed(
      { created: date, creators: listOf(creator, 1) },
      { licenseListVersion: matching(/^\d+\.\d+$/) },
    ),
    packages: listOf(found),
    relationships: listOf(
      closed({
        spdxElementId: id,
        relatedSpdxElement: id,
        relationshipType: oneOf("DESCRIBES", "CONTAINS"),
      }),
      1,
    ),
  },
  {
    hasExtractedLicensingInfos: listOf(
      closed({ licenseId: matching(/^LicenseRef-[A-Za-z0-9.-]+$/), extractedText: text }),
      1,
    ),
  },
);

export const spdx2Errors = validator(schema);
