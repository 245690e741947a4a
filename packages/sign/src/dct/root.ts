import { parseDocument, parseKeys, parseRole, type TufDocument, type TufRole } from "./document.ts";
import { objectOf } from "./json-fields.ts";
import type { TufKey } from "./key.ts";
import { type BaseRole, baseRoles } from "./names.ts";

/** root.json: whose keys the other roles have. */
export interface Root extends TufDocument {
  readonly keys: ReadonlyMap<string, TufKey>;
  readonly roles: Readonly<Record<BaseRole, TufRole>>;
}

/** @throws PlimsollError `MALFORMED`, `LIMIT_EXCEEDED` */
export function parseRoot(bytes: Buffer): Root {
  const document = parseDocument(bytes, "Root");
  const keys = parseKeys(document.json.keys);
  const json = objectOf(document.json.roles, "roles");
  const [root, targets, snapshot, timestamp] = baseRoles.map((name) =>
    parseRole(json[name], name, keys),
  );
  return {
    ...document,
    keys,
    roles: { root: root!, targets: targets!, snapshot: snapshot!, timestamp: timestamp! },
  };
}
