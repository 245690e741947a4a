import * as z from "zod";
import { configSchema } from "./config.ts";
import { reportSchema, reportSchemaVersion } from "./report.ts";

/** JSON Schema (draft 2020-12) of the report, as a program reading one meets it. */
export function reportJsonSchema(): Record<string, unknown> {
  return {
    $id: `https://plimsoll.dev/schema/report-${reportSchemaVersion}.json`,
    title: "Plimsoll report",
    ...z.toJSONSchema(reportSchema, { io: "output" }),
  };
}

/** JSON Schema (draft 2020-12) of `plimsoll.yml`, as a person writes it. */
export function configJsonSchema(): Record<string, unknown> {
  return {
    $id: "https://plimsoll.dev/schema/config-1.json",
    title: "plimsoll.yml",
    ...z.toJSONSchema(configSchema, { io: "input" }),
  };
}
