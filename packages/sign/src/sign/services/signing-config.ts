import { PlimsollError } from "@plimsoll/core";
import { isJsonObject } from "../../encoding/json.ts";

/** A transparency log (Rekor) to write to. */
export interface LogService {
  /** Base address, e.g. `https://rekor.sigstore.dev`. */
  readonly url: string;
  /** Of its interface: 1 gives a time of its own, 2 needs a timestamping authority beside it. */
  readonly version: 1 | 2;
}

/** The services of a Sigstore instance that signing asks. */
export interface SigningServices {
  readonly fulcioUrl: string | undefined;
  readonly tlog: readonly LogService[];
  /** Full addresses of timestamping authorities (RFC 3161). */
  readonly tsa: readonly string[];
}

/** Sigstore's own public instance, where everybody can read what is logged. */
export const publicServices: SigningServices = {
  fulcioUrl: "https://fulcio.sigstore.dev",
  tlog: [{ url: "https://rekor.sigstore.dev", version: 1 }],
  tsa: ["https://timestamp.sigstore.dev/api/v1/timestamp"],
};

const mediaType = "application/vnd.dev.sigstore.signingconfig.v0.2+json";
const maxServices = 100;

interface Service {
  readonly url: string;
  readonly version: number;
  readonly operator: string;
  readonly startMs: number;
}

/**
 * Chooses services by a signing configuration (protobuf-specs, sigstore_trustroot.proto,
 * SigningConfig v0.2): those valid now, of the newest interface that is spoken, at most one for each
 * operator, as many as its selector says.
 *
 * @param logVersions interfaces of logs that are of use; default: both
 * @throws PlimsollError `UNSUPPORTED` for another version; `MALFORMED` for a broken one; `NOT_FOUND` when
 * it asks for more services than are valid
 */
export function readSigningConfig(
  config: unknown,
  options: { now?: number; logVersions?: readonly (1 | 2)[] } = {},
): SigningServices {
  if (!isJsonObject(config)) throw malformed("it is not a JSON object");
  if (config.mediaType !== mediaType) {
    throw new PlimsollError("UNSUPPORTED", "It is not a signing configuration of version 0.2");
  }
  const { now = Date.now(), logVersions = [1, 2] } = options;
  const list = (value: unknown, versions: readonly number[]) =>
    validServices(value, now).filter(({ version }) => versions.includes(version));
  const [authority] = newestFirst(list(config.caUrls, [1]));
  const logs = select(list(config.rekorTlogUrls, logVersions), config.rekorTlogConfig, "logs");
  const stamps = select(list(config.tsaUrls, [1]), config.tsaConfig, "timestamping authorities");
  return {
    fulcioUrl: authority?.url,
    tlog: logs.map(({ url, version }) => ({ url, version: version === 2 ? 2 : 1 })),
    tsa: stamps.map(({ url }) => url),
  };
}

function validServices(value: unknown, now: number): Service[] {
  if (value === undefined) return [];
  if (!Array.isArray(value) || value.length > maxServices) throw malformed("a list is none");
  return value.flatMap((entry: unknown): Service[] => {
    if (!isJsonObject(entry)) throw malformed("a service is no object");
    const { url, majorApiVersion, operator, validFor } = entry;
    if (typeof url !== "string" || !URL.canParse(url)) throw malformed("a service has no URL");
    const span = isJsonObject(validFor) ? validFor : {};
    const startMs = timeIn(span.start);
    // Both ends are inside. A service without a beginning is not in use yet.
    if (startMs === undefined || startMs > now || (timeIn(span.end) ?? now) < now) return [];
    return [
      {
        url,
        version: typeof majorApiVersion === "number" ? majorApiVersion : 0,
        operator: typeof operator === "string" ? operator : "",
        startMs,
      },
    ];
  });
}

function timeIn(value: unknown): number | undefined {
  if (value === undefined) return undefined;
  const time = typeof value === "string" ? Date.parse(value) : Number.NaN;
  if (Number.isNaN(time)) throw malformed("a time is not RFC 3339");
  return time;
}

function newestFirst(services: readonly Service[]): Service[] {
  return [...services].sort((a, b) => b.version - a.version || b.startMs - a.startMs);
}

function select(services: readonly Service[], config: unknown, what: string): Service[] {
  const sorted = newestFirst(services);
  const version = sorted[0]?.version;
  const operators = new Map<string, Service>();
  for (const service of sorted) {
    if (service.version === version && !operators.has(service.operator)) {
      operators.set(service.operator, service);
    }
  }
  const distinct = [...operators.values()];
  const { selector, count } = isJsonObject(config) ? config : { selector: "ANY", count: undefined };
  if (selector === "ALL") return distinct;
  if (selector === "ANY" || selector === undefined) return distinct.slice(0, 1);
  if (selector !== "EXACT" || !Number.isSafeInteger(count) || (count as number) < 1) {
    throw malformed(`it does not say how many ${what} to use`);
  }
  if (distinct.length >= (count as number)) return distinct.slice(0, count as number);
  throw new PlimsollError("NOT_FOUND", `The signing configuration has too few valid ${what}`, {
    action: "Fetch a newer signing configuration.",
  });
}

function malformed(why: string): PlimsollError {
  return new PlimsollError("MALFORMED", `The signing configuration cannot be read: ${why}`);
}
