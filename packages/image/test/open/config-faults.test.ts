import { describe, expect, it } from "vitest";
import { listConfigFaults } from "../../src/index.ts";

describe("listConfigFaults", () => {
  it("finds nothing in a configuration as it should be, nor in one that says little", () => {
    expect(
      listConfigFaults({
        raw: {
          config: {
            User: "app",
            Env: ["A=1"],
            Cmd: "sh",
            Entrypoint: null,
            ExposedPorts: { "80/tcp": {} },
            Healthcheck: { Test: ["NONE"] },
          },
          history: [{}],
        },
      }),
    ).toEqual([]);
    expect(listConfigFaults({ raw: { config: null } })).toEqual([]);
    expect(listConfigFaults({ raw: undefined })).toEqual([]);
  });

  it("names each field that cannot be read", () => {
    expect(
      listConfigFaults({
        raw: { config: { User: 0, Env: ["A=1", 2], Labels: { a: {} } }, history: "none" },
      }),
    ).toEqual(["config.User", "config.Env", "config.Labels", "history"]);
    expect(listConfigFaults({ raw: { config: [] } })).toEqual(["config"]);
  });
});
