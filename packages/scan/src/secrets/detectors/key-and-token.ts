import { verifyJsonWebToken } from "../verify/json-web-token.ts";
import { verifyArmour, verifyPrivateKey } from "../verify/private-key.ts";
import { family, separator, token } from "./build.ts";

const replaceKey =
  "Make a new key pair, withdraw the old one wherever it is trusted, and mount the key at run time.";
const keyText = "[A-Za-z0-9+/=\\\\\\s\"',:.()-]";

/** Keys that stand in files as text, and tokens whose format is a standard. */
export const keyAndTokenDetectors = family("key and token", [
  {
    id: "secret-private-key",
    title: "Private key",
    severity: "critical",
    keywords: ["PRIVATE KEY-----"],
    // RFC 7468, RFC 1421; without the marks of encryption, which have a detector of their own.
    pattern: `-----BEGIN (?:RSA |DSA |EC |OPENSSH |ANY )?PRIVATE KEY-----([A-Za-z0-9+/=\\\\\\s"',]{44,9000})-----END`,
    before: 20,
    after: 9400,
    verifiedBy: "DER or OpenSSH structure",
    verify: verifyPrivateKey,
    fix: replaceKey,
    reference: "https://www.rfc-editor.org/rfc/rfc7468",
  },
  {
    id: "secret-encrypted-private-key",
    title: "Private key, encrypted with a passphrase",
    severity: "medium",
    keywords: ["PRIVATE KEY-----"],
    pattern:
      "-----BEGIN (?:ENCRYPTED PRIVATE KEY-----[\\s\\\\]{1,4}|(?:RSA |DSA |EC )?PRIVATE KEY-----\\s{1,4}Proc-Type: 4,ENCRYPTED\\s{1,4}DEK-Info: [A-Z0-9-]{3,20},[0-9A-F]{8,64}\\s{1,4})([A-Za-z0-9+/][A-Za-z0-9+/=\\\\\\s\"',]{44,9000})-----END",
    before: 26,
    after: 9400,
    verifiedBy: "DER structure",
    verify: (value) => (verifyPrivateKey(value) === "invalid" ? verifyArmour(value) : "verified"),
    fix: `${replaceKey} Whoever has the file can try passphrases as long as he likes.`,
  },
  {
    id: "secret-pgp-private-key",
    title: "PGP private key",
    severity: "critical",
    keywords: ["PGP PRIVATE KEY BLOCK-----"],
    pattern: `-----BEGIN PGP PRIVATE KEY BLOCK-----(${keyText}{100,9000})`,
    before: 12,
    after: 9200,
    verifiedBy: "lines of base64",
    verify: verifyArmour,
    fix: "Revoke the key with its revocation certificate, and publish that.",
  },
  {
    id: "secret-putty-private-key",
    title: "PuTTY private key",
    severity: "critical",
    keywords: ["PuTTY-User-Key-File-"],
    pattern:
      "PuTTY-User-Key-File-\\d: [^:]{5,200}: none\\s{1,3}(Comment:[^\\x00]{60,4000}Private-MAC)",
    after: 4400,
    verifiedBy: "its surroundings",
    verify: () => "verified",
    fix: replaceKey,
  },
  {
    id: "secret-ssh2-private-key",
    title: "SSH.COM private key",
    severity: "high",
    keywords: ["---- BEGIN SSH2 ENCRYPTED PRIVATE KEY"],
    pattern: `---- BEGIN SSH2 ENCRYPTED PRIVATE KEY ----(${keyText}{80,6000})`,
    after: 6100,
    verifiedBy: "lines of base64",
    verify: verifyArmour,
    fix: replaceKey,
  },
  token(
    "age-secret-key",
    "age secret key",
    "critical",
    "AGE-SECRET-KEY-1",
    "AGE-SECRET-KEY-1[QPZRY9X8GF2TVDW0S3JN54KHCE6MUA7L]{58}\\b",
    replaceKey,
  ),
  {
    id: "secret-wireguard-key",
    title: "WireGuard private or preshared key",
    severity: "high",
    keywords: ["privatekey", "presharedkey"],
    pattern: "(?:privatekey|presharedkey) {0,4}= {0,4}([A-Za-z0-9+/]{42}[AEIMQUYcgkosw048]=)",
    flags: "i",
    entropy: 4,
    fix: replaceKey,
  },
  {
    id: "secret-json-web-key",
    title: "Private JSON web key",
    severity: "high",
    keywords: ['"kty"'],
    pattern: '"kty"\\s{0,3}:\\s{0,3}"(?:EC|OKP)"[^{}]{0,300}"d"\\s{0,3}:\\s{0,3}"([\\w-]{42,90})"',
    after: 500,
    insideWord: true,
    entropy: 4,
    fix: replaceKey,
    reference: "https://www.rfc-editor.org/rfc/rfc7517",
  },
  {
    id: "secret-json-web-token",
    title: "JSON web token",
    severity: "medium",
    keywords: ["eyJhbGci", "eyJ0eXAi", "eyJraWQi", "eyJ4NXQi", "eyJjdHki", "eyJlbmMi", "eyJqa3Ui"],
    pattern:
      "(eyJ[\\w-]{10,800}\\.[\\w-]{4,3000}\\.[\\w-]{20,800}(?:\\.[\\w-]{10,3000}\\.[\\w-]{10,100})?)",
    after: 4800,
    verifiedBy: "header and payload (JSON)",
    verify: verifyJsonWebToken,
    fix: "End the session it belongs to, or rotate the key that signed it.",
    reference: "https://www.rfc-editor.org/rfc/rfc7519",
  },
  {
    id: "secret-kubeconfig-key",
    title: "Client key or token of a kubeconfig",
    severity: "critical",
    keywords: ["client-key-data:"],
    pattern: 'client-key-data: {1,4}"?(LS0tLS1CRUdJ[A-Za-z0-9+/]{40,6000}={0,2})',
    after: 6100,
    verifiedBy: "a private key within",
    verify: (value) =>
      Buffer.from(value, "base64").toString("latin1").includes("PRIVATE KEY-----")
        ? "verified"
        : "invalid",
    fix: "Revoke the user's certificate or token in the cluster.",
  },
  {
    id: "secret-base64-private-key",
    title: "Private key in base64",
    severity: "critical",
    keywords: [
      "LS0tLS1CRUdJTiBSU0EgUFJJVkFURSBL",
      "LS0tLS1CRUdJTiBQUklWQVRFIEtF",
      "LS0tLS1CRUdJTiBFQyBQUklWQVRFIEtF",
      "LS0tLS1CRUdJTiBPUEVOU1NIIFBSSVZBVEUg",
    ],
    pattern: "(LS0tLS1CRUdJ[A-Za-z0-9+/]{100,9000}={0,2})",
    after: 9100,
    verifiedBy: "a private key within",
    verify: (value) =>
      Buffer.from(value, "base64").toString("latin1").includes("PRIVATE KEY-----")
        ? "verified"
        : "invalid",
    fix: replaceKey,
  },
  {
    id: "secret-laravel-app-key",
    title: "Laravel application key",
    severity: "high",
    keywords: ["app_key"],
    pattern: `app_key${separator}(base64:[A-Za-z0-9+/]{43}=)`,
    flags: "i",
    insideWord: true,
    entropy: 4,
    fix: "Make a new one (`php artisan key:generate`); what the old one encrypted has to be encrypted anew.",
  },
]);
