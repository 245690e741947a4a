import { isJsonObject, type JsonObject } from "../formats/json-object.ts";

/** The part of a descriptor that tells what is attached (image-spec, descriptor.md). */
export interface Attachment {
  digest: string;
  size: number;
  mediaType: string;
  artifactType: string | undefined;
  annotations: JsonObject;
}

/** Media types of bills of materials as iana.org and tools (oras, cosign, syft) write them. */
const sbomTypes =
  /^(?:application|text)\/(?:vnd\.cyclonedx|spdx|vnd\.syft)(?:\+json|\+text)?(?:;.*)?$/;

/** in-toto statements, alone, in an envelope, or in a Sigstore bundle. */
const statementTypes =
  /^application\/(?:vnd\.in-toto(?:\.[\w.-]+)?\+(?:json|dsse)|vnd\.dsse\.envelope\.v1\+json|vnd\.dev\.sigstore\.bundle[\w.;=+-]*json)$/;

/** Predicates that are bills of materials. */
const sbomPredicates = /^https:\/\/(?:spdx\.dev\/Document|cyclonedx\.org\/bom|syft\.dev\/bom)/;

/** Annotations by which BuildKit, cosign and Sigstore bundles tell the predicate. */
const predicateAnnotations = [
  "in-toto.io/predicate-type",
  "predicateType",
  "dev.sigstore.bundle.predicateType",
];

/** A list of descriptors, as manifests and indexes have them; what is none is passed over. */
export function attachmentsOf(value: unknown): Attachment[] {
  if (!Array.isArray(value)) return [];
  return value
    .filter(isJsonObject)
    .flatMap(({ digest, size, mediaType, artifactType, annotations }) => {
      if (typeof digest !== "string" || typeof size !== "number" || typeof mediaType !== "string") {
        return [];
      }
      return [
        {
          digest,
          size,
          mediaType,
          artifactType: typeof artifactType === "string" ? artifactType : undefined,
          annotations: isJsonObject(annotations) ? annotations : {},
        },
      ];
    });
}

/** True for a blob that is a bill of materials, or a statement whose predicate is one. */
export function isSbomBlob({ mediaType, annotations }: Attachment): boolean {
  return (
    sbomTypes.test(mediaType) || (statementTypes.test(mediaType) && hasSbomPredicate(annotations))
  );
}

/** True for a referrer whose blobs are worth a look. */
export function isSbomReferrer({ artifactType, mediaType, annotations }: Attachment): boolean {
  const type = artifactType ?? mediaType;
  return sbomTypes.test(type) || (statementTypes.test(type) && hasSbomPredicate(annotations));
}

function hasSbomPredicate(annotations: JsonObject): boolean {
  return predicateAnnotations.some((name) => sbomPredicates.test(String(annotations[name] ?? "")));
}
