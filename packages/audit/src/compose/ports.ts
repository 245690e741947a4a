import { positionOf } from "../text/position.ts";
import type { Tree } from "../yaml/tree.ts";
import { valueAt } from "../yaml/value-at.ts";
import { readText } from "./settings.ts";
import type { Port } from "./types.ts";

/** `ports` of a service, short and long form (compose-spec, "ports"). */
export function readPorts(tree: Tree | undefined): Port[] {
  if (tree?.kind !== "list") return [];
  return tree.items.flatMap((item) => readPort(item) ?? []);
}

function readPort(item: Tree): Port | undefined {
  if (item.kind === "map") {
    const [target, published, host, protocol] = ["target", "published", "host_ip", "protocol"].map(
      (key) => readText(valueAt(item, key)),
    );
    const shown = [host?.value, published?.value, target?.value].filter(
      (part) => part !== undefined,
    );
    return {
      ...positionOf(item),
      text: shown.join(":"),
      hostAddress: host?.value,
      published: readRange(published?.value),
      target: readRange(target?.value),
      protocol: protocol?.value ?? "tcp",
      unresolved: [target, published, host].flatMap((setting) => setting?.unresolved ?? []),
    };
  }
  const setting = readText(item);
  if (setting === undefined) return undefined;
  const { text, value, unresolved } = setting;
  const [address = "", protocol = "tcp"] = value.split("/", 2);
  // An IPv6 address of the host stands in brackets.
  const match = /^(?:(\[[^\]]*\]|[^:[\]]*):)?(?:([^:[\]]*):)?([^:[\]]*)$/.exec(address);
  const [first, second, target] = [match?.[1], match?.[2], match?.[3]];
  const published = second ?? first;
  const host = second === undefined ? undefined : first;
  return {
    ...positionOf(item),
    text,
    hostAddress: host === undefined || host === "" ? undefined : host.replace(/^\[|\]$/g, ""),
    published: readRange(published),
    target: readRange(target),
    protocol,
    unresolved,
  };
}

function readRange(text: string | undefined): readonly [number, number] | undefined {
  const match = /^(\d{1,5})(?:-(\d{1,5}))?$/.exec(text ?? "");
  if (match === null) return undefined;
  const from = Number(match[1]);
  return [from, match[2] === undefined ? from : Number(match[2])];
}
