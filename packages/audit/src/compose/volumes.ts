import { positionOf } from "../text/position.ts";
import type { Tree } from "../yaml/tree.ts";
import { valueAt } from "../yaml/value-at.ts";
import { readBoolean, readText } from "./settings.ts";
import type { Mount } from "./types.ts";

const propagationModes = ["private", "rprivate", "shared", "rshared", "slave", "rslave"];

/** `volumes` of a service, short and long form (compose-spec, "volumes"). */
export function readMounts(tree: Tree | undefined): Mount[] {
  if (tree?.kind !== "list") return [];
  return tree.items.flatMap((item) => readMount(item) ?? []);
}

function readMount(item: Tree): Mount | undefined {
  if (item.kind === "map") {
    const source = readText(valueAt(item, "source") ?? valueAt(item, "src"));
    const target = readText(valueAt(item, "target"));
    const type = readText(valueAt(item, "type"))?.value ?? "volume";
    return {
      ...positionOf(source ?? item),
      text: [source?.text, target?.text].filter((part) => part !== undefined).join(":"),
      type: type === "bind" || type === "volume" || type === "tmpfs" ? type : "other",
      source: source?.value,
      target: target?.value ?? "",
      isReadOnly: readBoolean(valueAt(item, "read_only"))?.value ?? false,
      propagation: readText(valueAt(item, "bind", "propagation"))?.value,
      unresolved: [...(source?.unresolved ?? []), ...(target?.unresolved ?? [])],
    };
  }
  const setting = readText(item);
  if (setting === undefined) return undefined;
  const { text, value, unresolved } = setting;
  const [source, target, mode] = splitShort(value);
  const modes = (mode ?? "").split(",");
  return {
    ...positionOf(item),
    text,
    // A source that is a path is a path of the host; else it names a volume.
    type: source !== undefined && /^(?:[./~]|[A-Za-z]:[\\/])/.test(source) ? "bind" : "volume",
    source,
    target,
    isReadOnly: modes.includes("ro"),
    propagation: modes.find((word) => propagationModes.includes(word)),
    unresolved,
  };
}

/** `[source:]target[:mode]`; the colon of a Windows drive or of `${NAME:-default}` does not split. */
function splitShort(value: string): [string | undefined, string, string | undefined] {
  const drive = /^[A-Za-z]:[\\/]/.test(value) ? 2 : 0;
  const parts: string[] = [];
  let start = 0;
  let depth = 0;
  for (let i = drive; i < value.length; i += 1) {
    if (value[i] === "{") depth += 1;
    else if (value[i] === "}") depth -= 1;
    else if (value[i] === ":" && depth <= 0) {
      parts.push(value.slice(start, i));
      start = i + 1;
    }
  }
  parts.push(value.slice(start));
  const [first = "", second, third] = parts;
  return second === undefined ? [undefined, first, undefined] : [first, second, third];
}
