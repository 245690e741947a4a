import { execFile } from "node:child_process";
import { createHash } from "node:crypto";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import {
  createIdentityToken,
  type SigstoreServer,
  startSigstore,
  workflowIdentity,
  workflowIssuer,
} from "@plimsoll/test-support/sigstore";
import { afterAll, beforeAll, describe, expect, it } from "vitest";

// Our own cases, of the command line only: what is taken and refused is tested in packages/sign.

const executable = fileURLToPath(new URL("sigstore", import.meta.url));

let sigstore: SigstoreServer;
let folder: string;
const file = (name: string) => join(folder, name);

beforeAll(async () => {
  sigstore = await startSigstore();
  folder = mkdtempSync(join(tmpdir(), "sigstore-client-"));
  writeFileSync(file("root.json"), JSON.stringify(sigstore.trustedRoot));
  writeFileSync(file("config.json"), JSON.stringify(sigstore.signingConfig));
  writeFileSync(file("artifact"), "a file that is signed");
  writeFileSync(file("other"), "another file");
});
afterAll(async () => {
  await sigstore.close();
  rmSync(folder, { recursive: true, force: true });
});

/** Exit code and standard error of the client, started by its path as the suite does. */
function client(...args: string[]): Promise<{ code: number; err: string }> {
  return new Promise((resolve) => {
    const child = execFile(executable, args, (_, __, err) =>
      resolve({ code: child.exitCode ?? -1, err }),
    );
  });
}

const sign = (bundle: string, ...more: string[]) =>
  client(
    "sign-bundle",
    ...["--identity-token", createIdentityToken(), "--bundle", file(bundle)],
    ...["--trusted-root", file("root.json"), "--signing-config", file("config.json")],
    ...more,
    file("artifact"),
  );
const verify = (bundle: string, what: string, identity = workflowIdentity) =>
  client(
    "verify-bundle",
    ...["--bundle", file(bundle), "--trusted-root", file("root.json")],
    ...["--certificate-identity", identity, "--certificate-oidc-issuer", workflowIssuer],
    what,
  );

describe("the sigstore client", () => {
  it("verifies what it signs: by the file, and by its digest", async () => {
    expect(await sign("signed.json")).toEqual({ code: 0, err: "" });
    const digest = createHash("sha256")
      .update(readFileSync(file("artifact")))
      .digest("hex");
    expect((await verify("signed.json", file("artifact"))).code).toBe(0);
    expect((await verify("signed.json", `sha256:${digest}`)).code).toBe(0);
  });

  it("ends with 1 for another file, another signer, and a bundle that is none", async () => {
    await sign("refused.json");
    writeFileSync(file("broken.json"), "{");
    const other = await verify("refused.json", file("other"));
    expect(other.code).toBe(1);
    expect(other.err).toContain("fail ");
    expect((await verify("refused.json", file("artifact"), "somebody")).code).toBe(1);
    expect((await verify("broken.json", file("artifact"))).code).toBe(1);
  });

  it("tells what is missing", async () => {
    const { code, err } = await client("verify-bundle", file("artifact"));
    expect({ code, err }).toEqual({ code: 1, err: expect.stringContaining("--") });
  });
});
