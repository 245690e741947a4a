import type { Image, ImageConfig, ImageFacts } from "@plimsoll/image";
import { inspectors, osInspectors } from "../inspectors.ts";
import { defaultWorkerUrl } from "../worker-url.ts";
import { defaultCacheDirectory } from "./cache-directory.ts";
import type { CheckContext } from "./context.ts";
import type { InspectedSubject } from "./inspected.ts";
import { matchInventory, openStore } from "./match.ts";
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

type Walked = Pick<
  InspectedImage,
  "facts" | "inventory" | "advisories" | "findings" | "incomplete"
>;

async function inspectLayers(image: Image, context: CheckContext): Promise<Walked> {
  const { config, options, parts, stopwatch } = context;
  const needsLayers =
    parts.has("packages") || parts.has("vulnerabilities") || parts.has("privileges");
  if (!needsLayers)
    return { inventory: { layers: [], packages: [] }, findings: [], incomplete: [] };

  const [{ openLayerCache, walkImage }, { catalogPackages, loadLockfileCatalogers }, store] =
    await Promise.all([import("@plimsoll/image"), import("@plimsoll/scan"), openStore(context)]);
  // A folder is walked in this thread: workers need not know the inspectors of lockfiles.
  const { osOnly = false } = options;
  const isSource = image.subject.source === "dir" && !osOnly;
  const lockfiles = isSource ? await loadLockfileCatalogers() : [];
  const facts = await stopwatch.time("walk", () =>
    walkImage(image, {
      ...(osOnly
        ? { inspectors: osInspectors, byRanges: true }
        : {
            inspectors: [...inspectors, ...lockfiles.map(({ inspector }) => inspector)],
            worker: options.worker ?? defaultWorkerUrl(),
          }),
      ...(config.cache.enabled && {
        cache: openLayerCache(config.cache.directory ?? defaultCacheDirectory()),
      }),
      ...watch(options),
    }),
  );
  const { inventory, incomplete } = await stopwatch.time("catalogue", () =>
    catalogPackages(facts, image, lockfiles),
  );
  const matched = await matchInventory(inventory, store, context);
  return {
    facts,
    inventory,
    ...matched,
    incomplete: [...facts.incomplete, ...incomplete, ...matched.incomplete],
  };
}
