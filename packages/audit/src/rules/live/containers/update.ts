import type { Fix } from "@plimsoll/core";
import type { LiveContainer } from "../../../live/types.ts";

/**
 * A fix that changes a container as it runs; undefined for one that the engine did not name.
 *
 * @param flags what `docker update` is given for the same
 * @param body of `POST /containers/{id}/update` (Engine API, `ContainerUpdate`): nothing else can be changed so
 */
export function updateContainer(
  { id, name }: LiveContainer,
  flags: string,
  body: Readonly<Record<string, unknown>>,
): Fix | undefined {
  if (!/^[0-9a-f]{64}$/.test(id)) return undefined;
  const description = `docker update ${flags} ${name} changes it without a restart.`;
  return { description, tier: "unsafe", update: { container: id, body: { ...body } } };
}
