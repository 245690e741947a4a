/**
 * Cuts the operations that the action calls, and everything they refer to, out of GitHub's
 * published OpenAPI description. Run by hand when the action learns a new call:
 *
 *   cd "$(mktemp -d)" && npm pack @octokit/openapi@23.0.2 && tar xzf octokit-openapi-*.tgz
 *   node test/support/scripts/extract-openapi.ts package/generated/api.github.com.json
 */
import { readFileSync, writeFileSync } from "node:fs";

const operations: readonly (readonly [path: string, method: string])[] = [
  ["/repos/{owner}/{repo}/issues/{issue_number}/comments", "get"],
  ["/repos/{owner}/{repo}/issues/{issue_number}/comments", "post"],
  ["/repos/{owner}/{repo}/issues/comments/{comment_id}", "patch"],
  ["/user", "get"],
];

interface Description {
  openapi: string;
  info: object;
  paths: Record<string, Record<string, unknown>>;
  components: Record<string, Record<string, unknown>>;
}

const source = process.argv[2];
if (source === undefined)
  throw new Error("Name the description to cut from; see the top of this file.");
const whole = JSON.parse(readFileSync(source, "utf8")) as Description;

const paths: Description["paths"] = {};
const components: Description["components"] = {};
for (const [path, method] of operations) {
  const operation = whole.paths[path]?.[method];
  if (operation === undefined) throw new Error(`The description has no ${method} ${path}.`);
  paths[path] = { ...paths[path], [method]: operation };
  keepReferences(operation);
}

/** Copies every component that `node` refers to, and what those refer to in turn. */
function keepReferences(node: unknown): void {
  if (typeof node !== "object" || node === null) return;
  for (const [key, value] of Object.entries(node)) {
    if (key === "$ref" && typeof value === "string") keepComponent(value);
    else keepReferences(value);
  }
}

function keepComponent(reference: string): void {
  const [, kind, name] = /^#\/components\/([^/]+)\/(.+)$/.exec(reference) ?? [];
  if (kind === undefined || name === undefined) throw new Error(`Unknown reference ${reference}.`);
  if (components[kind]?.[name] !== undefined) return;
  const component = whole.components[kind]?.[name];
  if (component === undefined) throw new Error(`The description has no ${reference}.`);
  components[kind] = { ...components[kind], [name]: component };
  keepReferences(component);
}

const target = new URL("../fixtures/github-openapi.json", import.meta.url);
const { openapi, info } = whole;
writeFileSync(target, `${JSON.stringify({ openapi, info, paths, components }, null, 1)}\n`);
