import type { Incomplete } from "@plimsoll/core";
import type { Image, ImageConfig, ImageFacts, Inspector } from "@plimsoll/image";
import type { RegistryClient } from "@plimsoll/registry";
import { attributeImage } from "../attribution/attribute-image.ts";
import type { LoadedPlugin } from "../plugins/load-plugins.ts";
import { defaultCacheDirectory } from "./cache-directory.ts";
import type { CheckContext } from "./context.ts";
import type { InspectedSubject } from "./inspected.ts";
import { loadSignatures, lookForMalware } from "./malware.ts";
import { matchInventory, openStore } from "./match.ts";
import type { CheckPart } from "./options.ts";
import { createClient } from "./registry-client.ts";
import { checkTrust } from "./trust.ts";
import { findAttachedVex } from "./vex/attached.ts";
import { watch } from "./watch.ts";

/** What an image tells, before anybody judges how it is set up. */
export interface InspectedImage extends InspectedSubject {
  imageConfig: ImageConfig;
  layers: Image["layers"];
  /** Absent when nothing that was asked for needs the layers. */
  facts?: ImageFacts;
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
        ...(options.engine && { engine: options.engine }),
        ...(config.platform && { platform: config.platform }),
        ...watch(options),
      }),
    );
    const opened = image;
    const [walked, trust] = await Promise.all([
      inspectLayers(opened, client, context),
      stopwatch.time("trust", () => checkTrust(opened, client, context)),
    ]);
    const vex = await findAttachedVex(
      image.subject,
      image.manifestDigest,
      walked.inventory,
      client,
      context,
    );
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
      ...(vex && { vex }),
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
  "malware",
  "licences",
  "files",
  "privileges",
];

type Walked = Pick<
  InspectedImage,
  "facts" | "inventory" | "advisories" | "findings" | "incomplete"
>;

async function inspectLayers(
  image: Image,
  client: RegistryClient,
  context: CheckContext,
): Promise<Walked> {
  const { config, options, parts, stopwatch } = context;
  if (!partsOfLayers.some((part) => parts.has(part)))
    return { inventory: { layers: [], packages: [] }, findings: [], incomplete: [] };

  const [
    { openLayerCache, walkImage },
    {
      attributeInventory,
      catalogPackages,
      fileFindings,
      linkedGoFunctions,
      loadLockfileCatalogers,
      secretFindings,
      verifyPackages,
    },
    { planWalk },
    { pluginCatalogers, pluginFindings },
    store,
    signatures,
  ] = await Promise.all([
    import("@plimsoll/image"),
    import("@plimsoll/scan"),
    import("./walk-plan.ts"),
    import("../plugins/plugin-results.ts"),
    openStore(context),
    loadSignatures(context),
  ]);
  const { worker, ...planned } = planWalk(parts, config, options, signatures?.inspector);
  const { plugins, refused } = await pluginsOf(context, planned.inspectors);
  // A folder is walked in this thread: workers need not know the inspectors of lockfiles.
  const isSource = image.subject.source === "dir" && !options.osOnly;
  const lockfiles = isSource ? await loadLockfileCatalogers() : [];
  const facts = await stopwatch.time("walk", () =>
    walkImage(image, {
      ...planned,
      // A user's own inspectors walk in this thread.
      ...(worker && plugins.length === 0 && { worker }),
      inspectors: [
        ...planned.inspectors,
        ...lockfiles.map(({ inspector }) => inspector),
        ...plugins.map(({ plugin }) => plugin.inspector),
      ],
      ...(config.cache.enabled && {
        cache: openLayerCache(config.cache.directory ?? defaultCacheDirectory()),
      }),
      ...watch(options),
    }),
  );
  const catalog = await stopwatch.time("catalogue", () =>
    catalogPackages(facts, image, [...lockfiles, ...pluginCatalogers(plugins)]),
  );
  const found = pluginFindings(plugins, facts, image);
  const { origin, incomplete } = await stopwatch.time("attribute", () =>
    attributeImage(image, client, context),
  );
  const inventory = attributeInventory(catalog.inventory, origin);
  const secrets = parts.has("secrets")
    ? secretFindings(facts, image, config.secrets)
    : { findings: [], incomplete: [] };
  const malware = await lookForMalware(image, facts, signatures, context);
  const matched = await matchInventory(inventory, store, context, linkedGoFunctions(facts));
  return {
    facts,
    ...matched,
    findings: [
      ...matched.findings,
      ...secrets.findings,
      ...malware.findings,
      ...(parts.has("files") ? fileFindings(facts, image) : []),
      ...(parts.has("files") && config.verify.packages ? verifyPackages(facts, image) : []),
      ...found.findings,
    ],
    incomplete: [
      ...refused,
      ...found.incomplete,
      ...facts.incomplete,
      ...catalog.incomplete,
      ...incomplete,
      ...secrets.incomplete,
      ...malware.incomplete,
      ...matched.incomplete,
    ],
  };
}

/** The user's own inspectors, unless the caller does not trust the configuration that far. */
async function pluginsOf(
  { config, directory, options }: CheckContext,
  own: readonly Inspector[],
): Promise<{ plugins: LoadedPlugin[]; refused: Incomplete[] }> {
  const { inspectors: paths } = config;
  if (paths.length === 0) return { plugins: [], refused: [] };
  if (options.allowInspectors === false) {
    const why =
      "The configuration names inspectors, which are programs, and they were not allowed.";
    return { plugins: [], refused: [{ code: "UNSUPPORTED", what: paths.join(", "), why }] };
  }
  const { loadPlugins } = await import("../plugins/load-plugins.ts");
  const reserved = own.map(({ id }) => id);
  return { plugins: await loadPlugins(paths, directory, reserved), refused: [] };
}
