// Docker Content Trust against Debian's notary-server and notary, and Docker's client, given by the environment:
//   PLIMSOLL_TEST_NOTARY, PLIMSOLL_TEST_NOTARY_CA    the server's URL, and the file of its authority
//   PLIMSOLL_TEST_REGISTRY_PLAIN                     host:port of a registry without TLS
//   PLIMSOLL_TEST_DOCKER_HOST, _DOCKER_CLIENT        an engine, and a client older than 29, which drops content trust
import { execFile } from "node:child_process";
import { generateKeyPairSync } from "node:crypto";
import { mkdir, mkdtemp, readdir, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { promisify } from "node:util";
import { createRegistryClient, parseReference, type RegistryClient } from "@plimsoll/registry";
import {
  createDctStore,
  type DctKeys,
  dct,
  openKeyFolder,
  passphrasesOf,
  verifyImage,
} from "@plimsoll/sign";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { runWith } from "../../packages/plimsoll/test/cli/test-io.ts";

const {
  PLIMSOLL_TEST_NOTARY: server,
  PLIMSOLL_TEST_NOTARY_CA: authority,
  PLIMSOLL_TEST_REGISTRY_PLAIN: registry,
  PLIMSOLL_TEST_DOCKER_HOST: engine,
  PLIMSOLL_TEST_DOCKER_CLIENT: docker,
} = process.env;
const isReady = server !== undefined && authority !== undefined && registry !== undefined;
const hasDocker = isReady && engine !== undefined && docker !== undefined;
if (!isReady) {
  console.log(
    "skipped: Notary needs PLIMSOLL_TEST_NOTARY, PLIMSOLL_TEST_NOTARY_CA and PLIMSOLL_TEST_REGISTRY_PLAIN",
  );
} else if (!hasDocker) {
  console.log(
    "skipped in part: Docker needs PLIMSOLL_TEST_DOCKER_HOST and PLIMSOLL_TEST_DOCKER_CLIENT",
  );
}

const passphrase = "load-line-load-line";
const secrets = {
  DOCKER_CONTENT_TRUST_ROOT_PASSPHRASE: passphrase,
  DOCKER_CONTENT_TRUST_REPOSITORY_PASSPHRASE: passphrase,
  NOTARY_ROOT_PASSPHRASE: passphrase,
  NOTARY_TARGETS_PASSPHRASE: passphrase,
  NOTARY_SNAPSHOT_PASSPHRASE: passphrase,
  NOTARY_DELEGATION_PASSPHRASE: passphrase,
};

let folder: string;
let client: RegistryClient;
const dockerConfig = process.env.DOCKER_CONFIG;
let count = 0;

beforeAll(async () => {
  if (!isReady) return;
  folder = await mkdtemp(join(tmpdir(), "plimsoll-notary-"));
  const place = join(folder, "docker", "tls", new URL(server).host);
  await mkdir(place, { recursive: true });
  await writeFile(join(place, "ca.crt"), await readFile(authority));
  // Where both Docker's client and ours look for the server's authority.
  process.env.DOCKER_CONFIG = join(folder, "docker");
  client = createRegistryClient({ insecure: [registry], credentials: async () => undefined });
});
afterAll(async () => {
  if (!isReady) return;
  if (dockerConfig === undefined) delete process.env.DOCKER_CONFIG;
  else process.env.DOCKER_CONFIG = dockerConfig;
  await client.close();
  await rm(folder, { recursive: true, force: true });
});

/** A publisher with a folder of keys that Docker's client, Notary's and ours share. */
interface Publisher {
  readonly home: string;
  readonly keys: DctKeys;
  notary(...args: string[]): Promise<string>;
  docker(...args: string[]): Promise<string>;
}

async function createPublisher(): Promise<Publisher> {
  count += 1;
  const home = join(folder, `publisher-${count}`);
  const trust = join(home, "trust");
  const tls = join(home, "tls", new URL(server!).host);
  await mkdir(tls, { recursive: true });
  await writeFile(join(tls, "ca.crt"), await readFile(authority!));
  const config = { trust_dir: trust, remote_server: { url: server, root_ca: authority } };
  await writeFile(join(home, "notary.json"), JSON.stringify(config));
  const env = {
    ...process.env,
    ...secrets,
    DOCKER_CONFIG: home,
    DOCKER_HOST: engine,
    DOCKER_CONTENT_TRUST: "1",
    DOCKER_CONTENT_TRUST_SERVER: server,
  };
  return {
    home,
    keys: openKeyFolder({ folder: join(trust, "private"), passphrase: passphrasesOf(secrets) }),
    notary: (...args) => run("notary", ["-c", join(home, "notary.json"), ...args], env),
    docker: (...args) => run(docker!, args, env),
  };
}

/** What a program prints; an error with all of it when it fails. */
async function run(program: string, args: string[], env: NodeJS.ProcessEnv): Promise<string> {
  try {
    const running = promisify(execFile)(program, args, { env, timeout: 60_000 });
    // notary asks before it rotates a root.
    running.child.stdin?.end("yes\n");
    const { stdout, stderr } = await running;
    return stdout + stderr;
  } catch (error) {
    const { stdout, stderr } = error as { stdout?: string; stderr?: string };
    throw new Error(`${program} ${args.join(" ")}: ${stdout}${stderr}`, { cause: error });
  }
}

const newGun = () => `${registry}/lab/dct-${process.pid}-${++count}`;

/** Pushes a small image under a tag with our own client, unsigned. */
async function push(gun: string, tag: string, mark = `${gun}:${tag}`): Promise<string> {
  const reference = { ...parseReference(`${gun}:${tag}`) };
  const layer = await client.putBlob(reference, emptyTar);
  const diffId = layer.digest;
  const config = await client.putBlob(
    reference,
    Buffer.from(
      JSON.stringify({
        architecture: "amd64",
        os: "linux",
        config: { Labels: { mark } },
        rootfs: { type: "layers", diff_ids: [diffId] },
        history: [{ created: "2026-01-01T00:00:00Z" }],
      }),
    ),
  );
  const mediaType = "application/vnd.docker.distribution.manifest.v2+json";
  const manifest = {
    schemaVersion: 2,
    mediaType,
    config: { mediaType: "application/vnd.docker.container.image.v1+json", ...config },
    layers: [{ mediaType: "application/vnd.docker.image.rootfs.diff.tar", ...layer }],
  };
  const bytes = Buffer.from(JSON.stringify(manifest));
  return (await client.putManifest(reference, bytes, mediaType)).digest;
}

const emptyTar = Buffer.alloc(1024);
const hex = (digest: string) => digest.slice("sha256:".length);
const rootKeyOf = async ({ keys }: Publisher) =>
  (await keys.list()).filter(({ role }) => role === "root").map(({ id }) => id);
const failed = (checks: readonly { name: string; result: string; reason: string }[]) =>
  checks.filter(({ result }) => result === "fail").map(({ name, reason }) => `${name}: ${reason}`);

describe.skipIf(!isReady)("what notary writes", () => {
  it("verifies by the pinned root key, and by no other", async () => {
    const publisher = await createPublisher();
    const gun = newGun();
    const digest = await push(gun, "1.0");
    await publisher.notary("init", gun, "-p");
    await publisher.notary("addhash", gun, "1.0", "512", "--sha256", hex(digest), "-p");
    const rootKeys = await rootKeyOf(publisher);
    const trust = { server, rootKeys };
    const verified = await dct.verifyTag({ client, gun, trust, tag: "1.0", digest });
    expect(failed(verified.signature.checks)).toEqual([]);
    expect(verified).toMatchObject({ digest, signature: { result: "verified" } });
    expect(verified.signature.signer).toMatchObject({ kind: "dct", name: "targets" });

    // The id as root.json has it is as good.
    const { roles } = await dct.inspect({ client, gun, trust });
    const id = roles.find(({ name }) => name === "root")!.keys[0]!.id;
    expect(id).not.toBe(rootKeys[0]);
    const byMetadataId = { server, rootKeys: [id] };
    const again = await dct.verifyTag({ client, gun, trust: byMetadataId, tag: "1.0" });
    expect(again.digest).toBe(digest);

    const unpinned = await dct.inspect({ client, gun, trust: { server, rootKeys: [] } });
    expect(unpinned.isVerified).toBe(false);
    expect(unpinned.checks.at(-1)).toMatchObject({ name: "identity", result: "fail" });
    expect(unpinned.checks.at(-1)!.evidence).toContain(rootKeys[0]);
    const other = { server, rootKeys: ["0".repeat(64)] };
    expect((await dct.inspect({ client, gun, trust: other })).isVerified).toBe(false);
  });

  it("verifies through rotations of every key, also from the first root key and from what was kept", async () => {
    const publisher = await createPublisher();
    const gun = newGun();
    const digest = await push(gun, "1.0");
    await publisher.notary("init", gun, "-p");
    await publisher.notary("addhash", gun, "1.0", "512", "--sha256", hex(digest), "-p");
    const first = await rootKeyOf(publisher);
    const store = createDctStore(join(folder, "store"));
    const trust = { server, rootKeys: first, store };
    const verify = () => dct.verifyTag({ client, gun, trust, tag: "1.0", digest });
    expect(failed((await verify()).signature.checks)).toEqual([]);
    for (const rotation of [
      ["snapshot", "--server-managed"],
      ["targets"],
      ["timestamp", "--server-managed"],
      ["root"],
    ]) {
      await publisher.notary("key", "rotate", gun, ...rotation);
      const { signature } = await verify();
      expect(failed(signature.checks), rotation.join(" ")).toEqual([]);
      expect(signature.result).toBe("verified");
    }
    const { signature } = await verify();
    const rotation = signature.checks.find(({ name }) => name === "rotation");
    expect(rotation).toMatchObject({ result: "pass" });
    const identity = signature.checks.find(({ name }) => name === "identity");
    expect(identity!.reason).toContain("every rotation since");
  });

  it("verifies in delegations, in Docker's order, and where roles are asked for", async () => {
    const publisher = await createPublisher();
    const gun = newGun();
    const [old, recent] = [await push(gun, "1.0", "old"), await push(gun, "1.0", "recent")];
    await publisher.notary("init", gun, "-p");
    await publisher.notary("addhash", gun, "1.0", "512", "--sha256", hex(old), "-p");
    const certificate = await createSigner(publisher, "targets/releases");
    await publisher.notary(
      "delegation",
      "add",
      gun,
      "targets/releases",
      certificate,
      "--all-paths",
      "-p",
    );
    await publisher.notary("key", "rotate", gun, "snapshot", "--server-managed");
    await publisher.notary(
      "addhash",
      gun,
      "1.0",
      "512",
      "--sha256",
      hex(recent),
      "-r",
      "targets/releases",
      "-p",
    );
    const trust = { server, rootKeys: await rootKeyOf(publisher) };
    const verified = await dct.verifyTag({ client, gun, trust, tag: "1.0" });
    expect(verified.digest).toBe(recent);
    expect(verified.signature.signer).toMatchObject({ name: "targets/releases" });
    const stale = await dct.verifyTag({ client, gun, trust, tag: "1.0", digest: old });
    expect(failed(stale.signature.checks)).toEqual([
      "digest: The tag was signed for another digest",
    ]);
    const owner = { ...trust, roles: ["targets"] };
    expect((await dct.verifyTag({ client, gun, trust: owner, tag: "1.0" })).digest).toBe(old);
  });
});

/** A signer's key among the publisher's, and the file of its certificate. */
async function createSigner({ home, notary }: Publisher, role: string): Promise<string> {
  const [key, certificate] = [join(home, "signer.key"), join(home, "signer.crt")];
  const subject = ["-subj", "/CN=signer", "-days", "30"];
  const curve = ["-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:P-256", "-nodes"];
  await run(
    "openssl",
    [
      "req",
      "-x509",
      ...curve,
      "-keyout",
      key,
      "-out",
      certificate,
      ...subject,
      "-addext",
      "basicConstraints=critical,CA:FALSE",
    ],
    process.env,
  );
  await notary("key", "import", key, "--role", role);
  return certificate;
}

describe.skipIf(!isReady)("what we publish", () => {
  it.each(["server", "own"] as const)(
    "notary lists, and changes further, where the snapshot's key is the %s one",
    async (snapshot) => {
      const publisher = await createPublisher();
      const { keys } = publisher;
      const gun = newGun();
      const digest = await push(gun, "1.0");
      const made = await dct.initialise({ client, gun, server, keys, snapshot });
      const trust = { server, rootKeys: [made.rootKey.id] };
      const signed = await dct.sign({ client, gun, trust, keys, tag: "1.0" });
      expect(signed).toMatchObject({ digest, roles: ["targets"], wasSigned: false });
      expect(await dct.sign({ client, gun, trust, keys, tag: "1.0" })).toMatchObject({
        wasSigned: true,
      });
      expect(await publisher.notary("list", gun)).toContain(hex(digest));

      await publisher.notary("addhash", gun, "2.0", "512", "--sha256", hex(digest), "-p");
      const { digest: second } = await dct.verifyTag({ client, gun, trust, tag: "2.0" });
      expect(second).toBe(digest);

      await dct.revoke({ client, gun, trust, keys, tag: "1.0" });
      const list = await publisher.notary("list", gun);
      expect(list).toMatch(/^2\.0 /m);
      expect(list).not.toMatch(/^1\.0 /m);
    },
  );

  it("notary follows through our rotations", async () => {
    const publisher = await createPublisher();
    const { keys } = publisher;
    const gun = newGun();
    await push(gun, "1.0");
    const made = await dct.initialise({ client, gun, server, keys, snapshot: "own" });
    const trust = {
      server,
      rootKeys: [made.rootKey.id],
      store: createDctStore(join(folder, "ours")),
    };
    const { digest } = await dct.sign({ client, gun, trust, keys, tag: "1.0" });
    expect(await publisher.notary("list", gun)).toContain(hex(digest));
    for (const role of ["targets", "snapshot", "timestamp", "root"] as const) {
      const { key } = await dct.rotate({ client, gun, trust, keys, role });
      expect(key.id).toMatch(/^[0-9a-f]{64}$/);
      expect(await publisher.notary("list", gun), role).toContain(hex(digest));
      const { signature } = await dct.verifyTag({ client, gun, trust, tag: "1.0" });
      expect(failed(signature.checks), role).toEqual([]);
    }
    await dct.rotate({ client, gun, trust, keys, role: "snapshot", heldBy: "own" });
    expect(await publisher.notary("list", gun)).toContain(hex(digest));
    await publisher.notary("key", "rotate", gun, "targets");
    expect((await dct.verifyTag({ client, gun, trust, tag: "1.0" })).digest).toBe(digest);
  });

  it("loses nothing when two publish at the same time", async () => {
    const publisher = await createPublisher();
    const { keys } = publisher;
    const gun = newGun();
    const tags = ["1.0", "2.0", "3.0"];
    for (const tag of tags) await push(gun, tag);
    await dct.initialise({ client, gun, server, keys });
    const trust = { server, rootKeys: [] };
    await Promise.all(tags.map((tag) => dct.sign({ client, gun, trust, keys, tag })));
    const pinned = { server, rootKeys: await rootKeyOf(publisher) };
    const { tags: signed } = await dct.inspect({ client, gun, trust: pinned });
    expect(signed.map(({ tag }) => tag)).toEqual(tags);
  });
});

describe.skipIf(!hasDocker)("Docker's client", () => {
  it("pushes what we verify, with keys that we go on signing with", async () => {
    const publisher = await createPublisher();
    const gun = newGun();
    await push(gun, "source");
    await publisher.docker("pull", "--disable-content-trust", `${gun}:source`);
    await publisher.docker("tag", `${gun}:source`, `${gun}:1.0`);
    await publisher.docker("push", `${gun}:1.0`);
    const trust = { server, rootKeys: await rootKeyOf(publisher) };
    const { digest, signature } = await dct.verifyTag({ client, gun, trust, tag: "1.0" });
    expect(failed(signature.checks)).toEqual([]);
    const image = await verifyImage({ client, reference: `${gun}:1.0`, keys: [], dct: trust });
    expect(image).toMatchObject({ result: "verified", digest });
    const unsigned = await verifyImage({
      client,
      reference: `${gun}:source`,
      keys: [],
      dct: trust,
    });
    // It is the same manifest, but nobody signed that tag.
    expect(unsigned.result).toBe("failed");

    const { keys } = publisher;
    await push(gun, "2.0");
    await dct.sign({ client, gun, trust, keys, tag: "2.0" });
    await publisher.docker("pull", `${gun}:2.0`);
    expect(await publisher.docker("trust", "inspect", gun)).toContain('"SignedTag": "2.0"');
    await publisher.docker("trust", "revoke", "-y", `${gun}:1.0`);
    const revoked = await dct.verifyTag({ client, gun, trust, tag: "1.0" });
    expect(failed(revoked.signature.checks)).toHaveLength(1);
  });

  it("pulls what we publish, and refuses what we revoke", async () => {
    const publisher = await createPublisher();
    const { keys } = publisher;
    const gun = newGun();
    const digest = await push(gun, "1.0");
    const made = await dct.initialise({ client, gun, server, keys });
    const trust = { server, rootKeys: [made.rootKey.id] };
    await dct.sign({ client, gun, trust, keys, tag: "1.0" });
    expect(await publisher.docker("pull", `${gun}:1.0`)).toContain(digest);
    const inspected = JSON.parse(await publisher.docker("trust", "inspect", gun));
    const ids = JSON.stringify(inspected[0].AdministrativeKeys);
    expect(ids).toContain(made.rootKey.id);
    expect(ids).toContain(made.targetsKey);
    // It goes on publishing with the keys that we made.
    await publisher.docker("tag", `${gun}@${digest}`, `${gun}:3.0`);
    await publisher.docker("push", `${gun}:3.0`);
    const pushed = await client.getManifest(parseReference(`${gun}:3.0`));
    expect((await dct.verifyTag({ client, gun, trust, tag: "3.0" })).digest).toBe(pushed.digest);
    await dct.revoke({ client, gun, trust, keys, tag: "1.0" });
    await expect(publisher.docker("pull", `${gun}:1.0`)).rejects.toThrow("No valid trust data");
  });

  it("shares signers with us, both ways", async () => {
    const owner = await createPublisher();
    const jeff = await createPublisher();
    const { keys } = owner;
    const gun = newGun();
    await push(gun, "1.0");
    const { rootKey } = await dct.initialise({ client, gun, server, keys });
    const trust = { server, rootKeys: [rootKey.id] };
    await jeff.docker("trust", "key", "generate", "jeff", "--dir", jeff.home);
    const pem = await readFile(join(jeff.home, "jeff.pub"), "utf8");
    await dct.addSigner({ client, gun, trust, keys, name: "jeff", publicKeys: [pem] });
    await jeff.docker("trust", "sign", `${gun}:1.0`).catch(async (error: Error) => {
      // Docker signs what its engine has.
      if (!/No such image|reference does not exist|does not exist/i.test(error.message))
        throw error;
      await jeff.docker("pull", "--disable-content-trust", `${gun}:1.0`);
      await jeff.docker("trust", "sign", `${gun}:1.0`);
    });
    // It pushes the image as its engine has it, and signs that.
    const { digest } = await client.getManifest(parseReference(`${gun}:1.0`));
    const verified = await dct.verifyTag({ client, gun, trust, tag: "1.0" });
    expect(verified).toMatchObject({ digest, signature: { signer: { name: "targets/releases" } } });
    const byJeff = { ...trust, roles: ["targets/jeff"] };
    expect((await dct.verifyTag({ client, gun, trust: byJeff, tag: "1.0" })).digest).toBe(digest);

    // Ours signs with Docker's key, in the roles that Docker would sign in.
    await push(gun, "2.0");
    const signed = await dct.sign({ client, gun, trust, keys: jeff.keys, tag: "2.0" });
    expect([...signed.roles].sort()).toEqual(["targets/jeff", "targets/releases"]);
    await owner.docker("pull", `${gun}:2.0`);
    const inspected = await owner.docker("trust", "inspect", gun);
    expect(JSON.parse(inspected)[0].Signers).toMatchObject([{ Name: "jeff" }]);
    expect(JSON.parse(inspected)[0].SignedTags).toMatchObject([
      { SignedTag: "1.0", Signers: ["jeff"] },
      { SignedTag: "2.0", Signers: ["jeff"] },
    ]);

    // A second signer, added by Docker, removed by us.
    const anna = generateKeyPairSync("ec", { namedCurve: "P-256" });
    const file = join(owner.home, "anna.pub");
    await writeFile(file, anna.publicKey.export({ format: "pem", type: "spki" }));
    await owner.docker("trust", "signer", "add", "--key", file, "anna", gun);
    const names = async () =>
      (await dct.inspect({ client, gun, trust })).roles.map(({ name }) => name);
    expect(await names()).toContain("targets/anna");
    await dct.removeSigner({ client, gun, trust, keys, name: "anna" });
    expect(await names()).not.toContain("targets/anna");
    await owner.docker("pull", `${gun}:2.0`);
    const last = { client, gun, trust, keys, name: "jeff" };
    await expect(dct.removeSigner(last)).rejects.toMatchObject({ code: "INVALID_ARGUMENT" });
    await dct.removeSigner({ ...last, force: true });
    await expect(owner.docker("pull", `${gun}:2.0`)).rejects.toThrow("No valid trust data");
  });

  it("keeps its keys in a form that we read, and reads ours", async () => {
    const publisher = await createPublisher();
    const before = await readdir(publisher.home);
    expect(before).not.toContain("trust");
    await publisher.docker("trust", "key", "generate", "olga", "--dir", publisher.home);
    const [entry] = await publisher.keys.list();
    expect(entry).toMatchObject({ role: "olga", gun: undefined });
    expect((await publisher.keys.open(entry!.id))!.asymmetricKeyType).toBe("ec");
    const wrong = openKeyFolder({
      folder: join(publisher.home, "trust", "private"),
      passphrase: () => "another passphrase",
    });
    await expect(wrong.open(entry!.id)).rejects.toMatchObject({ code: "KEY_INVALID" });
  });
});

describe.skipIf(!isReady)("docs/how-to/move-from-docker-content-trust.md", () => {
  it("gives commands that do what it says", async () => {
    const publisher = await createPublisher();
    const [shop, old] = [newGun(), newGun()];
    const digest = await push(shop, "1.4");
    await push(old, "1.4");
    await publisher.notary("init", shop, "-p");
    await publisher.notary("addhash", shop, "1.4", "512", "--sha256", hex(digest), "-p");
    const [rootKey] = await rootKeyOf(publisher);
    const { publicKey } = generateKeyPairSync("ec", { namedCurve: "P-256" });
    const place = (name: string) => join(publisher.home, name);
    await writeFile(place("jeff.pub"), publicKey.export({ format: "pem", type: "spki" }));

    const page = new URL("../../docs/how-to/move-from-docker-content-trust.md", import.meta.url);
    const commands = [...(await readFile(page, "utf8")).matchAll(/^plimsoll (.+)$/gm)];
    expect(commands.length).toBeGreaterThan(10);
    const files = ["release", "release.key", "release.pub", "jeff.pub", "trust-store"];
    const env = { ...secrets, DOCKER_CONFIG: publisher.home, DOCKER_CONTENT_TRUST_SERVER: server };
    for (const [index, [, command = ""]] of commands.entries()) {
      const words = command
        .replace("$ROOT_KEY", rootKey!)
        .replace("registry.acme.dev/shop", shop)
        .replace("registry.acme.dev/old", old)
        .split(" ")
        .map((word) => (files.includes(word) ? place(word) : word));
      const { exitCode, out, err } = await runWith(env, ...words, "--insecure", registry!);
      // The first one shows what happens without a pin.
      expect(exitCode, `${command}: ${out}${err}`).toBe(index === 0 ? 1 : 0);
      if (index === 0) expect(out).toContain(rootKey);
      if (command.startsWith("dct verify"))
        expect(out.trim()).toMatch(new RegExp(`${shop}@${digest}$`));
      expect(out + err).not.toContain(passphrase);
    }
  });

  it("and plimsoll discover lists what Notary says, unverified", async () => {
    const publisher = await createPublisher();
    const gun = newGun();
    const digest = await push(gun, "1.0");
    const { keys } = publisher;
    const { rootKey } = await dct.initialise({ client, gun, server, keys });
    await dct.sign({ client, gun, trust: { server, rootKeys: [rootKey.id] }, keys, tag: "1.0" });
    const env = { DOCKER_CONTENT_TRUST_SERVER: server };
    const { out, exitCode } = await runWith(
      env,
      "discover",
      `${gun}:1.0`,
      "--format",
      "json",
      "--insecure",
      registry!,
    );
    expect(exitCode, out).toBe(0);
    const found = JSON.parse(out);
    expect(found).toMatchObject({ isVerified: false });
    expect(found.subjects[0].artifacts).toMatchObject([{ format: "dct", role: "targets", digest }]);
  });
});
