import { existsSync } from "node:fs";
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { crc32, deflateRawSync } from "node:zlib";
import type { Distribution, Finding, Inventory, Package } from "@plimsoll/core";
import { onTestFinished } from "vitest";
import { type AdvisoryStore, buildAdvisories, openAdvisories } from "../src/index.ts";

const shared = resolve(
  process.env.PLIMSOLL_SHARED ?? join(import.meta.dirname, "../../../../shared"),
);

/** A file of the shared test data; `undefined`, with the reason printed, where there is none. */
export function sharedFile(path: string): string | undefined {
  const file = join(shared, path);
  if (existsSync(file)) return file;
  console.log(`skipped: ${path} is not in the shared test data (PLIMSOLL_SHARED)`);
  return undefined;
}

/** A folder that is removed after the test. */
export async function temporaryFolder(): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), "plimsoll-advisories-test-"));
  onTestFinished(() => rm(folder, { recursive: true, force: true }));
  return folder;
}

/** An installed package. */
export function installed(
  type: string,
  name: string,
  version: string,
  rest: Partial<Package> = {},
): Package {
  const purl = `pkg:${type}/${name.replace("@", "%40")}@${version}`;
  const locations = [{ path: `opt/${name}`, layer: "sha256:1" }];
  return { purl, name, version, type, licences: [], locations, ...rest };
}

/** The vulnerabilities among findings, in their order. */
export function vulnerabilitiesIn(findings: readonly Finding[]): string[] {
  return findings.flatMap(({ vulnerability }) => (vulnerability ? [vulnerability.id] : []));
}

/** What an image holds. */
export function inventory(packages: Package[], distribution?: Partial<Distribution>): Inventory {
  return {
    layers: [],
    packages,
    ...(distribution && { distribution: { id: "linux", like: [], ...distribution } }),
  };
}

/** Advisories built from OSV records, as a build writes and a scan opens them. */
export async function storeOf(...records: unknown[]): Promise<AdvisoryStore> {
  const folder = await temporaryFolder();
  await writeFile(join(folder, "feed.json"), JSON.stringify(records));
  const directory = join(folder, "out");
  await buildAdvisories({ from: [join(folder, "feed.json")], out: directory });
  return openAdvisories({ directory });
}

/** An OSV record about one package. */
export function osv(
  id: string,
  ecosystem: string,
  name: string,
  events: Record<string, string>[],
  rest: Record<string, unknown> = {},
): Record<string, unknown> {
  return {
    schema_version: "1.7.0",
    id,
    modified: "2026-01-02T03:04:05Z",
    published: "2025-01-02T03:04:05Z",
    summary: `${name} is broken`,
    affected: [{ package: { ecosystem, name }, ranges: [{ type: "ECOSYSTEM", events }] }],
    ...rest,
  };
}

/** A zip archive (APPNOTE.TXT 4.3); `claimed` is a false uncompressed size. */
export function zip(
  entries: { name: string; content: Buffer | string; claimed?: number }[],
): Buffer {
  const locals: Buffer[] = [];
  const central: Buffer[] = [];
  let offset = 0;
  for (const { name, content, claimed } of entries) {
    const data = Buffer.from(content);
    const packed = deflateRawSync(data);
    const fields = Buffer.alloc(26);
    fields.writeUInt16LE(20, 0);
    fields.writeUInt16LE(8, 4);
    fields.writeUInt32LE(crc32(data), 10);
    fields.writeUInt32LE(packed.length, 14);
    fields.writeUInt32LE(claimed ?? data.length, 18);
    fields.writeUInt16LE(Buffer.byteLength(name), 22);
    const local = Buffer.concat([Buffer.from("PK\u0003\u0004"), fields, Buffer.from(name), packed]);
    const tail = Buffer.alloc(14);
    tail.writeUInt32LE(offset, 10);
    locals.push(local);
    central.push(
      Buffer.concat([Buffer.from("PK\u0001\u0002\u0014\u0000"), fields, tail, Buffer.from(name)]),
    );
    offset += local.length;
  }
  const directory = Buffer.concat(central);
  const end = Buffer.alloc(22);
  end.write("PK\u0005\u0006", 0, "latin1");
  end.writeUInt16LE(entries.length, 8);
  end.writeUInt16LE(entries.length, 10);
  end.writeUInt32LE(directory.length, 12);
  end.writeUInt32LE(offset, 16);
  return Buffer.concat([...locals, directory, end]);
}
