import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { parseAccounts } from "../../src/files/accounts.ts";
import { fileFindings, fileInspectors } from "../../src/files/findings.ts";
import { factsOf, type LayerFiles, layersOf } from "../support/image-facts.ts";
import { walkKitImage } from "../support/kit.ts";

const find = (...layers: LayerFiles[]) =>
  fileFindings(factsOf(layers, fileInspectors), { layers: layersOf(layers) });
const told = (...layers: LayerFiles[]) =>
  find(...layers).map(({ rule, severity, location }) => `${severity} ${rule} ${location?.path}`);
const folder = (mode: number) => ({ type: "directory", mode }) as const;

describe("fileFindings", () => {
  it("finds files and folders that everybody may write to", () => {
    expect(
      told({
        "etc/motd": { mode: 0o666 },
        "srv/data": folder(0o777),
        tmp: folder(0o1777),
        "srv/link": { type: "symlink", mode: 0o777, linkTarget: "x" },
        "dev/null": { type: "character", mode: 0o666 },
        "dev/file": { mode: 0o666 },
        "etc/issue": { mode: 0o644 },
      }),
    ).toEqual(["high file-world-writable etc/motd", "medium file-world-writable srv/data"]);
  });

  it("counts what lies below a folder that everybody may write to", () => {
    const findings = find({
      srv: folder(0o777),
      "srv/a": { mode: 0o666 },
      "srv/b": folder(0o755),
      "srv/b/c": { mode: 0o666 },
    });
    expect(findings).toHaveLength(1);
    expect(findings[0]?.description).toContain("2 more below it");
  });

  it("lists a hundred and counts the others", () => {
    const many = Array.from({ length: 150 }, (_, at) => [`opt/f${at}`, { mode: 0o666 }]);
    const findings = find(Object.fromEntries(many));
    expect(findings).toHaveLength(100);
    expect(findings.at(-1)?.description).toContain("50 more files");
  });

  it("judges what a container sees, not what a later layer mended", () => {
    expect(told({ "etc/motd": { mode: 0o666 } }, { "etc/motd": { mode: 0o644 } })).toEqual([]);
    expect(told({ "etc/passwd": "toor:x:0:0::/:/bin/sh\n" }, { "etc/passwd": null })).toEqual([]);
  });

  it("finds what came along with the build context, not what libraries bring", () => {
    expect(
      told({
        "srv/.git": folder(0o755),
        "srv/.git/config": { mode: 0o644 },
        "root/.aws": folder(0o700),
        Dockerfile: { mode: 0o644 },
        "srv/node_modules/x/.git": folder(0o755),
        "srv/vendor/y/Dockerfile": { mode: 0o644 },
        "usr/share/doc/z/docker-compose.yml": { mode: 0o644 },
        "srv/dockerfile.py": { mode: 0o644 },
      }).sort(),
    ).toEqual([
      "medium file-needless root/.aws",
      "medium file-needless srv/.git",
      "negligible file-needless Dockerfile",
    ]);
    expect(told({ "srv/.git": folder(0o755) }, { "srv/.git": null })).toEqual([]);
  });

  it("sums up what a layer deletes or brings again of earlier ones", () => {
    const big = (size: number) => ({ mode: 0o644, size });
    const [deleted, ...none] = find(
      { "opt/a": big(2_000_000), "opt/b": big(70_000), "opt/c": big(10) },
      { "opt/a": null, "opt/b": null, "opt/c": null },
    );
    expect(none).toEqual([]);
    expect(deleted).toMatchObject({
      rule: "layer-waste",
      title: "A layer hides 2.1 MB of earlier layers",
      evidence: { value: "2070000 bytes: /opt/a (2.0 MB), /opt/b (0.1 MB)" },
    });
    const [copied] = find({ "opt/a": big(2_000_000) }, { "opt/a": big(2_000_000) });
    expect(copied?.title).toBe("A layer brings 2.0 MB of earlier layers once more");
    expect(find({ "opt/a": big(500_000) }, { "opt/a": null })).toEqual([]);
  });

  it("finds users without a password, second roots and shared ids", () => {
    const findings = find({
      "etc/passwd": [
        "root:x:0:0:root:/root:/bin/bash",
        "toor:x:0:0::/root:/bin/sh",
        "app::1000:1000::/srv:/bin/sh",
        "web:x:1000:1001::/srv:/bin/sh",
        "web:x:1002:1002::/srv:/bin/sh",
        "daemon:x:1:1::/:/usr/sbin/nologin",
        "# a comment:x:0:0",
        "+::::::",
      ].join("\n"),
      "etc/shadow":
        "root:*:19000:0:99999:7:::\ntoor::0:0:99999:7:::\ndaemon:::::::::\nweb:$6$salt$hash:1::::::\n",
      "etc/group": "root:x:0:\nstaff:x:50:\nwheel:x:50:\n",
    });
    expect(
      findings.map(
        ({ severity, rule, title, location }) => `${severity} ${rule} ${location?.line} ${title}`,
      ),
    ).toEqual([
      "high account-empty-password 3 The user app has an empty password",
      "high account-empty-password 2 The user toor has an empty password",
      "medium account-empty-password 3 The user daemon has an empty password",
      "high account-extra-root 2 The user toor is root under another name",
      "medium account-duplicate-uid 4 The users app and web share the id 1000",
      "low account-duplicate-gid 3 The groups staff and wheel share the id 50",
      "low account-duplicate-name 5 There are two entries for the user web",
    ]);
  });

  it("keeps no hash of a password", () => {
    const accounts = parseAccounts("etc/shadow", "a:$6$salt$hash:1:0:9:7:::\nb:!:1::::::\n");
    expect(accounts).toEqual([
      { name: "a", line: 1, password: "set" },
      { name: "b", line: 2, password: "locked" },
    ]);
  });

  it("reads any text without fail", () => {
    const path = fc.constantFrom("etc/passwd", "etc/shadow", "etc/group");
    const text = fc.oneof(
      fc.string(),
      fc.string({ unit: fc.constantFrom(":", "0", "a", "\n", "x") }),
    );
    fc.assert(
      fc.property(path, text, (file, content) => {
        for (const { name, line } of parseAccounts(file, content)) {
          expect(name).not.toBe("");
          expect(content.split("\n")[line - 1]).toContain(name);
        }
        expect(() => find({ [file]: content })).not.toThrow();
      }),
    );
  });

  it("finds what was planted in a real image, and names the step that did it", async ({ skip }) => {
    const findings = await walkKitImage("practice-bad", fileInspectors, fileFindings);
    if (findings === undefined) return skip();
    expect(findings.map(({ rule, location }) => `${rule} ${location?.path}`)).toEqual([
      "file-world-writable etc",
      "account-empty-password etc/shadow",
      "account-extra-root etc/passwd",
    ]);
    for (const { location } of findings) expect(location?.instruction).toContain("toor");
  });
});
