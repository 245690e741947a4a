import { UsageError } from "../arguments.ts";
import { type CommandInput, exitCodes, type Io } from "../command.ts";
import { configFromFlags } from "../flags.ts";
import { requireRegistryReference } from "../reference-kind.ts";

export async function run(input: CommandInput, io: Io): Promise<number> {
  const [image, ...more] = input.operands;
  if (image === undefined || more.length > 0) {
    throw new UsageError("Name the one image to look at");
  }
  requireRegistryReference(image, "Signatures live in a registry");
  const [
    { discoverSignatures, listDctTags },
    { createRegistryClient, parseReference },
    { config },
  ] = await Promise.all([
    import("@plimsoll/sign"),
    import("@plimsoll/registry"),
    configFromFlags(input),
  ]);
  const client = createRegistryClient({
    insecure: config.registry?.insecure ?? [],
    mirrors: config.registry?.mirrors ?? {},
  });
  try {
    const reference = parseReference(image.replace(/^registry:/, ""));
    const server = io.env.DOCKER_CONTENT_TRUST_SERVER || undefined;
    const found = await discoverSignatures({
      client,
      reference,
      // Most registries have none: it is asked where somebody says that there is one.
      ...(server !== undefined && { askNotary: listDctTags(client, server) }),
      signal: io.signal,
    });
    if (!input.flag("quiet")) {
      const { discoveryText } = await import("../discovery-text.ts");
      await io.out(
        input.text("format") === "json"
          ? `${JSON.stringify(found, null, 2)}\n`
          : discoveryText(found),
      );
    }
    return found.faults.length > 0 ? exitCodes.incomplete : exitCodes.accepted;
  } finally {
    await client.close();
  }
}
