import { anyText, closed, listOf, matching, oneOf, text, validator } from "./schema.ts";

// Written from the model of SPDX 3.0.1 (classes, properties, cardinalities and vocabularies of the
// profiles core, software, simpleLicensing and extension) as its JSON-LD context names them.

const iri = matching(/^https:\/\/\S+$/);
const blank = matching(/^_:\S+$/);
const semver = matching(/^\d+\.\d+\.\d+$/);
const profiles = listOf(
  oneOf("core", "software", "simpleLicensing", "expandedLicensing", "extension", "security"),
);

function element(type: string, required: Record<string, object | boolean>, optional = {}) {
  return closed({ type: { const: type }, spdxId: iri, creationInfo: blank, ...required }, optional);
}

const extension = listOf(
  closed({
    type: { const: "extension_CdxPropertiesExtension" },
    extension_cdxProperty: listOf(
      closed(
        { type: { const: "extension_CdxPropertyEntry" }, extension_cdxPropName: text },
        { extension_cdxPropValue: anyText },
      ),
      1,
    ),
  }),
);

const classes = [
  closed(
    {
      type: { const: "CreationInfo" },
      "@id": blank,
      specVersion: { const: "3.0.1" },
      created: matching(/^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}Z$/),
      createdBy: listOf(iri, 1),
    },
    { createdUsing: listOf(iri) },
  ),
  element("SoftwareAgent", { name: text }),
  element("Tool", { name: text }),
  element("SpdxDocument", {
    name: text,
    profileConformance: profiles,
    rootElement: listOf(iri, 1),
    element: listOf(iri),
    dataLicense: iri,
  }),
  element("software_Sbom", {
    profileConformance: profiles,
    rootElement: listOf(iri, 1),
    element: listOf(iri),
    software_sbomType: listOf(
      oneOf("analyzed", "build", "deployed", "design", "runtime", "source"),
    ),
  }),
  element(
    "software_Package",
    { name: text },
    {
      summary: text,
      software_packageVersion: anyText,
      software_packageUrl: matching(/^pkg:\S+$/),
      software_primaryPurpose: oneOf("container", "operatingSystem", "other", "library"),
      software_sourceInfo: text,
      externalIdentifier: listOf(
        closed({
          type: { const: "ExternalIdentifier" },
          externalIdentifierType: oneOf("packageUrl", "cpe23"),
          identifier: text,
        }),
      ),
      verifiedUsing: listOf(
        closed({
          type: { const: "Hash" },
          algorithm: oneOf("sha256", "sha384", "sha512"),
          hashValue: matching(/^[0-9a-f]+$/),
        }),
      ),
      extension,
    },
  ),
  element("Relationship", {
    from: iri,
    relationshipType: oneOf("contains", "hasDeclaredLicense"),
    to: listOf(iri, 1),
  }),
  element(
    "simplelicensing_LicenseExpression",
    { simplelicensing_licenseExpression: text },
    {
      simplelicensing_licenseListVersion: semver,
      simplelicensing_customIdToUri: listOf(
        closed({ type: { const: "DictionaryEntry" }, key: text, value: iri }),
      ),
    },
  ),
  element(
    "simplelicensing_SimpleLicensingText",
    { simplelicensing_licenseText: text },
    { name: text },
  ),
];

const schema = closed({
  "@context": { const: "https://spdx.org/rdf/3.0.1/spdx-context.jsonld" },
  "@graph": listOf({ oneOf: classes }, 1),
});

export const spdx3Errors = validator(schema);
