/** Words that make a variable's name a secret's name, each a whole part between underscores. */
const secretWords =
  /(?:^|_)(?:PASSWORD|PASSWD|PASSPHRASE|PASSCODE|PASS|PWD|SECRET|SECRETS|TOKEN|CREDENTIAL|CREDENTIALS|APIKEY|PRIVKEY)(?:_|$)/;
/** `KEY` says little alone (`GPG_KEY` of many official images is a public fingerprint). */
const secretKeys =
  /(?:^|_)(?:API|ACCESS|PRIVATE|SECRET|SECRETS|ENCRYPTION|ENCRYPT|SIGNING|SIGN|MASTER|SSH|APP|ACCOUNT|STORAGE|JWT|DEPLOY|LICENSE|ROOT|ADMIN)_?KEY(?:_|$)/;
/** Endings that say the value is something about a secret, not the secret. */
const harmlessEndings =
  /_(?:FILE|FILES|PATH|DIR|DIRECTORY|URL|URI|ENDPOINT|NAME|HEADER|TYPE|LENGTH|SIZE|TTL|EXPIRY|EXPIRES|EXPIRATION|LIFETIME|TIMEOUT|AGE|ENABLED|DISABLED|REQUIRED|POLICY|PROVIDER|ALGORITHM|ALG|FORMAT|ISSUER|PREFIX|SUFFIX|STORE|BACKEND|ROUNDS|COST|REGEX|PATTERN|ARN|VERSION|METHOD|PLUGIN)$/;
const harmlessNames =
  /^(?:PWD|OLDPWD|HOME_PWD)$|(?:^|_)(?:PUBLIC|PUB|ALLOW_EMPTY|RANDOM|NO|DISABLE|ENABLE|USE|SKIP|MIN|MAX|ONETIME|ASK)(?:_|$)/;

/** True when a variable of this name is expected to hold a secret: `DB_PASSWORD`, `npmToken`. */
export function isSecretName(name: string): boolean {
  if (name.length > 200) return false;
  const words = name
    .replace(/([a-z0-9])([A-Z])/g, "$1_$2")
    .replace(/[-.]/g, "_")
    .toUpperCase();
  if (harmlessEndings.test(words) || harmlessNames.test(words)) return false;
  return secretWords.test(words) || secretKeys.test(words);
}
