import type { PrivilegedFile } from "@plimsoll/core";
import type { ImageFacts, Layer } from "@plimsoll/image";
import { formatFileCapabilities } from "../files/capability-text.ts";
import type { FileCapabilities } from "../files/file-capabilities.ts";
import {
  type FileCapabilitiesFact,
  fileCapabilitiesInspector,
  type SetidFact,
  setidInspector,
} from "../files/inspectors.ts";
import { namesOf, parseMask } from "../model/mask.ts";
import { programLets } from "./programs.ts";

/** The files of the image that raise privileges, by path; hidden ones are left out. */
export function describeFiles(
  facts: ImageFacts,
  layers: readonly Pick<Layer, "diffId">[],
): PrivilegedFile[] {
  const files = new Map<
    string,
    { layer: number; setid?: SetidFact; held?: FileCapabilitiesFact }
  >();
  for (const { path, layer, fact, hiddenBy } of facts.of(setidInspector)) {
    if (hiddenBy === undefined) files.set(path, { layer, setid: fact });
  }
  for (const { path, layer, fact, hiddenBy } of facts.of(fileCapabilitiesInspector)) {
    if (hiddenBy === undefined) files.set(path, { layer, ...files.get(path), held: fact });
  }

  return [...files]
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([path, { layer, setid, held }]) => {
      const { mode, uid, gid } = (setid ?? held)!;
      const capabilities = held && fromFact(held);
      const setuid = (mode & 0o4000) !== 0;
      const setgid = (mode & 0o2000) !== 0;
      const diffId = layers[layer]?.diffId;
      return {
        path,
        ...(diffId ? { layer: diffId } : {}),
        mode: mode.toString(8).padStart(4, "0"),
        uid,
        gid,
        setuid,
        setgid,
        ...(capabilities ? { capabilities: formatFileCapabilities(capabilities) } : {}),
        lets: programLets(path, {
          ...(setuid ? { uid } : {}),
          ...(setgid ? { gid } : {}),
          capabilities: capabilities
            ? namesOf(capabilities.permitted | capabilities.inheritable)
            : [],
        }),
      };
    });
}

/** A fact's file capabilities with masks as numbers again. */
export function fromFact(fact: FileCapabilitiesFact): FileCapabilities {
  const { revision, effective, rootId } = fact;
  return {
    revision,
    effective,
    permitted: parseMask(fact.permitted),
    inheritable: parseMask(fact.inheritable),
    ...(rootId === undefined ? {} : { rootId }),
  };
}
