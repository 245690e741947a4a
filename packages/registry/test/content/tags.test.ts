import { describe, expect, it } from "vitest";
import { failureOf, setUp, storeImage } from "../support.ts";

describe("listing tags", () => {
  it("gives all pages in the registry's order", async () => {
    const { server, client, at } = await setUp({ pageSize: 3 });
    const names = ["1", "2", "3", "4", "5", "6", "7"];
    for (const tag of names) storeImage(server, { tag });
    expect(await client.listTags(at())).toEqual(names);
  });

  it("leaves out what is no tag, and takes null for none", async () => {
    const { server, client, at } = await setUp();
    const body = JSON.stringify({ tags: ["ok", "../x", 3, "a\u001b[2J"] });
    server.fail({ on: /tags/, kind: "respond", status: 200, body, times: 1 });
    expect(await client.listTags(at())).toEqual(["ok"]);
    server.fail({ on: /tags/, kind: "respond", status: 200, body: '{"tags":null}', times: 1 });
    expect(await client.listTags(at())).toEqual([]);
  });

  it("says so when there is no such repository", async () => {
    const { client, at } = await setUp();
    expect((await failureOf(client.listTags(at()), "NOT_FOUND")).message).toContain(
      "no repository team/app",
    );
  });
});
