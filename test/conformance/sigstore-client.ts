/**
 * What `test/conformance/sigstore` runs: @plimsoll/sign behind the command line that
 * sigstore-conformance's cli_protocol.md lays down. Exit code 0 or 1.
 */
import { existsSync, readFileSync } from "node:fs";
import { parseArgs } from "node:util";
import { type Artifact, embeddedTrustedRoot, loadPublicKey, verifyBundle } from "@plimsoll/sign";

const text = { type: "string" } as const;
const { values, positionals } = parseArgs({
  options: {
    staging: { type: "boolean" },
    bundle: text,
    "certificate-identity": text,
    "certificate-oidc-issuer": text,
    key: text,
    "trusted-root": text,
    "signing-config": text,
    "identity-token": text,
    "in-toto": { type: "boolean" },
  },
  allowPositionals: true,
});

type Needed = "bundle" | "certificate-identity" | "certificate-oidc-issuer" | "identity-token";

function need(name: Needed): string {
  const value = values[name];
  if (value === undefined) throw new Error(`--${name} is missing`);
  return value;
}

function readRoot(): unknown {
  const path = values["trusted-root"];
  if (path !== undefined) return JSON.parse(readFileSync(path, "utf8"));
  return embeddedTrustedRoot(values.staging ? "staging" : "public-good");
}

/** A digest, unless there is a file of that name. */
function toArtifact(operand: string): Artifact {
  const isDigest = /^sha256:[0-9a-f]{64}$/.test(operand) && !existsSync(operand);
  return isDigest ? { digest: operand } : { file: operand };
}

async function verify(operand: string): Promise<void> {
  const question =
    values.key === undefined
      ? {
          identity: {
            issuer: need("certificate-oidc-issuer"),
            subject: need("certificate-identity"),
          },
        }
      : { key: loadPublicKey(readFileSync(values.key, "utf8")) };
  const { result, checks } = await verifyBundle({
    bundle: readFileSync(need("bundle")),
    artifact: toArtifact(operand),
    trustedRoot: readRoot(),
    ...question,
  });
  for (const { name, result: outcome, reason } of checks) {
    process.stderr.write(`${outcome} ${name}: ${reason}\n`);
  }
  if (result !== "verified") process.exitCode = 1;
}

async function sign(operand: string): Promise<void> {
  const { signBundle } = await import("./sigstore-sign.ts");
  await signBundle(operand, {
    identityToken: need("identity-token"),
    bundle: need("bundle"),
    staging: values.staging,
    inToto: values["in-toto"],
    trustedRoot: values["trusted-root"],
    signingConfig: values["signing-config"],
  });
}

async function main([command, operand]: readonly string[]): Promise<void> {
  if (operand === undefined) throw new Error("a command and a file are needed");
  if (command === "verify-bundle") return verify(operand);
  if (command === "sign-bundle") return sign(operand);
  throw new Error(`no such command: ${command}`);
}

main(positionals).catch((error: unknown) => {
  process.stderr.write(`${error instanceof Error ? error.message : error}\n`);
  process.exitCode = 1;
});
