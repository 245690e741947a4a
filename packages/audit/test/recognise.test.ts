import { describe, expect, it } from "vitest";
import { recogniseFile } from "../src/index.ts";

describe("the kind of a file", () => {
  const cases: [path: string, text: string, kind: string][] = [
    ["Dockerfile", "FROM a", "dockerfile"],
    ["app.Dockerfile", "FROM a", "dockerfile"],
    ["compose.yaml", "services: {}", "compose"],
    ["anything.yml", "include: [a.yaml]", "compose"],
    ["deploy.yaml", "# web\n---\napiVersion: apps/v1\nkind: Deployment", "kubernetes"],
    ["deploy.yaml", "kind: Pod\napiVersion: v1", "kubernetes"],
    ["deploy.json", '{"apiVersion":"v1","kind":"Pod"}', "kubernetes"],
    [".devcontainer/devcontainer.json", "{}", "devcontainer"],
    [".devcontainer.json", "{}", "devcontainer"],
    [".devcontainer/node/devcontainer.json", "{}", "devcontainer"],
    [".github/workflows/ci.yml", "", "workflow"],
    ["ci.yml", "on: push\njobs: {}", "workflow"],
    ["broken.yaml", "x", "compose"],
  ];
  for (const [path, text, kind] of cases) {
    it(`${path} with ${JSON.stringify(text)} is ${kind}`, () => {
      expect(recogniseFile(path, text)).toBe(kind);
    });
  }
});
