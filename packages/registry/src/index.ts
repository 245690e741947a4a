export { createRegistryClient } from "./client.ts";
export type { Credentials, RegistryOptions } from "./options.ts";
export { formatReference } from "./reference/format.ts";
export { parseReference } from "./reference/parse.ts";
export type {
  BlobRange,
  Descriptor,
  Manifest,
  Reference,
  RegistryClient,
  RequestOptions,
  ServiceAnswer,
  ServiceRequest,
} from "./types.ts";
