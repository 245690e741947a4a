import { PlimsollError } from "@plimsoll/core";
import { parseReference } from "@plimsoll/registry";
import { beforeEach, describe, expect, it } from "vitest";
import { verifyImage } from "../../src/index.ts";
import { pushImage } from "../memory-registry.ts";
import {
  createNotary,
  createRepository,
  now,
  publish,
  type TestNotary,
  tagEntry,
} from "./test-notary.ts";

let notary: TestNotary;
let digest: string;
let rootKeys: string[];
const reference = parseReference("registry.test/lab/app:1.0");

beforeEach(async () => {
  notary = createNotary();
  digest = await pushImage(notary.client, reference);
  const repository = await createRepository();
  rootKeys = [repository.keys.root.id];
  repository.roles.get("targets")!.json.targets = {
    "1.0": tagEntry(digest.slice("sha256:".length)),
  };
  publish(notary, repository);
});

describe("verifyImage with Docker Content Trust", () => {
  const verify = (more: object = {}) =>
    verifyImage({ client: notary.client, reference, dct: { rootKeys }, now, ...more });

  it("verifies a tag that names the digest, and says who signed it", async () => {
    const { result, signatures } = await verify();
    expect(result).toBe("verified");
    expect(signatures).toMatchObject([
      {
        format: "dct",
        result: "verified",
        signer: { kind: "dct", name: "targets", claims: { tag: "1.0" } },
      },
    ]);
  });

  it("fails for another image under the tag", async () => {
    await pushImage(notary.client, reference, "evil");
    const { result, signatures } = await verify();
    expect(result).toBe("failed");
    expect(signatures[0]!.checks.at(-1)).toMatchObject({ name: "digest", result: "fail" });
  });

  it("by digest alone: some tag must name it", async () => {
    const byDigest = parseReference(`registry.test/lab/app@${digest}`);
    const { signatures } = await verify({ reference: byDigest });
    expect(signatures[0]).toMatchObject({ result: "verified" });
    expect(signatures[0]!.checks).toContainEqual(
      expect.objectContaining({ name: "tag", result: "skipped" }),
    );
  });

  it("lists nothing where the server knows nothing, and asks nobody when offline", async () => {
    expect(await verify({ offline: true })).toMatchObject({ signatures: [] });
    expect(notary.requests).toEqual([]);
    notary.files.clear();
    expect(await verify()).toMatchObject({ result: "unsigned", signatures: [] });
  });

  it("fails, and throws nothing, when the server cannot be asked", async () => {
    notary.client.requestService = async () => {
      throw new PlimsollError("UNREACHABLE", "registry.test cannot be reached");
    };
    const { result, signatures } = await verify();
    expect(result).toBe("failed");
    expect(signatures[0]!.checks).toMatchObject([{ name: "server", result: "fail" }]);
  });
});
