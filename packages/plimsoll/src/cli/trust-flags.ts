import type { ConfigInput } from "@plimsoll/core";
import { UsageError } from "./arguments.ts";
import type { CommandInput } from "./command.ts";

type TrustInput = NonNullable<ConfigInput["trust"]>;

/**
 * The options that say who may sign. Those of a command line stand in place of the configuration's
 * rules: whoever names a signer wants that one.
 *
 * @param own makes paths of the command line ready
 * @throws UsageError for options that do not go together
 */
export function trustFromFlags(
  input: CommandInput,
  own: (paths: readonly string[]) => string[] | undefined,
): TrustInput {
  const keys = own(input.texts("key"));
  const keyless = keylessFromFlags(input);
  const roots = own(input.texts("trusted-root"));
  const rules =
    keyless === undefined
      ? keys && []
      : [{ images: ["**"], require: { "any-of": [...(keys ? [{ key: keys }] : []), keyless] } }];
  return {
    ...(keys && { keys }),
    ...(rules && { rules }),
    ...(roots && { "trusted-roots": roots }),
    ...(input.flag("require-signature") && { require: true }),
    ...(input.flag("offline") && { offline: true }),
  };
}

function keylessFromFlags(input: CommandInput) {
  const issuer = input.text("certificate-issuer") ?? input.text("certificate-oidc-issuer");
  const identity = input.text("certificate-identity");
  const pattern = input.text("certificate-identity-pattern");
  if (issuer === undefined && identity === undefined && pattern === undefined) return undefined;
  if (issuer === undefined) {
    throw new UsageError(
      "--certificate-identity needs --certificate-issuer: a name is only as good as who vouches for it",
    );
  }
  if ((identity === undefined) === (pattern === undefined)) {
    throw new UsageError(
      "Give --certificate-identity, or --certificate-identity-pattern, with --certificate-issuer",
    );
  }
  return {
    keyless: {
      issuer,
      ...(identity !== undefined && { identity }),
      ...(pattern !== undefined && { "identity-pattern": pattern }),
    },
  };
}
