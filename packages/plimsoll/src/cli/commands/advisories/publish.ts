import { UsageError } from "../../arguments.ts";
import { type CommandInput, exitCodes, type Io } from "../../command.ts";
import { startProgress } from "../../progress.ts";
import { advisorySettings } from "./settings.ts";

export async function run(
  input: CommandInput,
  operands: readonly string[],
  io: Io,
): Promise<number> {
  const [directory, ...more] = operands;
  if (directory === undefined || more.length > 0) {
    throw new UsageError("Name the one folder to publish: plimsoll advisories publish DIR");
  }
  const [to, scope, out] = [input.text("to"), input.text("npm"), input.text("out")];
  if (to === undefined && scope === undefined) {
    throw new UsageError(
      "Say where to: --to oci://registry/repository:tag, or --npm @scope --out DIR",
    );
  }
  if (scope !== undefined && out === undefined) {
    throw new UsageError("Name the folder for the npm packages with --out");
  }
  const [{ publishToRegistry, writeNpmPackages }, { createRegistryClient }, { insecure }] =
    await Promise.all([
      import("@plimsoll/advisories"),
      import("@plimsoll/registry"),
      advisorySettings(input),
    ]);
  const print = (text: string) => (input.flag("quiet") ? Promise.resolve() : io.out(text));
  if (scope !== undefined && out !== undefined) {
    const folders = await writeNpmPackages({ directory, scope, out });
    await print(`${folders.length} packages; publish them in this order:\n`);
    for (const folder of folders) await print(`  npm publish ${folder} --tag latest\n`);
  }
  if (to !== undefined) {
    const client = createRegistryClient({ insecure });
    const { progress, stop } = startProgress(io, input.flag("quiet"));
    try {
      const { digest } = await publishToRegistry({
        directory,
        to,
        client,
        signal: io.signal,
        ...(progress && { progress }),
      });
      stop();
      await print(`published ${to.replace(/^oci:\/\//, "").replace(/@.*$/, "")}@${digest}\n`);
    } finally {
      stop();
      await client.close();
    }
  }
  return exitCodes.accepted;
}
