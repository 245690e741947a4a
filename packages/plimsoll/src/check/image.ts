import type {
  AdvisoryData,
  Config,
  Finding,
  Incomplete,
  Inventory,
  Subject,
  Trust,
} from "@plimsoll/core";
import type { Image, ImageConfig, ImageFacts } from "@plimsoll/image";
import type { RegistryClient } from "@plimsoll/registry";
import { defaultCacheDirectory } from "./cache-directory.ts";
import type { CheckContext } from "./context.ts";
import type { CheckOptions, CheckPart } from "./options.ts";
import { checkTrust } from "./trust.ts";

/** What an image tells, before anybody judges how it is set up. */
export interface InspectedImage {
  subject: Subject;
  imageConfig: ImageConfig;
  layers: Image["layers"];
  /** Absent when nothing that was asked for needs the layers. */
  facts?: ImageFacts;
  inventory: Inventory;
  advisories?: AdvisoryData;
  findings: Finding[];
  incomplete: Incomplete[];
  trust: Trust;
}

/** Opens the image, walks it once, catalogues and matches its packages, and checks its signatures. */
export async function inspectImage(
  reference: string,
  context: CheckContext,
): Promise<InspectedImage> {
  const { config, options, stopwatch } = context;
  const { listConfigFaults, openImage } = await import("@plimsoll/image");
  const client = options.registry ?? (await createClient(config));
  let image: Image | undefined;
  try {
    image = await stopwatch.time("open", () =>
      openImage(reference, {
        registry: client,
        ...(config.platform && { platform: config.platform }),
        ...watch(options),
      }),
    );
    const opened = image;
    const [walked, trust] = await Promise.all([
      inspectLayers(opened, context),
      stopwatch.time("trust", () => checkTrust(opened, client, context)),
    ]);
    const faults = listConfigFaults(image.config).map((what) => ({
      code: "MALFORMED",
      what: `image configuration: ${what}`,
      why: "It has a wrong type and counts as not set.",
    }));
    return {
      subject: image.subject,
      imageConfig: image.config,
      layers: image.layers,
      ...walked,
      incomplete: [...faults, ...walked.incomplete, ...trust.incomplete],
      trust: trust.trust,
    };
  } finally {
    await image?.close();
    if (options.registry === undefined) await client.close();
  }
}

const partsOfLayers: readonly CheckPart[] = [
  "packages",
  "vulnerabilities",
  "secrets",
  "privileges",
];

type Walked = Pick<
  InspectedImage,
  "facts" | "inventory" | "advisories" | "findings" | "incomplete"
>;

async function inspectLayers(image: Image, context: CheckContext): Promise<Walked> {
  const { config, now, options, parts, stopwatch } = context;
  if (!partsOfLayers.some((part) => parts.has(part)))
    return { inventory: { layers: [], packages: [] }, findings: [], incomplete: [] };

  const [{ openLayerCache, walkImage }, { catalogPackages, secretFindings }, { planWalk }, store] =
    await Promise.all([
      import("@plimsoll/image"),
      import("@plimsoll/scan"),
      import("./walk-plan.ts"),
      openStore(context),
    ]);
  const plan = planWalk(parts, config, options.worker);
  const facts = await stopwatch.time("walk", () =>
    walkImage(image, {
      ...plan,
      ...(config.cache.enabled && {
        cache: openLayerCache(config.cache.directory ?? defaultCacheDirectory()),
      }),
      ...watch(options),
    }),
  );
  const { inventory, incomplete } = await stopwatch.time("catalogue", () =>
    catalogPackages(facts, image),
  );
  const secrets = parts.has("secrets")
    ? secretFindings(facts, image, config.secrets)
    : { findings: [], incomplete: [] };
  const all = {
    facts,
    inventory,
    findings: secrets.findings,
    incomplete: [...facts.incomplete, ...incomplete, ...secrets.incomplete],
  };
  if (store === undefined) return all;

  const { matchPackages } = await import("@plimsoll/advisories");
  const matched = await stopwatch.time("match", () =>
    matchPackages(inventory, store, { now, ...watch(options) }),
  );
  const note = [store.info.note, matched.note].filter(Boolean).join(" ");
  return {
    ...all,
    advisories: { ...store.info, ...(note !== "" && { note }) },
    findings: [...matched.findings, ...all.findings],
    incomplete: [...all.incomplete, ...matched.incomplete],
  };
}

async function openStore({ config, parts, directory }: CheckContext) {
  if (!parts.has("vulnerabilities")) return undefined;
  const [{ openAdvisories }, { resolve }] = await Promise.all([
    import("@plimsoll/advisories"),
    import("node:path"),
  ]);
  const folder = config.advisories.directory;
  return openAdvisories(folder === undefined ? {} : { directory: resolve(directory, folder) });
}

async function createClient(config: Config): Promise<RegistryClient> {
  const { createRegistryClient } = await import("@plimsoll/registry");
  return createRegistryClient({
    insecure: config.registry.insecure,
    mirrors: config.registry.mirrors,
  });
}

function watch({ signal, progress }: CheckOptions) {
  return { ...(signal && { signal }), ...(progress && { progress }) };
}
