import { closed, listOf, matching, oneOf, text, validator } from "./schema.ts";

// Written from GitHub's documentation of "Create a snapshot of dependencies for a repository"
// (REST API, dependency submission): required properties, limits and vocabularies.

const metadata = {
  type: "object",
  maxProperties: 8,
  additionalProperties: { type: ["string", "number", "boolean", "null"] },
};

const dependency = closed(
  {},
  {
    package_url: matching(/^pkg:/),
    metadata,
    relationship: oneOf("direct", "indirect"),
    scope: oneOf("runtime", "development"),
    dependencies: listOf(text),
  },
);

const manifest = closed(
  { name: text },
  {
    file: closed({}, { source_location: text }),
    metadata,
    resolved: { type: "object", additionalProperties: dependency },
  },
);

const schema = closed(
  {
    version: { type: "integer" },
    job: closed({ id: text, correlator: text }, { html_url: { type: "string", format: "uri" } }),
    sha: { type: "string", minLength: 40, maxLength: 64 },
    ref: matching(/^refs\//),
    detector: closed({ name: text, version: text, url: { type: "string", format: "uri" } }),
    scanned: { type: "string", format: "date-time" },
  },
  { metadata, manifests: { type: "object", additionalProperties: manifest } },
);

export const gitHubErrors = validator(schema);
