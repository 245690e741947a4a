import { PlimsollError, type Subject } from "@plimsoll/core";
import type { AttachedSbom } from "@plimsoll/scan";
import type { CheckContext } from "./context.ts";
import type { InspectedSubject } from "./inspected.ts";
import { matchInventory, openStore } from "./match.ts";
import { createClient } from "./registry-client.ts";
import { findAttachedVex } from "./vex/attached.ts";
import { watch } from "./watch.ts";

/**
 * Reads the bill of materials that is attached to an image in its registry, and matches what it
 * lists. The layers are not read. Of several, CycloneDX and Syft come first: they tell more of where
 * a package lies.
 *
 * @throws PlimsollError `INVALID_ARGUMENT` for an image that is not in a registry, `NOT_FOUND` when
 * nothing is attached that can be read
 */
export async function inspectAttachedSbom(
  reference: string,
  context: CheckContext,
): Promise<InspectedSubject> {
  const { config, options, stopwatch } = context;
  const [{ openImage }, { parseReference }, { listAttachedSboms }, store] = await Promise.all([
    import("@plimsoll/image"),
    import("@plimsoll/registry"),
    import("@plimsoll/scan"),
    openStore(context),
  ]);
  const client = options.registry ?? (await createClient(config));
  try {
    const image = await stopwatch.time("open", () =>
      openImage(reference, {
        registry: client,
        ...(config.platform && { platform: config.platform }),
        ...watch(options),
      }),
    );
    await image.close();
    const { subject, manifestDigest } = image;
    if (subject.source !== "registry" || manifestDigest === undefined) {
      throw new PlimsollError("INVALID_ARGUMENT", "Only images in a registry have attachments", {
        subject: reference,
        action: "Name the image there, or read a file with sbom:FILE.",
      });
    }
    const { sboms, incomplete } = await stopwatch.time("catalogue", () =>
      listAttachedSboms(
        client,
        parseReference(reference.replace(/^registry:/, "")),
        manifestDigest,
        watch(options),
      ),
    );
    const chosen = choose(sboms);
    if (chosen === undefined) throw nothingAttached(reference, incomplete[0]?.why);
    const { inventory } = chosen.sbom;
    const matched = await matchInventory(inventory, store, context);
    const vex = await findAttachedVex(subject, manifestDigest, inventory, client, context);
    return {
      subject: subjectOf(subject, chosen),
      ...matched,
      incomplete: [...incomplete, ...chosen.sbom.incomplete, ...matched.incomplete],
      trust: {
        result: "notChecked",
        reason: `The bill of materials ${chosen.digest} is attached to the image (${chosen.how}); nobody has verified who made it, or looked at the layers.`,
        signatures: [],
      },
      ...(vex && { vex }),
    };
  } finally {
    if (options.registry === undefined) await client.close();
  }
}

const preferred: readonly AttachedSbom["sbom"]["format"][] = ["cyclonedx", "syft", "spdx3", "spdx"];

function choose(sboms: readonly AttachedSbom[]): AttachedSbom | undefined {
  const rank = ({ sbom }: AttachedSbom) => preferred.indexOf(sbom.format);
  return [...sboms].sort((a, b) => rank(a) - rank(b))[0];
}

function subjectOf(
  { reference, digest, imageId, platform }: Subject,
  { digest: own }: AttachedSbom,
) {
  return {
    kind: "sbom" as const,
    reference,
    source: "registry" as const,
    digest: own,
    ...(platform && { platform }),
    describes: { name: reference, ...(digest && { digest }), ...(imageId && { imageId }) },
  };
}

function nothingAttached(reference: string, why: string | undefined): PlimsollError {
  return new PlimsollError(
    "NOT_FOUND",
    `No bill of materials that can be read is attached to the image${why ? `: ${why}` : ""}`,
    { subject: reference, action: "Leave out --attached: Plimsoll makes one from the layers." },
  );
}
