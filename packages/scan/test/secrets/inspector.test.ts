import { describe, expect, it } from "vitest";
import { isSensitive } from "../../src/secrets/files/sensitive.ts";
import { mostTextBytes, secretInspector } from "../../src/secrets/inspector.ts";
import { fileEntry, inspectFile } from "../support/image-facts.ts";
import { listSamples } from "./samples.ts";

const pat = listSamples().get("secret-github-pat")!.value;
const wants = (path: string, more = {}) =>
  secretInspector.wants(fileEntry(path, { size: 1_000, ...more }));

describe("secretInspector", () => {
  it.each([
    "app/.env",
    "app/.env.production",
    "root/.npmrc",
    "root/.docker/config.json",
    "root/.git-credentials",
    "root/.aws/credentials",
    "root/.ssh/id_rsa",
    "etc/ssl/private/server.key",
    "app/cert.pem",
    "root/.netrc",
    "root/.pgpass",
    "root/.pypirc",
    "root/.kube/config",
    "etc/shadow",
    "root/.bash_history",
  ])("wants %s whole, and knows it by its name", (path) => {
    expect(wants(path)).toBe(Number.POSITIVE_INFINITY);
    expect(isSensitive(path)).toBe(true);
  });

  it.each([
    "app/main.js",
    "app/README.md",
    "app/src/tests/fixtures/config.yml",
    "usr/local/bin/deploy",
  ])("wants %s: it is somebody's own", (path) =>
    expect(wants(path, { mode: 0o755 })).toBe(Number.POSITIVE_INFINITY),
  );

  it.each([
    "usr/share/doc/aws/examples/key.pem",
    "usr/share/man/man1/ls.1",
    "usr/share/locale/de/x.txt",
    "app/node_modules/tls/test/fixtures/server.key",
    "usr/lib/python3/dist-packages/jwt/tests/keys/testkey.pem",
    "app/node_modules/x/README.md",
    "app/logo.png",
    "app/lib/native.so.1.2",
    "app/__pycache__/main.cpython-311.pyc",
    "etc/ssl/certs/ca.pem",
    "var/lib/dpkg/info/bash.md5sums",
  ])("passes over %s", (path) => expect(wants(path)).toBeUndefined());

  it("passes over programs, and everything that is no file", () => {
    expect(wants("usr/bin/node", { mode: 0o755, size: 90_000_000 })).toBeUndefined();
    expect(wants("usr/bin/ssh-keygen", { mode: 0o755, size: 400_000 })).toBeUndefined();
    expect(wants("app/.env", { type: "symlink" })).toBeUndefined();
  });

  it("takes time linear in a path", () => {
    const path = `${"vendor/".repeat(500)}${"a/".repeat(200)}x`;
    expect(wants(path)).toBe(Number.POSITIVE_INFINITY);
    expect(wants(`${"vendor/".repeat(500)}tests/x`)).toBeUndefined();
  });

  it("says of a larger text what was not searched, and nothing of a larger binary file", () => {
    const entry = fileEntry("app/dump.sql", { size: mostTextBytes + 1 });
    expect(secretInspector.wants(entry)).toBe(mostTextBytes);
    const head = Buffer.from(`GITHUB_TOKEN=${pat}\n`);
    const fact = inspectFile(secretInspector, entry, head);
    expect(fact?.secrets).toHaveLength(1);
    expect(fact?.unread).toContain("were searched");
    expect(secretInspector.inspect(entry, Buffer.alloc(100))).toBeUndefined();
  });

  it("makes facts without the value, and none of a file without secrets", () => {
    const entry = fileEntry("app/.env");
    const fact = secretInspector.inspect(entry, Buffer.from(`A=${pat}`));
    expect(JSON.stringify(fact)).not.toContain(pat.slice(4));
    expect(secretInspector.inspect(entry, Buffer.from("A=1"))).toBeUndefined();
  });
});
