export { createEngineClient, type EngineOptions } from "./client.ts";
export type { TlsFiles } from "./tls.ts";
export type {
  ContainerChange,
  EngineClient,
  EngineContainer,
  EngineImage,
  EngineRequestOptions,
  EngineVersion,
} from "./types.ts";
