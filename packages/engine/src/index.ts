export { type EngineAddress, formatAddress } from "./address.ts";
export { createEngineClient, type EngineOptions } from "./client.ts";
export { type LocatedEngine, locateEngine } from "./locate.ts";
export type { TlsFiles } from "./tls.ts";
export type {
  ContainerChange,
  ContainerStatistics,
  EngineClient,
  EngineContainer,
  EngineDocument,
  EngineImage,
  EngineList,
  EngineRequestOptions,
  EngineVersion,
} from "./types.ts";
