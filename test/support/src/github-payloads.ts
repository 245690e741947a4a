import { createRequire } from "node:module";

interface EventExamples {
  name: string;
  examples: unknown[];
}

/** Real payloads of a webhook event, as GitHub documents them; each call gives copies of its own. */
export function readPayloads(event: string): unknown[] {
  const all = createRequire(import.meta.url)("@octokit/webhooks-examples") as EventExamples[];
  return structuredClone(all.find(({ name }) => name === event)?.examples ?? []);
}
