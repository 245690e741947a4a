import type { Inspector } from "@plimsoll/image";
import { parseJsonObject } from "../formats/json-object.ts";
import { readText, wholeFile } from "./whole-file.ts";

/** Services of Ubuntu Pro that a file says are in use: `esm-infra`, `esm-apps`. */
export interface UbuntuProServices {
  services: string[];
}

const status = "var/lib/ubuntu-advantage/status.json";
const sources = /^etc\/apt\/(?:sources\.list|sources\.list\.d\/[^/]+\.(?:list|sources))$/;
const mostBytes = 4 * 1024 * 1024;
const known = ["esm-infra", "esm-apps"];

/**
 * What ubuntu-pro-client leaves: its status (documentation.ubuntu.com/pro-client, "status.json"), and
 * the sources of apt that it adds for each service, under `esm.ubuntu.com/infra` and `/apps`.
 */
export const ubuntuProInspector: Inspector<UbuntuProServices> = {
  id: "ubuntu-pro",
  version: 1,

  wants(entry) {
    const { path } = entry;
    return path === status || sources.test(path) ? wholeFile(entry, mostBytes) : undefined;
  },

  inspect(entry, content) {
    const text = readText(entry, content, mostBytes);
    const found = entry.path === status ? enabledServices(text, entry.path) : sourcesOf(text);
    const services = known.filter((name) => found.has(name));
    return services.length > 0 ? { services } : undefined;
  },
};

function enabledServices(text: string, path: string): Set<unknown> {
  const { services } = parseJsonObject(text, path);
  if (!Array.isArray(services)) return new Set();
  return new Set(
    services.flatMap((service: unknown) => {
      if (typeof service !== "object" || service === null) return [];
      const { name, status: state } = service as { name?: unknown; status?: unknown };
      return state === "enabled" ? [name] : [];
    }),
  );
}

/** sources.list(5): a line of `.list` that begins with `deb`, or the stanzas of `.sources` that are not `Enabled: no`. */
function sourcesOf(text: string): Set<string> {
  const services = new Set<string>();
  for (const stanza of text.split(/\n[ \t]*\n/)) {
    if (/^Enabled:[ \t]*(?:no|false|without|off|disable)[ \t\r]*$/im.test(stanza)) continue;
    for (const line of stanza.split("\n")) {
      if (!/^(?:deb|URIs:)[ \t]/i.test(line)) continue;
      for (const [, part] of line.matchAll(/\bhttps?:\/\/esm\.ubuntu\.com\/(infra|apps)\b/g)) {
        services.add(`esm-${part}`);
      }
    }
  }
  return services;
}
