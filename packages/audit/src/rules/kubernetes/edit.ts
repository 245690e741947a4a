import type { Fix } from "@plimsoll/core";
import { addItem, addToMap, fillKey, setScalar, type YamlAddition } from "../../yaml/edit.ts";
import type { Field } from "../../yaml/fields.ts";
import type { Place } from "./observe.ts";

/** A fix that gives a key of a securityContext, the container's or else the pod's, another value. */
export function setInContext(
  place: Place,
  key: string,
  field: Field<unknown> | undefined,
  value: string,
): Fix {
  const description = `Set ${key}: ${value}.`;
  if (field !== undefined) return setScalar(place.file, field, value, description);
  return addToContext(place, { [key]: value }, description);
}

/** A fix that puts keys into a securityContext, the container's or else the pod's, and makes one where there is none. */
export function addToContext(place: Place, added: YamlAddition, description: string): Fix {
  const { securityContext } = place.container ?? place.workload;
  return securityContext === undefined
    ? addToMap(place.file, startOf(place), { securityContext: added }, description)
    : addToMap(place.file, securityContext, added, description);
}

/** A fix that puts keys beside the others of the container, or of the pod's `spec`. */
export function addBeside(place: Place, added: YamlAddition, description: string): Fix {
  return addToMap(place.file, startOf(place), added, description);
}

/** A fix that has every capability dropped. */
export function dropAll(place: Place): Fix {
  const description = "Set capabilities.drop: [ALL].";
  const context = place.container?.securityContext;
  const [first] = context?.capabilitiesDropped ?? [];
  if (first !== undefined) return addItem(place.file, first, "- ALL", description);
  const added = { drop: ["ALL"] };
  const { capabilities } = context ?? {};
  if (capabilities?.isEmpty) return fillKey(place.file, capabilities, added, description);
  return capabilities === undefined
    ? addToContext(place, { capabilities: added }, description)
    : addToMap(place.file, capabilities, added, description);
}

function startOf({ container, workload }: Place) {
  return container ?? workload.specStart;
}
