import { after, around, type Classifier } from "./classifier.ts";

/** Database servers and their tools. */
export const databases: readonly Classifier[] = [
  {
    id: "mariadb",
    name: "mariadb",
    files: ["mariadbd", "mysqld", "mariadb", "mysql", "mariadb-dump"],
    kind: "program",
    versions: [
      around("-MariaDB\0", /\0(\d{1,2}\.\d{1,2}\.\d{1,3})-MariaDB\0/),
      around("-MariaDB", /\0(\d{1,2}\.\d{1,2}\.\d{1,3})-MariaDB[\w.~+:-]{0,80}\0/),
    ],
    cpes: ["mariadb:mariadb"],
    packagedAs: /^mariadb/i,
  },
  {
    id: "mysql",
    name: "mysql",
    files: ["mysqld", "mysql"],
    kind: "program",
    versions: [
      around("mysql-", /mysql-(?:community-|commercial-)?([589]\.\d\.\d{1,2})(?![.\d])/),
      around("Ver %s", /\0([589]\.\d\.\d{1,2})\0[^\0]{0,60}\0/),
    ],
    requires: "MySQL",
    cpes: ["oracle:mysql"],
    packagedAs: /^(?:mysql|default-mysql|community-mysql)/,
  },
  {
    id: "postgresql",
    name: "postgresql",
    files: ["postgres", "postmaster"],
    kind: "program",
    versions: [
      around(
        "PostgreSQL ",
        /PostgreSQL (\d{1,2}(?:\.\d{1,2}){1,2}|\d{1,2}(?:beta|rc)\d)[ \w()+.~-]{0,80}on \S{1,80}, compiled by/,
      ),
      around("PostgreSQL ", /PostgreSQL (\d{1,2}(?:\.\d{1,2}){1,2})\0/),
    ],
    cpes: ["postgresql:postgresql"],
    packagedAs: /^postgresql/,
  },
  {
    id: "postgresql-client",
    name: "postgresql",
    files: ["psql", "pg_dump"],
    kind: "program",
    versions: [around("(PostgreSQL) ", /\(PostgreSQL\) (\d{1,2}\.\d{1,2}(?:\.\d{1,2})?)/)],
    cpes: ["postgresql:postgresql"],
    packagedAs: /^postgresql/,
  },
  {
    id: "sqlite",
    name: "sqlite",
    files: ["sqlite3", "libsqlite3.so*"],
    kind: "library",
    versions: [
      around("3.", /\0(3\.\d{1,2}\.\d{1,2}(?:\.\d)?)\0{1,64}(?:20\d\d-\d\d-\d\d |NOT NULL|ATOMIC)/),
      around("3.", /\0(3\.\d{1,2}\.\d{1,2})\0/),
    ],
    requires: "sqlite_master",
    cpes: ["sqlite:sqlite"],
    packagedAs: /^(?:lib)?sqlite/,
  },
  {
    id: "mongodb",
    name: "mongodb",
    files: ["mongod", "mongos"],
    kind: "program",
    versions: [
      after("MongoDB Server/"),
      around("mongodb-", /\0(\d\.\d\.\d{1,2})\0[^\0]{0,40}mongodb-/),
      around('"version": "', /"version": "(\d\.\d\.\d{1,2})",\s{0,8}"gitVersion"/),
    ],
    cpes: ["mongodb:mongodb"],
    packagedAs: /^mongodb/,
  },
  {
    id: "clickhouse",
    name: "clickhouse",
    files: ["clickhouse"],
    kind: "program",
    versions: [around("ClickHouse ", /ClickHouse (2\d\.\d{1,2}\.\d{1,2}\.\d{1,5})/)],
    cpes: ["clickhouse:clickhouse"],
    packagedAs: /^clickhouse/,
  },
];
