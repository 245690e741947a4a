import type {
  IdentityToken,
  LogService,
  PrivateKey,
  Signer,
  SigningFormat,
  SigningServices,
} from "@plimsoll/sign";
import { readJsonFile } from "../files/read-json-file.ts";
import { UsageError } from "./arguments.ts";
import type { CommandInput, Io } from "./command.ts";
import { openPrivateKey } from "./private-key.ts";

/** Who signs and who is told of it, as the options of `sign` and `attest` say. */
export interface OpenedSigning {
  signer: Signer | PrivateKey;
  tlog: readonly LogService[];
  tsa: readonly string[];
  trustedRoots: readonly unknown[];
  /** Of a keyless signer. */
  identityToken?: IdentityToken;
}

const maxConfigBytes = 4 * 1024 * 1024;

/**
 * Opens what the options name: a key file, a key in a key management service, or a short-lived key.
 *
 * @throws UsageError for options that do not go together; PlimsollError for what cannot be opened
 */
export async function openSigning(
  input: CommandInput,
  io: Io,
  format: SigningFormat,
): Promise<OpenedSigning> {
  refuseContradictions(input);
  const trustedRoots = await Promise.all(
    input
      .texts("trusted-root")
      .map((path) => readJsonFile(path, "The trusted root", maxConfigBytes)),
  );
  const services = await chooseServices(input, format);
  const tlog = wantsLog(input) ? services.tlog : [];
  const tsa = wantsTimestamp(input) ? services.tsa : [];
  const key = input.text("key");
  if (key !== undefined) {
    const { isKmsUri, openKmsKey } = await import("@plimsoll/sign");
    const signer = isKmsUri(key)
      ? await openKmsKey(key, { env: io.env, signal: io.signal })
      : await openPrivateKey(key, io.env);
    return { signer, tlog, tsa, trustedRoots };
  }
  if (tlog.length === 0 && tsa.length === 0) {
    throw new UsageError(
      "--keyless needs a log or a timestamp: the certificate is valid for minutes, and one of them says that it was signed then. Name --rekor-url or --tsa-url",
    );
  }
  const { fulcioUrl } = services;
  if (fulcioUrl === undefined) throw new UsageError("Name the certificate authority: --fulcio-url");
  const { keylessSigner } = await import("@plimsoll/sign");
  const identityToken = await openIdentityToken(input, io);
  const signer = await keylessSigner({ identityToken, fulcioUrl, signal: io.signal });
  return { signer, tlog, tsa, trustedRoots, identityToken };
}

/** The format that was asked for; without that what fits the signer. */
export function signingFormat(input: CommandInput, otherwise: SigningFormat): SigningFormat {
  return (input.text("signature-format") as SigningFormat | undefined) ?? otherwise;
}

function refuseContradictions(input: CommandInput): void {
  const hasKey = input.text("key") !== undefined;
  if (hasKey && input.flag("keyless")) throw new UsageError("Give --key or --keyless, not both");
  if (!hasKey && !input.flag("keyless")) {
    throw new UsageError(
      "Name the private key with --key (plimsoll sign --generate-key PREFIX makes one), or sign with --keyless",
    );
  }
  for (const name of ["identity-token", "fulcio-url"]) {
    if (hasKey && input.text(name) !== undefined) throw new UsageError(`--${name} needs --keyless`);
  }
  if (input.flag("tlog") && input.flag("no-tlog")) {
    throw new UsageError("Give --tlog or --no-tlog, not both");
  }
  if (input.flag("no-tlog") && input.text("rekor-url") !== undefined) {
    throw new UsageError("Give --rekor-url or --no-tlog, not both");
  }
}

/** With a key nothing is sent anywhere but to the registry, unless that was asked for. */
function wantsLog(input: CommandInput): boolean {
  if (input.flag("no-tlog")) return false;
  return input.flag("keyless") || input.flag("tlog") || input.text("rekor-url") !== undefined;
}

function wantsTimestamp(input: CommandInput): boolean {
  return input.flag("keyless") || input.flag("tlog") || input.texts("tsa-url").length > 0;
}

/**
 * The services of one instance: those of the configuration, of the addresses, or the public ones. The
 * public ones are never mixed with others, which may be private.
 */
async function chooseServices(
  input: CommandInput,
  format: SigningFormat,
): Promise<SigningServices> {
  const { publicServices, readSigningConfig } = await import("@plimsoll/sign");
  const config = input.text("signing-config");
  const [fulcioUrl, rekorUrl] = [input.text("fulcio-url"), input.text("rekor-url")];
  const tsaUrls = input.texts("tsa-url");
  const isNamed = fulcioUrl !== undefined || rekorUrl !== undefined || tsaUrls.length > 0;
  const logVersions = format === "classic" ? ([1] as const) : ([1, 2] as const);
  const base: SigningServices =
    config !== undefined
      ? readSigningConfig(await readJsonFile(config, "The signing configuration", maxConfigBytes), {
          logVersions,
        })
      : isNamed
        ? { fulcioUrl: undefined, tlog: [], tsa: [] }
        : publicServices;
  return {
    fulcioUrl: fulcioUrl ?? base.fulcioUrl,
    tlog: rekorUrl === undefined ? base.tlog : [{ url: rekorUrl, version: 1 }],
    tsa: tsaUrls.length === 0 ? base.tsa : tsaUrls,
  };
}

/** The token that was given, itself or as a file; else that of the continuous integration. */
async function openIdentityToken(input: CommandInput, io: Io): Promise<IdentityToken> {
  const { checkIdentityToken, findIdentityToken } = await import("@plimsoll/sign");
  const given = input.text("identity-token");
  if (given === undefined) return findIdentityToken({ env: io.env, signal: io.signal });
  if (/^eyJ[\w-]*\.[\w-]+\.[\w-]+$/.test(given.trim())) return checkIdentityToken(given);
  return findIdentityToken({ env: { SIGSTORE_ID_TOKEN_FILE: given }, signal: io.signal });
}
