import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { Ajv } from "ajv";
import addFormats from "ajv-formats";

/** The schemas that the CycloneDX project ships with its library; its own validator wants one package more. */
export function schemaValidator(): (document: unknown) => string[] {
  const library = createRequire(import.meta.url).resolve(
    "@cyclonedx/cyclonedx-library/package.json",
  );
  const schema = (name: string): object =>
    JSON.parse(readFileSync(new URL(`res/schema/${name}`, `file://${library}`), "utf8"));
  const ajv = new Ajv({ strict: false, allErrors: true });
  addFormats.default(ajv);
  ajv.addFormat("idn-email", true);
  ajv.addFormat("iri-reference", (text: string) => !/[\s<>"{}|\\^`]/.test(text));
  ajv.addSchema(
    schema("spdx.SNAPSHOT.schema.json"),
    "http://cyclonedx.org/schema/spdx.SNAPSHOT.schema.json",
  );
  ajv.addSchema(
    schema("jsf-0.82.SNAPSHOT.schema.json"),
    "http://cyclonedx.org/schema/jsf-0.82.SNAPSHOT.schema.json",
  );
  const validate = ajv.compile(schema("bom-1.6.SNAPSHOT.schema.json"));
  return (document) => {
    const plain: unknown = JSON.parse(JSON.stringify(document));
    validate(plain);
    return (validate.errors ?? []).map((error) => `${error.instancePath} ${error.message}`);
  };
}
