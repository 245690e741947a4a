import { readFileSync } from "node:fs";
import { Ajv, type ValidateFunction } from "ajv";
import * as formats from "ajv-formats";

/** One call that GitHub's published OpenAPI description knows. */
export interface Operation {
  /** `issues/create-comment` */
  id: string;
  /** Values of the path's parameters. */
  parameters: Record<string, string>;
  /** What is wrong with the query and the body of a request; empty when nothing is. */
  faultsOfRequest(query: URLSearchParams, body: unknown): string[];
  /** What is wrong with a reply; empty when nothing is, or when the description does not name the status. */
  faultsOfReply(status: number, body: unknown): string[];
}

interface OperationObject {
  operationId: string;
  parameters?: Reference[];
  requestBody?: { content: Record<string, unknown> };
  responses: Record<string, object>;
}
type Reference = { $ref: string };
type Parameter = { name: string; in: string; schema: object };

interface Description {
  paths: Record<string, Record<string, OperationObject>>;
  components: Record<string, Record<string, unknown>>;
}

const file = new URL("../fixtures/github-openapi.json", import.meta.url);

/** The operations of `fixtures/github-openapi.json`; see `scripts/extract-openapi.ts`. */
export function readDescription(): {
  findOperation(method: string, path: string): Operation | undefined;
  example(name: string): unknown;
} {
  const description = JSON.parse(readFileSync(file, "utf8")) as Description;
  // OpenAPI 3.0 schemas hold keywords that JSON Schema does not know (`example`, `discriminator`).
  const ajv = new Ajv({ strict: false, allErrors: true, logger: false });
  formats.default.default(ajv);
  ajv.addSchema(description, "github");
  const validators = new Map<string, ValidateFunction>();

  const resolve = <T>(value: T | Reference): { value: T; pointer?: string } => {
    if (typeof value !== "object" || value === null || !("$ref" in value)) {
      return { value: value as T };
    }
    const [kind, name] = value.$ref.split("/").slice(2) as [string, string];
    return { value: description.components[kind]?.[name] as T, pointer: value.$ref.slice(1) };
  };
  const faultsAt = (pointer: string, value: unknown): string[] => {
    let validate = validators.get(pointer);
    if (validate === undefined) {
      validate = ajv.compile({ $ref: `github#${pointer}` });
      validators.set(pointer, validate);
    }
    return validate(value) ? [] : (validate.errors ?? []).map((error) => describe(error));
  };

  return {
    findOperation(method, path) {
      for (const [template, methods] of Object.entries(description.paths)) {
        const operation = methods[method.toLowerCase()];
        const parameters = operation && matchPath(template, path);
        if (operation === undefined || parameters === undefined) continue;
        const base = `/paths/${template.replaceAll("~", "~0").replaceAll("/", "~1").replaceAll("{", "%7B").replaceAll("}", "%7D")}/${method.toLowerCase()}`;
        const json = "content/application~1json/schema";
        return {
          id: operation.operationId,
          parameters,
          faultsOfRequest: (query, body) => [
            ...faultsOfQuery(
              operation.parameters?.map((entry) => resolve<Parameter>(entry).value) ?? [],
              query,
              ajv,
            ),
            ...(operation.requestBody === undefined
              ? []
              : faultsAt(`${base}/requestBody/${json}`, body)),
          ],
          faultsOfReply(status, body) {
            const described = operation.responses[status];
            if (described === undefined) return [];
            const { value, pointer } = resolve<object>(described);
            if (!("content" in value)) return [];
            return faultsAt(`${pointer ?? `${base}/responses/${status}`}/${json}`, body);
          },
        };
      }
      return undefined;
    },
    example(name) {
      const example = description.components.examples?.[name] as { value: unknown } | undefined;
      return structuredClone(example?.value);
    },
  };
}

function matchPath(template: string, path: string): Record<string, string> | undefined {
  const names: string[] = [];
  const pattern = template.replace(/\{(\w+)\}/g, (_, name: string) => {
    names.push(name);
    return "([^/]+)";
  });
  const match = new RegExp(`^${pattern}$`).exec(path);
  if (match === null) return undefined;
  return Object.fromEntries(
    names.map((name, index) => [name, decodeURIComponent(match[index + 1]!)]),
  );
}

function faultsOfQuery(parameters: Parameter[], query: URLSearchParams, ajv: Ajv): string[] {
  return [...query].flatMap(([name, value]) => {
    const parameter = parameters.find((entry) => entry.in === "query" && entry.name === name);
    if (parameter === undefined) return [`query: ${name} is not a parameter`];
    const isNumber = "type" in parameter.schema && parameter.schema.type === "integer";
    return ajv.validate(parameter.schema, isNumber ? Number(value) : value)
      ? []
      : [`query: ${name}=${value} does not follow its schema`];
  });
}

function describe(error: { instancePath: string; message?: string }): string {
  return `${error.instancePath || "/"} ${error.message ?? "is not valid"}`;
}
