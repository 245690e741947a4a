import type { Image, ImageConfig, ImageFacts } from "@plimsoll/image";
import type { RegistryClient } from "@plimsoll/registry";
import { attributeImage } from "../attribution/attribute-image.ts";
import { defaultCacheDirectory } from "./cache-directory.ts";
import type { CheckContext } from "./context.ts";
import type { InspectedSubject } from "./inspected.ts";
import { matchInventory, openStore } from "./match.ts";
import type { CheckPart } from "./options.ts";
import { createClient } from "./registry-client.ts";
import { checkTrust } from "./trust.ts";
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
        ...(config.platform && { platform: config.platform }),
        ...watch(options),
      }),
    );
    const opened = image;
    const [walked, trust] = await Promise.all([
      inspectLayers(opened, client, context),
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
      loadLockfileCatalogers,
      secretFindings,
      verifyPackages,
    },
    { planWalk },
    store,
  ] = await Promise.all([
    import("@plimsoll/image"),
    import("@plimsoll/scan"),
    import("./walk-plan.ts"),
    openStore(context),
  ]);
  const plan = planWalk(parts, config, options.worker);
  // A folder is walked in this thread: workers need not know the inspectors of lockfiles.
  const lockfiles = image.subject.source === "dir" ? await loadLockfileCatalogers() : [];
  const facts = await stopwatch.time("walk", () =>
    walkImage(image, {
      ...plan,
      inspectors: [...plan.inspectors, ...lockfiles.map(({ inspector }) => inspector)],
      ...(config.cache.enabled && {
        cache: openLayerCache(config.cache.directory ?? defaultCacheDirectory()),
      }),
      ...watch(options),
    }),
  );
  const catalog = await stopwatch.time("catalogue", () => catalogPackages(facts, image, lockfiles));
  const { origin, incomplete } = await stopwatch.time("attribute", () =>
    attributeImage(image, client, context),
  );
  const inventory = attributeInventory(catalog.inventory, origin);
  const secrets = parts.has("secrets")
    ? secretFindings(facts, image, config.secrets)
    : { findings: [], incomplete: [] };
  const matched = await matchInventory(inventory, store, context);
  return {
    facts,
    inventory,
    ...matched,
    findings: [
      ...matched.findings,
      ...secrets.findings,
      ...(parts.has("files") ? fileFindings(facts, image) : []),
      ...(parts.has("files") && config.verify.packages ? verifyPackages(facts, image) : []),
    ],
    incomplete: [
      ...facts.incomplete,
      ...catalog.incomplete,
      ...incomplete,
      ...secrets.incomplete,
      ...matched.incomplete,
    ],
  };
}
