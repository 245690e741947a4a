import { anyText, closed, listOf, matching, text, validator } from "./schema.ts";

// Written from Syft's JSON schema 16.1.11 (github.com/anchore/syft, schema/json): which fields it
// requires, and their types. It allows further fields; here they are errors.

const number = { type: "integer" };
const digest = matching(/^(?:sha256:[0-9a-f]{64})?$/);
const location = closed(
  { path: matching(/^\//), accessPath: matching(/^\//) },
  { layerID: digest, annotations: { type: "object", additionalProperties: anyText } },
);
const licence = closed({
  value: text,
  spdxExpression: anyText,
  type: text,
  urls: listOf(anyText),
  locations: listOf(location),
});

const metadata = {
  "dpkg-db-entry": closed({
    package: text,
    source: anyText,
    version: text,
    sourceVersion: anyText,
    architecture: anyText,
    maintainer: anyText,
    installedSize: number,
    files: listOf({}),
  }),
  "apk-db-entry": closed({
    package: text,
    originPackage: anyText,
    maintainer: anyText,
    version: text,
    architecture: anyText,
    url: anyText,
    description: anyText,
    size: number,
    installedSize: number,
    pullDependencies: listOf(anyText),
    provides: listOf(anyText),
    pullChecksum: anyText,
    gitCommitOfApkPort: anyText,
    files: listOf({}),
  }),
  "rpm-db-entry": closed(
    {
      name: text,
      version: text,
      epoch: { oneOf: [number, { type: "null" }] },
      architecture: anyText,
      release: anyText,
      sourceRpm: anyText,
      size: number,
      vendor: anyText,
      files: listOf({}),
    },
    { modularityLabel: text },
  ),
  "java-archive": closed({
    virtualPath: anyText,
    pomProperties: closed({
      path: anyText,
      name: anyText,
      groupId: anyText,
      artifactId: text,
      version: text,
    }),
  }),
};

const artifact = closed(
  {
    id: matching(/^[0-9a-f]{16}$/),
    name: anyText,
    version: anyText,
    type: text,
    foundBy: text,
    locations: listOf(location),
    licenses: listOf(licence),
    language: anyText,
    cpes: listOf(closed({ cpe: matching(/^cpe:2\.3:/) }, { source: text })),
    purl: matching(/^pkg:/),
  },
  { metadataType: text, metadata: { type: "object" } },
);

const withMetadata = {
  allOf: [
    artifact,
    ...Object.entries(metadata).map(([name, schema]) => ({
      if: { properties: { metadataType: { const: name } }, required: ["metadataType"] },
      // biome-ignore lint/suspicious/noThenProperty: a keyword of JSON Schema
      then: { properties: { metadata: schema }, required: ["metadata"] },
    })),
  ],
};

const image = closed({
  userInput: text,
  imageID: digest,
  manifestDigest: digest,
  mediaType: anyText,
  tags: listOf(anyText),
  imageSize: number,
  layers: listOf(closed({ mediaType: anyText, digest: text, size: number })),
  manifest: anyText,
  config: anyText,
  repoDigests: listOf(anyText),
  architecture: anyText,
  os: anyText,
});

const source = {
  oneOf: [
    closed({ id: text, name: text, version: anyText, type: { const: "image" }, metadata: image }),
    closed({
      id: text,
      name: text,
      version: anyText,
      type: { const: "directory" },
      metadata: closed({ path: text }),
    }),
  ],
};

const schema = closed({
  artifacts: listOf(withMetadata),
  artifactRelationships: listOf({}),
  source,
  distro: closed(
    {},
    {
      id: text,
      prettyName: text,
      idLike: listOf(text),
      version: text,
      versionID: text,
      versionCodename: text,
    },
  ),
  descriptor: closed({ name: text, version: text }),
  schema: closed({ version: matching(/^16\.\d+\.\d+$/), url: text }),
});

export const syftErrors = validator(schema);
