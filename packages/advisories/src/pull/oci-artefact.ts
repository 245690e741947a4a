/** Kind of the artefact that shards are published as (image-spec, "Guidelines for Artifact Usage"). */
export const artifactType = "application/vnd.plimsoll.advisories.v2";

/** The table of contents: the configuration of the artefact. */
export const indexMediaType = "application/vnd.plimsoll.advisories.index.v2+json";

/** A file of a shard: one layer, whose digest is that of the table of contents. */
export const shardMediaType = "application/vnd.plimsoll.advisories.shard.v2+json+gzip";

/** Annotation of the manifest that holds the text of `index.json.sig`. */
export const signatureAnnotation = "dev.plimsoll.advisories.signature";
