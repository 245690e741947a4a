import { addFault, excerpt } from "../formats/fault.ts";
import { isJsonObject, parseJsonObject } from "../formats/json-object.ts";
import { addPackage } from "../formats/package-database.ts";
import type { RpmDatabase } from "./fact.ts";
import { packageOf } from "./package.ts";

/**
 * Reads Bottlerocket's `application-inventory.json`, which lists the packages that the image was
 * built from (github.com/bottlerocket-os/bottlerocket-core-kit): `Content`, a list of `Name`,
 * `Version`, `Release`, `Epoch`, `Architecture`, `Publisher`.
 *
 * @throws PlimsollError `MALFORMED` when it is not JSON of this form
 */
export function parseBottlerocketInventory(text: string, path: string): RpmDatabase {
  const database: RpmDatabase = { kind: "database", packages: [], faults: [] };
  const { Content: content } = parseJsonObject(text, path);
  for (const item of Array.isArray(content) ? content : []) {
    const found = isJsonObject(item) ? toPackage(item) : undefined;
    if (found === undefined || found === "key") {
      const why = `${excerpt(JSON.stringify(item))} is no package`;
      addFault(database.faults, { code: "MALFORMED", why });
    } else if (!addPackage(database, found)) break;
  }
  return database;
}

function toPackage(item: Readonly<Record<string, unknown>>) {
  const text = (key: string) => {
    const value = item[key];
    return typeof value === "string" && value.trim() !== "" ? value.trim() : undefined;
  };
  const [name, version, release] = [text("Name"), text("Version"), text("Release")];
  if (!name || !version || !release) return undefined;
  const epoch = Number(text("Epoch") ?? 0);
  const architecture = text("Architecture");
  const vendor = text("Publisher");
  return packageOf({
    name,
    version,
    release,
    // 0 is what a package without epoch has.
    ...(Number.isSafeInteger(epoch) && epoch > 0 ? { epoch } : {}),
    ...(architecture ? { architecture } : {}),
    ...(vendor ? { vendor } : {}),
  });
}
