import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createIdentityToken } from "@plimsoll/test-support/sigstore";
import fc from "fast-check";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { checkIdentityToken, findIdentityToken } from "../../src/index.ts";
import { type Loopback, startLoopback } from "../loopback.ts";

const token = createIdentityToken();
let server: Loopback;
let folder: string;

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), "plimsoll-oidc-"));
});
afterEach(async () => {
  await server?.close();
  await rm(folder, { recursive: true, force: true });
});

describe("the identity token", () => {
  it("comes from GitHub Actions, asked for the audience sigstore", async () => {
    server = await startLoopback(() => ({ body: { value: token } }));
    const found = await findIdentityToken({
      env: {
        ACTIONS_ID_TOKEN_REQUEST_URL: `${server.url}/token?api-version=2.0`,
        ACTIONS_ID_TOKEN_REQUEST_TOKEN: "job-secret",
      },
    });
    expect(found).toMatchObject({
      token,
      issuer: "https://token.actions.githubusercontent.com",
      subject: "repo:octo/app:ref:refs/heads/main",
    });
    expect(server.requests).toMatchObject([
      {
        method: "GET",
        path: "/token?api-version=2.0&audience=sigstore",
        headers: { authorization: "Bearer job-secret" },
      },
    ]);
  });

  it("comes from GitLab in SIGSTORE_ID_TOKEN, which goes before all others", async () => {
    const env = {
      SIGSTORE_ID_TOKEN: token,
      ACTIONS_ID_TOKEN_REQUEST_URL: "https://nobody.invalid",
      ACTIONS_ID_TOKEN_REQUEST_TOKEN: "x",
    };
    expect((await findIdentityToken({ env })).token).toBe(token);
  });

  it("comes from Buildkite's agent", async () => {
    server = await startLoopback(() => ({ body: { token } }));
    const env = {
      BUILDKITE_AGENT_ACCESS_TOKEN: "agent-secret",
      BUILDKITE_JOB_ID: "0193",
      BUILDKITE_AGENT_ENDPOINT: `${server.url}/v3`,
    };
    expect((await findIdentityToken({ env })).token).toBe(token);
    expect(server.requests).toMatchObject([
      {
        method: "POST",
        path: "/v3/jobs/0193/oidc/tokens",
        headers: { authorization: "Token agent-secret" },
        body: '{"audience":"sigstore"}',
      },
    ]);
  });

  it("comes from a file", async () => {
    const file = join(folder, "token");
    await writeFile(file, `${token}\n`);
    expect((await findIdentityToken({ env: { SIGSTORE_ID_TOKEN_FILE: file } })).token).toBe(token);
  });

  it("is missed with what to do about it, in GitHub Actions and elsewhere", async () => {
    await expect(findIdentityToken({ env: { GITHUB_ACTIONS: "true" } })).rejects.toMatchObject({
      code: "UNAUTHORIZED",
      action: "Give the job the permission id-token: write.",
    });
    await expect(findIdentityToken({ env: {} })).rejects.toMatchObject({ code: "UNAUTHORIZED" });
  });

  it("names the person where the issuer has verified the address", () => {
    const person = { email: "jo@acme.example", email_verified: true, sub: "1234" };
    expect(checkIdentityToken(createIdentityToken(person)).subject).toBe("jo@acme.example");
    const unverified = { ...person, email_verified: false };
    expect(checkIdentityToken(createIdentityToken(unverified)).subject).toBe("1234");
  });

  it("is either sound or refused with KEY_INVALID, whatever the text is", () => {
    fc.assert(
      fc.property(
        fc.oneof(
          fc.string(),
          fc.base64String().map((text) => `a.${text}.b`),
        ),
        (text) => {
          expect(() => checkIdentityToken(text)).toThrow(
            expect.objectContaining({ code: "KEY_INVALID" }),
          );
        },
      ),
    );
  });

  it("is either sound or refused with KEY_INVALID, whatever its claims are", () => {
    fc.assert(
      fc.property(
        fc.dictionary(fc.constantFrom("aud", "exp", "nbf", "iss", "sub"), fc.jsonValue()),
        (claims) => {
          try {
            checkIdentityToken(createIdentityToken(claims));
          } catch (error) {
            expect(error).toMatchObject({ code: "KEY_INVALID" });
          }
        },
      ),
    );
  });
});
