import { parseReference, type Reference } from "@plimsoll/registry";

/** An image as callers name it. */
export type ImageName = string | Reference;

/** @throws PlimsollError `INVALID_REFERENCE` */
export function toReference(name: ImageName): Reference {
  return typeof name === "string" ? parseReference(name) : name;
}
