import type { Verification } from "../detector.ts";
import { isPlaceholder } from "../placeholder.ts";
import { family, separator } from "./build.ts";

const changePassword = "Change the password, and mount the file at run time.";

function isNoPlaceholder(value: string): Verification {
  return isPlaceholder(value) ||
    /^(?:password|secret|changeme|pass|none|null|x+|test)$/i.test(value)
    ? "invalid"
    : "plausible";
}

/** Files whose name says that they hold credentials, and whose content has to prove it. */
export const credentialFileDetectors = family("credential file", [
  {
    id: "secret-netrc-password",
    title: "Password in .netrc",
    severity: "high",
    keywords: ["password"],
    pattern: "password[ \\t\\n]{1,4}([^\\s#]{4,200})",
    path: /(?:^|\/)[._]netrc$/,
    insideWord: true,
    verify: isNoPlaceholder,
    fix: changePassword,
  },
  {
    id: "secret-pgpass-password",
    title: "Password in .pgpass",
    severity: "high",
    keywords: [],
    pattern:
      "(?:^|\\n)[^\\s:#]{1,100}:(?:\\d{1,5}|\\*):[^\\s:]{1,64}:[^\\s:]{1,64}:([^\\s:]{3,200})",
    path: /(?:^|\/)\.?pgpass(?:\.conf)?$/,
    insideWord: true,
    verify: isNoPlaceholder,
    fix: changePassword,
  },
  {
    id: "secret-pypirc-password",
    title: "Password in .pypirc",
    severity: "high",
    keywords: ["password"],
    pattern: "password[ \\t]{0,4}[=:][ \\t]{0,4}([^\\s]{4,400})",
    path: /(?:^|\/)\.pypirc$/,
    insideWord: true,
    verify: isNoPlaceholder,
    fix: "Revoke the token or change the password, and mount the file at build time.",
  },
  {
    id: "secret-shadow-hash",
    title: "Password hash of a system user",
    severity: "medium",
    keywords: [":$1$", ":$5$", ":$6$", ":$y$", ":$2a$", ":$2b$", ":$2y$", ":$7$", ":$gy$"],
    pattern: ":\\$((?:1|5|6|7|y|gy|2[aby])\\$[\\w./$=,-]{20,200}):",
    path: /(?:^|\/)(?:g?shadow|passwd|master\.passwd)-?$/,
    insideWord: true,
    fix: "Set no password in an image; remove it with `passwd -d` or `usermod -p '*'`.",
  },
  {
    id: "secret-htpasswd-hash",
    title: "Password hash of a web user",
    severity: "medium",
    keywords: [":$apr1$", ":{SHA}", ":$2y$", ":$2a$", ":$5$", ":$6$"],
    pattern: ":\\$?((?:apr1|2[ay]|5|6)\\$[\\w./$=]{20,120}|\\{SHA\\}[A-Za-z0-9+/]{27}=)",
    path: /(?:^|\/)\.?htpasswd[\w.-]{0,20}$/,
    insideWord: true,
    fix: changePassword,
  },
  {
    id: "secret-my-cnf-password",
    title: "Password in a MySQL option file",
    severity: "high",
    keywords: ["password"],
    pattern: "password[ \\t]{0,4}=[ \\t]{0,4}[\"']?([^\\s\"'#]{3,100})",
    path: /(?:^|\/)(?:\.?my\.cnf|\.mylogin\.cnf|debian\.cnf)$/,
    verify: isNoPlaceholder,
    fix: changePassword,
  },
  {
    id: "secret-maven-password",
    title: "Password in Maven's settings",
    severity: "high",
    keywords: ["<password>", "<passphrase>"],
    pattern: "<pass(?:word|phrase)>\\s{0,8}([^<>\\s{$][^<>\\s]{3,200})\\s{0,8}</pass",
    path: /(?:^|\/)settings(?:-security)?\.xml$/,
    insideWord: true,
    verify: isNoPlaceholder,
    fix: "Change the password, and hand the settings to the build as a secret mount.",
  },
  {
    id: "secret-gem-credentials",
    title: "RubyGems credentials",
    severity: "high",
    keywords: ["api_key"],
    pattern: "api_key: {1,4}([\\w-]{20,100})",
    path: /(?:^|\/)\.gem\/credentials$/,
    insideWord: true,
    verify: isNoPlaceholder,
    fix: "Revoke the key at rubygems.org.",
  },
  {
    id: "secret-s3cfg-key",
    title: "Secret key of s3cmd, rclone or MinIO",
    severity: "critical",
    keywords: ["secret_key", "secret_access_key", "secretkey"],
    pattern: `(?:secret_key|secret_access_key|secretkey)${separator}([A-Za-z0-9/+]{16,60})`,
    flags: "i",
    path: /(?:^|\/)(?:\.s3cfg|rclone\.conf|\.mc\/config\.json)$/,
    insideWord: true,
    verify: isNoPlaceholder,
    fix: "Revoke the key at the storage provider.",
  },
  {
    id: "secret-wifi-passphrase",
    title: "Pass phrase of a wireless network",
    severity: "medium",
    keywords: ["psk="],
    pattern: 'psk="?([^\\s"]{8,64})',
    path: /(?:^|\/)(?:wpa_supplicant[\w.-]{0,40}\.conf|[^/]{1,80}\.nmconnection)$/,
    insideWord: false,
    verify: isNoPlaceholder,
    fix: "Change the pass phrase of the network.",
  },
  {
    id: "secret-ppp-password",
    title: "Password in a PPP secrets file",
    severity: "medium",
    keywords: [],
    pattern:
      "(?:^|\\n)[\"'\\w@.*-]{1,80}[ \\t]{1,8}[\"'\\w@.*-]{1,80}[ \\t]{1,8}[\"']?([^\\s\"'#]{4,100})",
    path: /(?:^|\/)ppp\/(?:chap|pap)-secrets$/,
    insideWord: true,
    verify: isNoPlaceholder,
    fix: changePassword,
  },
  {
    id: "secret-composer-auth",
    title: "Credentials in Composer's auth.json",
    severity: "high",
    keywords: ['"password"', '"github.com"', '"gitlab.com"'],
    pattern: '"(?:password|github\\.com|gitlab\\.com)"\\s{0,4}:\\s{0,4}"([^"\\s]{6,200})"',
    path: /(?:^|\/)auth\.json$/,
    insideWord: true,
    verify: isNoPlaceholder,
    fix: "Revoke the token or change the password, and mount the file at build time.",
  },
  {
    id: "secret-rails-master-key",
    title: "Rails master key",
    severity: "critical",
    keywords: [],
    pattern: "^([0-9a-f]{32})\\s{0,3}$",
    path: /(?:^|\/)config\/(?:master|credentials\/[\w-]{1,40})\.key$/,
    insideWord: true,
    fix: "Re-encrypt the credentials with a new key (`rails credentials:edit`), and change every secret in them.",
  },
  {
    id: "secret-wordpress-key",
    title: "Secret or database password of WordPress",
    severity: "high",
    keywords: [
      "'DB_PASSWORD'",
      "'AUTH_KEY'",
      "'SECURE_AUTH_KEY'",
      "'LOGGED_IN_KEY'",
      "'NONCE_KEY'",
      "'AUTH_SALT'",
    ],
    pattern:
      "'(?:DB_PASSWORD|AUTH_KEY|SECURE_AUTH_KEY|LOGGED_IN_KEY|NONCE_KEY|AUTH_SALT)',[ \\t]{0,20}'([^'\\n]{6,200})'",
    path: /(?:^|\/)wp-config[\w.-]{0,20}$/,
    insideWord: true,
    verify: (value) =>
      value.startsWith("put your unique") || /_here$/.test(value)
        ? "invalid"
        : isNoPlaceholder(value),
    fix: "Change the password, and make new keys (api.wordpress.org/secret-key).",
  },
]);
