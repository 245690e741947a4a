import { Ajv2020 } from "ajv/dist/2020.js";
import { describe, expect, it } from "vitest";
import { configJsonSchema, reportJsonSchema } from "../src/index.ts";
import { exampleReport } from "./example-report.ts";

const text = (schema: object) => `${JSON.stringify(schema, null, 2)}\n`;
const ajv = () => new Ajv2020({ strict: false, formats: { date: true } });

describe("the checked-in JSON Schemas", () => {
  it("are those of the code (after a change: npx vitest run packages/core -u)", async () => {
    await expect(text(reportJsonSchema())).toMatchFileSnapshot("../schema/report-1.0.json");
    await expect(text(configJsonSchema())).toMatchFileSnapshot("../schema/config-1.json");
  });

  it("accept a report and refuse one without a verdict", () => {
    const validate = ajv().compile(reportJsonSchema());
    expect(validate(exampleReport())).toBe(true);
    const { verdict: _, ...rest } = exampleReport();
    expect(validate(rest)).toBe(false);
  });

  it("accept what a user writes in plimsoll.yml and refuse an unknown key", () => {
    const validate = ajv().compile(configJsonSchema());
    expect(validate({ "fail-on": "critical" })).toBe(true);
    expect(validate({})).toBe(true);
    expect(validate({ "fail-onn": "critical" })).toBe(false);
  });
});
