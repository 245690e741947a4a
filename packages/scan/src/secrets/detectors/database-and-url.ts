import type { Verification } from "../detector.ts";
import { isPlaceholder } from "../placeholder.ts";
import { verifyBasicAuthentication } from "../verify/base64.ts";
import { family } from "./build.ts";

const fix = "Change the password, and hand the address to the container at run time.";
const user = "[^\\s:/@\"'<>`\\\\]{0,80}";
const password = "[^\\s:/@\"'<>`\\\\{}$]{3,120}";
const host = "@[\\w\\[-]";

/** Passwords that documentation and tests write in URLs. */
const commonWords =
  /^(?:pass(?:word|wd)?|pwd|pw|secret|test|user(?:name)?|admin|root|guest|foo|bar|baz|token|hunter2|p@ss|s3cret|xxx|abc|123|1234|12345|\.\.\.|%s|default|postgres|mysql|redis|mongo(?:db)?|rabbitmq|me|you|api[_-]?key|key|host|port|example|oauth2?|x-oauth-basic|x-access-token)$/i;

/** A password in a URL is free text: only what nobody would call a password is left out. */
function verifyUrlPassword(value: string): Verification {
  return commonWords.test(value) || isPlaceholder(value) || value.startsWith("%")
    ? "invalid"
    : "plausible";
}

/** Web addresses with a user stand in much documentation: a word alone is none of them a password. */
function verifyWebPassword(value: string): Verification {
  const kinds = [/[a-z]/, /[A-Z]/, /\d/, /[^\w.]/].filter((kind) => kind.test(value)).length;
  return kinds < 2 || value.length < 6 ? "invalid" : verifyUrlPassword(value);
}

function url(id: string, title: string, schemes: readonly string[]) {
  return {
    id: `secret-${id}`,
    title,
    severity: "high",
    keywords: schemes.map((scheme) => `${scheme}://`),
    pattern: `(?:${schemes.map((scheme) => scheme.replace("+", "\\+")).join("|")})://${user}:(${password})${host}`,
    flags: "i",
    insideWord: true,
    soon: "@",
    verify: verifyUrlPassword,
    fix,
  } as const;
}

/** Addresses that carry a password. */
export const databaseAndUrlDetectors = family("database and URL", [
  url("postgres-url-password", "Password in a PostgreSQL URL", [
    "postgres",
    "postgresql",
    "cockroachdb",
    "redshift",
  ]),
  url("mysql-url-password", "Password in a MySQL or MariaDB URL", [
    "mysql",
    "mysql2",
    "mariadb",
    "mysqlx",
  ]),
  url("mongodb-url-password", "Password in a MongoDB URL", ["mongodb", "mongodb+srv"]),
  url("redis-url-password", "Password in a Redis URL", ["redis", "rediss", "valkey"]),
  url("amqp-url-password", "Password in a message broker's URL", [
    "amqp",
    "amqps",
    "nats",
    "mqtt",
    "mqtts",
    "stomp",
  ]),
  url("sql-url-password", "Password in a database URL", [
    "mssql",
    "sqlserver",
    "oracle",
    "clickhouse",
    "cassandra",
    "neo4j",
    "bolt",
    "couchbase",
    "db2",
  ]),
  url("file-transfer-url-password", "Password in a file transfer or directory URL", [
    "ftp",
    "ftps",
    "sftp",
    "ssh",
    "smb",
    "ldap",
    "ldaps",
    "smtp",
    "smtps",
    "imap",
    "imaps",
  ]),
  {
    ...url("url-password", "Password in a web address", ["http", "https", "git+https"]),
    verify: verifyWebPassword,
  },
  {
    id: "secret-jdbc-password",
    title: "Password in a JDBC address",
    severity: "high",
    keywords: ["jdbc:"],
    pattern: "jdbc:[\\w:/.@,;?&=%-]{5,200}[?&;]password=([^\\s&;\"'<>{}$]{3,100})",
    flags: "i",
    insideWord: true,
    verify: verifyUrlPassword,
    fix,
  },
  {
    id: "secret-connection-string-password",
    title: "Password in a database connection string",
    severity: "high",
    keywords: [";password=", "; password=", ";pwd=", "; pwd="],
    pattern: "; ?(?:password|pwd)=([^\\s;\"'<>{}$]{3,100})",
    flags: "i",
    insideWord: true,
    verify: verifyUrlPassword,
    fix,
  },
  {
    id: "secret-basic-authentication",
    title: "HTTP basic authentication header",
    severity: "high",
    keywords: ["authorization"],
    pattern:
      "authorization[\"']?\\s{0,3}[:=,]\\s{0,3}[\"']?basic\\s{1,3}([A-Za-z0-9+/]{8,300}={0,2})",
    flags: "i",
    insideWord: true,
    verifiedBy: "base64 of `user:password`",
    verify: verifyBasicAuthentication,
    fix: "Change the password, and let the program read it at run time.",
  },
  {
    id: "secret-bearer-token",
    title: "HTTP bearer token",
    severity: "medium",
    keywords: ["authorization"],
    pattern:
      "authorization[\"']?\\s{0,3}[:=,]\\s{0,3}[\"']?(?:bearer|token)\\s{1,3}([\\w.~+/-]{20,400}={0,2})",
    flags: "i",
    insideWord: true,
    after: 460,
    entropy: 3.7,
    verify: (value) => (/\d/.test(value) && /[A-Za-z]/.test(value) ? "plausible" : "invalid"),
    fix: "Revoke the token, and let the program read a new one at run time.",
  },
]);
