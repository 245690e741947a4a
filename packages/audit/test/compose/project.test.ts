// biome-ignore-all lint/suspicious/noTemplateCurlyInString: variables of Docker, not of JavaScript
import { describe, expect, it } from "vitest";
import { auditCompose, parseCompose } from "../../src/index.ts";

const failed = (rule: string, text: string, files: Record<string, string>) =>
  auditCompose(text, { path: "app/compose.yaml", files: new Map(Object.entries(files)) })
    .findings.filter((finding) => finding.rule === rule && finding.status === "fail")
    .map(({ location }) => [location?.path, location?.line]);

describe("a compose file of several files", () => {
  it("has the services that it includes, each finding in the file that says it", () => {
    const text = "include: [../common/base.yaml]\nservices:\n  a: {privileged: true}";
    const base = "services:\n  b:\n    privileged: true\n  a: {image: x}";
    expect(failed("compose-privileged", text, { "common/base.yaml": base })).toEqual([
      ["app/compose.yaml", 3],
      ["common/base.yaml", 3],
    ]);
  });

  it("inherits from services of other files, and of those that they extend", () => {
    const text =
      "services:\n  a:\n    extends: {file: base.yaml, service: b}\n    cap_add: [SYS_ADMIN]";
    const files = {
      "app/base.yaml": "services:\n  b:\n    extends: {file: deep/c.yaml, service: c}",
      "app/deep/c.yaml": "services:\n  c:\n    cap_add:\n      - SYS_MODULE",
    };
    expect(failed("compose-dangerous-capability", text, files)).toEqual([
      ["app/compose.yaml", 4],
      ["app/deep/c.yaml", 4],
    ]);
  });

  it("does not go round in circles", () => {
    const base =
      "include: [compose.yaml, base.yaml]\nservices:\n  b: {extends: {file: base.yaml, service: b}}";
    const file = parseCompose(
      "include: [base.yaml]\nservices:\n  a: {extends: {file: base.yaml, service: b}}",
      "compose.yaml",
      new Map([["base.yaml", base]]),
    );
    expect(file.services.map(({ name }) => name)).toEqual(["a", "b"]);
    expect(file.incomplete.map(({ code, what }) => [code, what])).toContainEqual([
      "MALFORMED",
      "base.yaml:3",
    ]);
  });

  it("takes the values of .env, which are no secrets of the file", () => {
    const text =
      "services:\n  a:\n    network_mode: ${MODE:-bridge}\n    environment:\n      DB_PASSWORD: ${DB_PASSWORD}";
    const files = { "app/.env": '# x\nMODE=host\nexport DB_PASSWORD="hunter2" # y' };
    expect(failed("compose-host-network", text, files)).toEqual([["app/compose.yaml", 3]]);
    expect(failed("compose-secret-environment", text, files)).toEqual([]);
  });

  it("finds secrets in files of variables, at their line", () => {
    const text =
      "services:\n  a:\n    env_file:\n      - path: web.env\n    environment: {OTHER: x}";
    const files = { "app/web.env": "OTHER_PASSWORD=\nDB_PASSWORD=hunter2" };
    expect(failed("compose-secret-environment", text, files)).toEqual([["app/web.env", 2]]);
  });

  it("reads a file of variables that many services name up to a bound, and says so", () => {
    const services = Array.from({ length: 400 }, (_, i) => `  s${i}: {env_file: *e}`).join("\n");
    const text = `x: &e [${"a.env,".repeat(400)}]\nservices:\n${services}`;
    const env = Array.from({ length: 1_000 }, (_, i) => `A${i}=x`).join("\n");
    const { incomplete } = parseCompose(text, "compose.yaml", new Map([["a.env", env]]));
    expect(incomplete).toMatchObject([{ code: "LIMIT_EXCEEDED" }]);
  });

  it("names the files that it was not given", () => {
    const text =
      "include: [a.yaml]\nservices:\n  a: {extends: {file: ../b.yaml, service: b}, env_file: [c.env]}";
    expect([...parseCompose(text, "app/compose.yaml").missing].sort()).toEqual([
      "app/.env",
      "app/a.yaml",
      "app/c.env",
      "app/compose.override.yaml",
      "app/compose.override.yml",
      "app/docker-compose.override.yaml",
      "app/docker-compose.override.yml",
      "b.yaml",
    ]);
  });

  it("has what an override file beside it changes and adds, as docker compose does", () => {
    const text =
      "services:\n  a:\n    privileged: true\n    cap_add: [SYS_ADMIN]\n    command: [sh]\n    depends_on: [b]\n  b: {image: b}";
    const override = [
      "services:",
      "  a:",
      "    privileged: false",
      "    command: [app]",
      "    cap_add: [SYS_MODULE]",
      "  b:",
      "    network_mode: host",
      "  c:",
      "    privileged: true",
    ].join("\n");
    const files = { "app/compose.override.yaml": override };
    expect(failed("compose-privileged", text, files)).toEqual([["app/compose.override.yaml", 9]]);
    expect(failed("compose-host-network", text, files)).toEqual([["app/compose.override.yaml", 7]]);
    expect(failed("compose-dangerous-capability", text, files).sort()).toEqual([
      ["app/compose.override.yaml", 5],
      ["app/compose.yaml", 4],
    ]);
    const { services } = parseCompose(text, "app/compose.yaml", new Map(Object.entries(files)));
    expect(services.map(({ name }) => name)).toEqual(["a", "b", "c"]);
  });

  it("is not changed by an override file where it has a name of its own", () => {
    const files = new Map([["compose.override.yaml", "services: {a: {privileged: true}}"]]);
    const { services } = parseCompose("services: {a: {image: x}}", "prod.yaml", files);
    expect(services[0]?.privileged).toBeUndefined();
  });

  it("does not go round in circles through an override file", () => {
    const files = new Map([
      [
        "compose.override.yaml",
        "include: [compose.yaml, compose.override.yaml]\nservices:\n  a: {extends: b}\n  b: {extends: a}",
      ],
    ]);
    const file = parseCompose(
      "include: [compose.override.yaml]\nservices: {a: {image: x}}",
      "compose.yaml",
      files,
    );
    expect(file.services.map(({ name }) => name)).toEqual(["a", "b"]);
    expect(file.incomplete.map(({ code, what }) => [code, what])).toContainEqual([
      "MALFORMED",
      expect.stringMatching(/compose/),
    ]);
  });
});
