import { isSecretName } from "@plimsoll/core";
import type { Verification } from "../detector.ts";
import { isPlaceholder, isTyped } from "../placeholder.ts";
import { family, separator } from "./build.ts";

const fix =
  "Replace it, and hand it to the container at run time: as a secret mount or from a secret store.";

/** Files of settings, where a value stands without quotes. */
const settings =
  /(?:^|\/)(?:\.env[\w.-]{0,40}|[^/]{1,200}\.(?:env|ini|cfg|conf|config|cnf|properties|toml|ya?ml|json|tfvars|tfstate|xml|plist|secret|secrets|credentials)|environment|credentials|\.(?:bash|zsh)rc|\.profile|\.bash_profile|\.bash_history|\.zsh_history|config\.(?:Env|Labels|Entrypoint|Cmd)|history\[\d{1,6}\]\.created_by)$/i;

/** A random value has digits and letters, and is neither a word, a path, a name nor a version. */
function looksRandom(value: string, before: string): Verification {
  if (!isNameOfSecret(before)) return "invalid";
  const hasBoth = /\d/.test(value) && /[A-Za-z]/.test(value);
  return hasBoth && !isPlaceholder(value) && !isTyped(value) && !isNamed(value)
    ? "plausible"
    : "invalid";
}

/** `TOKEN=`, and neither `TOKEN_URL=` nor `private_key_id=`. */
function isNameOfSecret(before: string): boolean {
  const name = /([\w.-]{1,120})[^\w]{0,30}$/.exec(before)?.[1] ?? "";
  return (
    isSecretName(name) &&
    !/ids?$|\.(?:[cm]?[jt]sx?|py|rb|php|java|go|rs|sh|json|ya?ml)$/i.test(name)
  );
}

/** `com.acme.Token2`, `/run/x1`, `v1.2.3`, `2024-01-02T03:04`, `Get_Token_2`, `sha256-…`. */
function isNamed(value: string): boolean {
  return (
    /^[\d.:TZ+-]{1,40}$/.test(value) ||
    /^v?\d{1,4}(?:\.\w{1,20}){1,6}$/.test(value) ||
    /^(?:sha\d{1,3}|md5|file|data|urn|arn|http|https|[A-Z]:)[-:]/.test(value) ||
    /^[\w$]{1,60}(?:[./:\\-][A-Za-z_$][\w$]{1,60}){1,12}$/.test(value) ||
    /^\.{0,2}\//.test(value) ||
    isIdentifier(value)
  );
}

/**
 * `getTokenFromRequest2`, `SOME_SETTING_NAME`: words of some length with few digits. Random letters
 * and digits fall into many short words.
 */
function isIdentifier(value: string): boolean {
  if (!/^[A-Za-z0-9_-]+$/.test(value)) return false;
  const words = value.match(/[A-Z]?[a-z]+|[A-Z]+/g) ?? [];
  const letters = words.reduce((sum, word) => sum + word.length, 0);
  const digits = value.match(/\d/g)?.length ?? 0;
  return words.length > 0 && letters / words.length >= 3 && digits * 6 <= letters;
}

/** A password that a person chose may be weaker, but it is no word that programs know. */
function looksChosen(value: string, before: string): Verification {
  if (!isNameOfSecret(before)) return "invalid";
  if (
    isPlaceholder(value) ||
    isTyped(value) ||
    /^(?:true|false|null|none|nil|undefined|string|required|optional|prompt|ask|file|env)\b/i.test(
      value,
    )
  )
    return "invalid";
  const kinds = [/[a-z]/, /[A-Z]/, /\d/, /[^\w]/].filter((kind) => kind.test(value)).length;
  return kinds >= 2 && /\d/.test(value) && !isNamed(value) ? "plausible" : "invalid";
}

/** Whatever is assigned to a secret's name and looks random. The last resort. */
export const genericDetectors = family("generic", [
  {
    id: "secret-generic-key",
    title: "Value that looks like a secret, given to a secret's name",
    severity: "medium",
    keywords: [
      "api_key",
      "apikey",
      "api-key",
      "secret_key",
      "secretkey",
      "access_key",
      "accesskey",
      "auth_key",
      "authkey",
      "private_key",
      "privatekey",
      "encryption_key",
      "signing_key",
      "client_secret",
      "clientsecret",
      "app_secret",
      "appsecret",
      "secret_token",
      "auth_token",
      "authtoken",
      "access_token",
      "accesstoken",
      "jwt_secret",
      "session_secret",
      "cookie_secret",
      "secret_key_base",
      "webhook_secret",
      "deploy_token",
      "bot_token",
    ],
    pattern: `(?:(?:api|secret|access|auth|private|encryption|signing)[_-]?key|(?:client|app|jwt|session|cookie|webhook)_?secret|(?:secret|auth|access|deploy|bot)_?token)(?:_base)?["']?[ \\t]{0,8}[=:][ \\t]{0,8}["'\`]([\\w+/=.~-]{20,128})["'\`]`,
    flags: "i",
    insideWord: true,
    soon: "=:",
    entropy: 3.7,
    verify: looksRandom,
    fix,
  },
  {
    id: "secret-generic-setting",
    title: "Setting that looks like a secret",
    severity: "medium",
    keywords: ["secret", "token", "_key", "apikey", "credential"],
    pattern: `(?:secret|token|_key|apikey|credential)[\\w.-]{0,30}${separator}([\\w+/=.~-]{16,128})(?:["'\`\\s,;<&]|$)`,
    flags: "i",
    path: settings,
    insideWord: true,
    soon: "=:>",
    entropy: 3.5,
    verify: looksRandom,
    fix,
  },
  {
    id: "secret-generic-password",
    title: "Password in a file of settings",
    severity: "medium",
    keywords: ["password", "passwd", "passphrase", "pass=", "pass:", "_pwd"],
    pattern: `(?:password|passwd|passphrase|pass|_pwd)${separator}([^\\s"'\`<>,;\\\\]{8,80})`,
    flags: "i",
    path: settings,
    insideWord: true,
    soon: "=:>",
    entropy: 2.8,
    verify: looksChosen,
    fix,
  },
]);
