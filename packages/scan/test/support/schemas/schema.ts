import { Ajv2020 } from "ajv/dist/2020.js";
import addFormats from "ajv-formats";

type Schema = object | boolean;

export const text: Schema = { type: "string", minLength: 1 };
export const anyText: Schema = { type: "string" };

/** An object that must have `required`, may have `optional`, and has nothing else. */
export function closed(
  required: Readonly<Record<string, Schema>>,
  optional: Readonly<Record<string, Schema>> = {},
): Schema {
  return {
    type: "object",
    properties: { ...required, ...optional },
    required: Object.keys(required),
    additionalProperties: false,
  };
}

export function listOf(items: Schema, minItems = 0): Schema {
  return { type: "array", items, minItems };
}

export function oneOf(...values: readonly string[]): Schema {
  return { enum: values };
}

export function matching(pattern: RegExp): Schema {
  return { type: "string", pattern: pattern.source };
}

/** What is wrong with a document, by the place in it. */
export function validator(schema: Schema): (document: unknown) => string[] {
  const ajv = new Ajv2020({ strict: false, allErrors: true });
  (addFormats as unknown as (ajv: Ajv2020) => void)(ajv);
  const validate = ajv.compile(schema);
  return (document) => {
    validate(JSON.parse(JSON.stringify(document)));
    return (validate.errors ?? []).map((error) => `${error.instancePath} ${error.message}`);
  };
}
