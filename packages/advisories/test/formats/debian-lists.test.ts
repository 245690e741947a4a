import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { readPackageLine } from "../../src/formats/debian-lists/package-line.ts";
import { debianAdvisoryListFormat } from "../../src/formats/debian-lists/read-advisory-list.ts";
import { debianCveListFormat } from "../../src/formats/debian-lists/read-cve-list.ts";
import type { StreamFormat } from "../../src/formats/format.ts";
import { advisoriesIn, facts, readText, sharedBytes, sharedLines } from "./reading.ts";

// Written for these tests: nothing in it is taken from the real list.
const cves = `CVE-2024-10001 (A flaw in curl
 or so it seems)
	- curl 8.5.0-2 (bug #1234567; medium)
	[bookworm] - curl <no-dsa> (Minor issue)
	[bullseye] - curl <ignored> (Too intrusive to backport)
	NOTE: https://example.org/advisory
CVE-2024-10002 (Another one ...)
	{DSA-9001-1 DLA-9002-1}
	- openssl 3.1.4-2
	[trixie] - openssl <postponed> (With the next update)
CVE-2024-10003 (Of another system)
	- tar <not-affected> (Windows-specific)
CVE-2024-10004
	RESERVED
	- zlib <unfixed> (unimportant; bug #42)
	[bullseye] - zlib <end-of-life> (No longer supported)
	[bookworm] - zlib <undetermined>
CVE-2024-10005 (Rejected)
	REJECTED
CVE-2024-10006 (Of software that nobody packaged)
	NOT-FOR-US: Some plugin
CVE-2024-10007 (Wanted)
	- newthing <itp> (bug #7)
CVE-2024-XXXX [no number yet]
	- gzip 1.12-2
	TODO: check
CVE-2024-10008 (Gone)
	- oldthing <removed>
	[bookworm] - oldthing 1.0-1+deb12u1
`;

const dsa = `[24 Dec 2025] DSA-9001-2 openssl - regression update
	[bookworm] - openssl 3.0.11-1~deb12u3
[01 Nov 2025] DSA-9001-1 openssl - security update
	{CVE-2024-10002 CVE-2024-10009}
	[bullseye] - openssl <not-affected> (Vulnerable code not present)
	[bookworm] - openssl  3.0.11-1~deb12u2
	NOTE: a note
[01 Jan 2005] DTSA-1-1 kismet - various
	[etch] - kismet 2005.08.R1-0.1etch1
`;

async function read(format: StreamFormat, text: string) {
  return advisoriesIn(await readText(format, text));
}

describe("Debian's lists of advisories", () => {
  it("name the fixed version of each release, and the vulnerabilities", async () => {
    expect(debianAdvisoryListFormat.recognises("list", dsa)).toBe(true);
    expect(debianAdvisoryListFormat.recognises("list", cves)).toBe(false);
    const records = await read(debianAdvisoryListFormat, dsa);
    expect(records.flatMap(facts)).toEqual([
      "DSA-9001-2; Debian:12; openssl; introduced 0, fixed 3.0.11-1~deb12u3",
      "DSA-9001-1; Debian:11; openssl; introduced 0, fixed 0",
      "DSA-9001-1; Debian:12; openssl; introduced 0, fixed 3.0.11-1~deb12u2",
      "DTSA-1-1; Debian:4; kismet; introduced 0, fixed 2005.08.R1-0.1etch1",
    ]);
    expect(records[1]).toMatchObject({
      published: "2025-11-01T00:00:00Z",
      upstream: ["CVE-2024-10002", "CVE-2024-10009"],
      summary: "openssl - security update",
    });
  });

  it("keep the rest when a line cannot be read", async () => {
    const readings = await readText(debianAdvisoryListFormat, `${dsa}nonsense\n\tmore\n${dsa}`);
    expect(readings.map(({ kind }) => kind)).toEqual([
      ...["advisory", "advisory", "advisory", "broken", "advisory", "advisory", "advisory"],
    ]);
    const long = `[01 Jan 2005] DSA-1-1 ${"x".repeat(100_000)}\n${dsa}`;
    const kinds = (await readText(debianAdvisoryListFormat, long)).map(({ kind }) => kind);
    expect(kinds).toEqual(["broken", "advisory", "advisory", "advisory"]);
  });

  it("say the same as their OSV form", async ({ skip }) => {
    const texts = ["DSA", "DLA"].map((name) => sharedBytes(`feeds/debian/${name}.list.gz`));
    const osv = sharedLines("feeds/osv/Debian.dsa-derived.jsonl.gz");
    if (osv === undefined || texts.includes(undefined)) return skip("no shared test data");
    const found = new Set<string>();
    let broken = 0;
    for (const text of texts) {
      const readings = await readText(debianAdvisoryListFormat, text!, 65_536);
      broken += readings.filter(({ kind }) => kind === "broken").length;
      for (const fact of advisoriesIn(readings).flatMap(facts)) found.add(withoutId(fact));
    }
    // The OSV form takes 137 of them for an earlier advisory's: two spaces follow their package.
    const expected = osv.flatMap(({ affected }) =>
      (affected as OsvAffected[]).flatMap(({ package: { ecosystem, name }, ranges }) => {
        const release = /^Debian:(\d+)/.exec(ecosystem)![1]!;
        // Woody and sarge have no images.
        if (release === "3") return [];
        const fixed = ranges[0]!.events.find((event) => event.fixed !== undefined)?.fixed;
        return [`Debian:${release}; ${name}; introduced 0, fixed ${fixed}`];
      }),
    );
    const agreed = expected.filter((fact) => found.has(fact));
    console.log(`${agreed.length} of ${expected.length} fixes of DSA and DLA agree`);
    expect(broken).toBe(0);
    expect(agreed).toHaveLength(expected.length);
  });
});

function withoutId(fact: string): string {
  return fact.slice(fact.indexOf("; ") + 2);
}

interface OsvAffected {
  package: { ecosystem: string; name: string };
  ranges: { events: { fixed?: string }[] }[];
}

describe("Debian's list of CVEs", () => {
  it("speaks for the releases that have lines, and with sid's line for the others", async () => {
    expect(debianCveListFormat.recognises("list", cves)).toBe(true);
    expect(debianCveListFormat.recognises("list", dsa)).toBe(false);
    const records = await read(debianCveListFormat, cves);
    expect(records.flatMap(facts)).toEqual([
      "CVE-2024-10001; Debian:12; curl; introduced 0, limit 8.5.0-2; affected",
      "CVE-2024-10001; Debian:11; curl; introduced 0, limit 8.5.0-2; will-not-fix",
      "CVE-2024-10001; Debian:13; curl; introduced 0, limit 8.5.0-2; affected",
      "CVE-2024-10001; Debian:14; curl; introduced 0, limit 8.5.0-2; affected",
      // The advisories tell of the other releases.
      "CVE-2024-10002; Debian:13; openssl; introduced 0, limit 3.1.4-2; fix-deferred",
      ...[11, 12, 13, 14].map(
        (release) => `CVE-2024-10003; Debian:${release}; tar; introduced 0, fixed 0`,
      ),
      "CVE-2024-10004; Debian:11; zlib; introduced 0; end-of-life",
      "CVE-2024-10004; Debian:13; zlib; introduced 0; affected",
      "CVE-2024-10004; Debian:14; zlib; introduced 0; affected",
      "CVE-2024-10008; Debian:12; oldthing; introduced 0, fixed 1.0-1+deb12u1",
      "CVE-2024-10008; Debian:11; oldthing; introduced 0; affected",
      "CVE-2024-10008; Debian:13; oldthing; introduced 0; affected",
      "CVE-2024-10008; Debian:14; oldthing; introduced 0; affected",
    ]);
    expect(records[0]).toMatchObject({ id: "CVE-2024-10001", summary: "A flaw in curl" });
    const urgencies = records.flatMap(({ affected }) => affected.map(({ urgency }) => urgency));
    expect(new Set(urgencies)).toEqual(new Set(["medium", "", "unimportant"]));
  });

  it("takes back what was rejected", async () => {
    const readings = await readText(debianCveListFormat, cves);
    expect(readings).toContainEqual({
      kind: "withdrawn",
      feed: "debian-cve-list",
      id: "CVE-2024-10005",
      modified: "",
    });
  });
});

describe("a line about a package", () => {
  it("has a version or a tag, and may have an urgency", () => {
    expect(readPackageLine("- curl 8.5.0-2 (low; bug #1)")).toEqual({
      codename: undefined,
      name: "curl",
      version: "8.5.0-2",
      tag: undefined,
      urgency: "low",
    });
    expect(readPackageLine("[bookworm] - curl <no-dsa> (Not low)")?.urgency).toBe("");
    expect(readPackageLine("- curl")).toBeUndefined();
    expect(readPackageLine("NOTE: - curl 1")).toBeUndefined();
  });
});

describe("Debian's lists, whatever they hold,", () => {
  it("are never the cause of an exception", async () => {
    const piece = fc.oneof(
      fc.string(),
      fc.constantFrom(...`${cves}${dsa}`.split("\n")),
      fc.constantFrom("\t", "{", "[bookworm] - ", "CVE-2024-1", "<", "(", "\r", "\u2028", "  "),
    );
    await fc.assert(
      fc.asyncProperty(fc.array(piece), fc.constantFrom("", "\n", "\n\t"), async (pieces, glue) => {
        const text = pieces.join(glue);
        for (const format of [debianAdvisoryListFormat, debianCveListFormat]) {
          format.recognises("list", text);
          await readText(format, text, 7);
        }
      }),
    );
  });

  it("cannot make the reader work long for a line", async () => {
    const run = " ".repeat(60_000);
    const lines = ["CVE-2024-10001", "[01 Jan 2005] DSA-1-1", "\t[a] -", "\t- a 1 ("];
    const text = lines.map((line) => `${line}${run}x\u2028${run})(\n`).join("");
    for (const format of [debianAdvisoryListFormat, debianCveListFormat]) {
      expect(advisoriesIn(await readText(format, text)).flatMap(facts)).toEqual([]);
    }
  });
});
