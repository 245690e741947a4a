import { describe, expect, it } from "vitest";
import { failureOf, setUp } from "./support.ts";

describe("what a registry says when it refuses", () => {
  it("is passed on in one printable, bounded line", async () => {
    const { server, client, at } = await setUp();
    const message = `no\u001b[31m\r\n\u202eevil\u0007 ${"long ".repeat(200)}`;
    const body = JSON.stringify({ errors: [{ code: "DENIED", message }] });
    server.fail({ on: /manifests/, kind: "respond", status: 403, body });
    const error = await failureOf(client.getManifest(at()), "FORBIDDEN");
    expect(error.message).toContain("says: no [31m evil long");
    expect(error.message).toMatch(/^[\x20-\x7e…]{1,400}$/);
  });

  it.each([
    "",
    "<html>",
    "[]",
    '{"errors":{}}',
    '{"errors":[null]}',
    '{"errors":[{"message":{}}]}',
    "x".repeat(200_000),
  ])("may be anything: %.30j", async (body) => {
    const { server, client, at } = await setUp();
    server.fail({ on: /manifests/, kind: "respond", status: 418, body });
    const error = await failureOf(client.getManifest(at()), "SERVER_ERROR");
    expect(error.message).toBe(`${server.host} answers with status 418`);
  });
});
