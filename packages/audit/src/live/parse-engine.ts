import { X509Certificate } from "node:crypto";
import {
  type Fields,
  isFields,
  toFields,
  toFlag,
  toNumber,
  toObjects,
  toText,
  toTexts,
} from "./read.ts";
import type { LiveEngine, LiveNetwork, LiveSwarm } from "./types.ts";

/** What `/info` and `/version` tell (Engine API, `SystemInfo`, `SystemVersion`). */
export function parseEngine(
  address: string,
  info: Fields | undefined,
  version: Fields | undefined,
  fault: string | undefined,
): LiveEngine {
  const { Authorization: authorization } = toFields(info?.Plugins);
  const components = toObjects(version?.Components) ?? [];
  const engine = components.find(({ Name }) => Name === "Engine" || Name === "Podman Engine");
  const isPodman =
    components.some(({ Name }) => toText(Name)?.startsWith("Podman")) ||
    (toText(info?.ProductLicense) === "Apache-2.0" &&
      toText(info?.DockerRootDir)?.includes("containers/storage"));
  return {
    address,
    kind: isPodman ? "podman" : "docker",
    fault,
    version: toText(version?.Version) ?? toText(info?.ServerVersion),
    platform: version === undefined ? undefined : (toText(toFields(version.Platform).Name) ?? ""),
    buildTime: toText(version?.BuildTime) ?? toText(toFields(engine?.Details).BuildTime),
    dataRoot: toText(info?.DockerRootDir),
    storageDriver: toText(info?.Driver),
    loggingDriver: toText(info?.LoggingDriver),
    cgroupVersion: toText(info?.CgroupVersion),
    securityOptions: toTexts(info?.SecurityOptions),
    liveRestore: toFlag(info?.LiveRestoreEnabled),
    experimental: toFlag(info?.ExperimentalBuild),
    debug: toFlag(info?.Debug),
    authorization: isFields(info?.Plugins) ? toTexts(authorization ?? null) : undefined,
    insecureRegistries: parseInsecure(info?.RegistryConfig),
    warnings: toTexts(info?.Warnings) ?? [],
    containerdAddress: toText(toFields(info?.Containerd).Address),
  };
}

/** Loopback is always among them: it is the engine's default and leaves the machine never. */
function parseInsecure(value: unknown): readonly string[] | undefined {
  if (!isFields(value)) return undefined;
  const networks = (toTexts(value.InsecureRegistryCIDRs) ?? []).filter(
    (network) => network !== "127.0.0.0/8" && network !== "::1/128",
  );
  const named = Object.entries(toFields(value.IndexConfigs))
    .filter(([, index]) => toFlag(toFields(index).Secure) === false)
    .map(([name]) => name);
  return [...networks, ...named];
}

/** A network as `/networks` lists it. */
export function parseNetwork(answer: Fields): LiveNetwork {
  const options = Object.entries(toFields(answer.Options)).map(
    ([key, value]) => [key, String(value)] as const,
  );
  return {
    name: toText(answer.Name) ?? "",
    driver: toText(answer.Driver) ?? "",
    options: Object.fromEntries(options),
  };
}

function readValidFrom(pem: string | undefined): string | undefined {
  if (pem === undefined || pem.length > 100_000) return undefined;
  try {
    return new X509Certificate(pem).validFrom;
  } catch {
    return undefined;
  }
}

/** Answers about the swarm; those that were not asked for are undefined. */
export interface SwarmAnswers {
  readonly info: Fields | undefined;
  readonly swarm: Fields | undefined;
  readonly services: readonly Fields[] | undefined;
  readonly secrets: readonly Fields[] | undefined;
}

/** The swarm as `/info`, `/swarm`, `/services` and `/secrets` tell. */
export function parseSwarm({ info, swarm, services, secrets }: SwarmAnswers): LiveSwarm {
  const told = toFields(info?.Swarm);
  const spec = toFields(swarm?.Spec);
  return {
    state:
      toText(told.LocalNodeState) ??
      (isFields(info) && !isFields(info.Swarm) ? "inactive" : undefined),
    isManager: toFlag(told.ControlAvailable) ?? false,
    managers: toNumber(told.Managers),
    nodes: toNumber(told.Nodes),
    autoLock: toFlag(toFields(spec.EncryptionConfig).AutoLockManagers),
    certificateExpiry: toNumber(toFields(spec.CAConfig).NodeCertExpiry),
    authorityFrom: readValidFrom(toText(toFields(swarm?.TLSInfo).TrustRoot)),
    services: services?.length,
    secrets: secrets?.length,
  };
}
