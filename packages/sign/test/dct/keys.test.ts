import { generateKeyPairSync } from "node:crypto";
import { mkdtemp, readdir, readFile, rm, stat, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { isPlimsollError } from "@plimsoll/core";
import fc from "fast-check";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { openKeyFile, parseKeyFile } from "../../src/dct/keys/key-file.ts";
import { createDctStore, openKeyFolder, passphrasesOf } from "../../src/index.ts";

let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "plimsoll-dct-"));
});
afterAll(() => rm(folder, { recursive: true, force: true }));

const passphrase = "load-line-load-line";
const key = () => generateKeyPairSync("ec", { namedCurve: "P-256" }).privateKey;

describe("the folder of keys", () => {
  it("keeps a key encrypted, for its owner alone, and opens it again", async () => {
    const place = join(folder, "private");
    const keys = openKeyFolder({ folder: place, passphrase: () => passphrase });
    expect(await keys.list()).toEqual([]);
    const kept = key();
    const id = await keys.add(kept, { role: "targets", gun: "registry.test/lab/app" });
    expect(await readdir(place)).toEqual([`${id}.key`]);
    const text = await readFile(join(place, `${id}.key`), "utf8");
    expect(text).toMatch(
      /^-----BEGIN ENCRYPTED PRIVATE KEY-----\ngun: registry.test\/lab\/app\nrole: targets\n\nMI/,
    );
    expect((await stat(join(place, `${id}.key`))).mode & 0o777).toBe(0o600);
    const again = openKeyFolder({ folder: place, passphrase: () => passphrase });
    expect(await again.list()).toEqual([{ id, role: "targets", gun: "registry.test/lab/app" }]);
    expect((await again.open(id))!.equals(kept)).toBe(true);
    expect(await again.open("0".repeat(64))).toBeUndefined();
  });

  it("[refusal 68] never names a passphrase, right or wrong, in an error", async () => {
    const place = join(folder, "secret");
    const id = await openKeyFolder({ folder: place, passphrase: () => passphrase }).add(key(), {
      role: "root",
      gun: undefined,
    });
    for (const wrong of ["another-passphrase", undefined]) {
      const opened = openKeyFolder({ folder: place, passphrase: () => wrong }).open(id);
      await expect(opened).rejects.toMatchObject({ code: "KEY_INVALID" });
      await expect(opened).rejects.not.toThrow(/another-passphrase|load-line/);
    }
    const nameless = openKeyFolder({ folder: place, passphrase: () => undefined });
    await expect(nameless.add(key(), { role: "root", gun: undefined })).rejects.toMatchObject({
      code: "KEY_INVALID",
      action: expect.stringContaining("DOCKER_CONTENT_TRUST_ROOT_PASSPHRASE"),
    });
  });

  it("does not take one key for another", async () => {
    const place = join(folder, "swapped");
    const keys = openKeyFolder({ folder: place, passphrase: () => passphrase });
    const id = await keys.add(key(), { role: "root", gun: undefined });
    const other = "ab".repeat(32);
    await writeFile(join(place, `${other}.key`), await readFile(join(place, `${id}.key`)));
    await expect(keys.open(other)).rejects.toMatchObject({ code: "KEY_INVALID" });
  });

  it("finds passphrases where Docker's and Notary's clients do", () => {
    const find = passphrasesOf({
      DOCKER_CONTENT_TRUST_ROOT_PASSPHRASE: "r",
      DOCKER_CONTENT_TRUST_REPOSITORY_PASSPHRASE: "p",
      NOTARY_ROOT_PASSPHRASE: "not asked",
    });
    expect([find("root"), find("targets"), find("jeff")]).toEqual(["r", "p", "p"]);
    const notary = passphrasesOf({
      NOTARY_SNAPSHOT_PASSPHRASE: "s",
      NOTARY_DELEGATION_PASSPHRASE: "d",
    });
    expect([notary("snapshot"), notary("targets/releases"), notary("root")]).toEqual([
      "s",
      "d",
      undefined,
    ]);
  });
});

describe("key files", () => {
  it("of old clients are opened: OpenSSL's own encryption, and none", () => {
    const old = key().export({ format: "pem", type: "sec1", cipher: "aes-256-cbc", passphrase });
    const withRole = old.toString().replace("Proc-Type", "role: root\nProc-Type");
    const file = parseKeyFile(withRole);
    expect(file).toMatchObject({ role: "root", gun: undefined });
    expect(openKeyFile(file, passphrase).asymmetricKeyType).toBe("ec");
    const plain = parseKeyFile(key().export({ format: "pem", type: "pkcs8" }).toString());
    expect(openKeyFile(plain, undefined).asymmetricKeyType).toBe("ec");
  });

  it("that are changed at will are opened or refused, and nothing else", () => {
    const text = key().export({ format: "pem", type: "pkcs8" }).toString();
    fc.assert(
      fc.property(fc.nat({ max: text.length }), fc.string(), (at, inserted) => {
        try {
          openKeyFile(parseKeyFile(text.slice(0, at) + inserted + text.slice(at)), passphrase);
        } catch (error) {
          if (!isPlimsollError(error)) throw error;
          expect(error.code).toBe("KEY_INVALID");
        }
      }),
    );
  });
});

describe("the store of what was seen", () => {
  it("keeps repositories apart, and does not take a broken file for none", async () => {
    const place = join(folder, "store");
    const store = createDctStore(place);
    expect(await store.load("a/../../b")).toBeUndefined();
    const known = { root: Buffer.from("root"), versions: new Map([["timestamp", 3]]) };
    await store.save("a/../../b", known);
    expect(await store.load("a/../../b")).toEqual(known);
    expect(await store.load("a/b")).toBeUndefined();
    const [name] = await readdir(place);
    expect(name).toMatch(/^[0-9a-f]{64}\.json$/);
    await writeFile(join(place, name!), "{");
    await expect(store.load("a/../../b")).rejects.toMatchObject({ code: "READ_FAILED" });
  });
});
