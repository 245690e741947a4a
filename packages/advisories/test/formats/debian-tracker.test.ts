import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { debianTrackerFormat } from "../../src/formats/debian-tracker/read-debian-tracker.ts";
import { advisoriesIn, facts, readDocument, sharedJson } from "./reading.ts";

function read(releases: Record<string, unknown>, rest: Record<string, unknown> = {}) {
  const document = { curl: { "CVE-2024-0001": { description: "A flaw", releases, ...rest } } };
  return advisoriesIn(readDocument(debianTrackerFormat, document))[0]!;
}

const at = (version: string) => ({ repositories: { bookworm: version } });
const open = { status: "open", ...at("1.0-1"), urgency: "not yet assigned" };

describe("Debian's security tracker", () => {
  it("is recognised by packages whose vulnerabilities have releases", () => {
    expect(debianTrackerFormat.recognises({ curl: { "CVE-1": { releases: {} } } })).toBe(true);
    expect(debianTrackerFormat.recognises({ id: "A-1", affected: [] })).toBe(false);
    expect(debianTrackerFormat.recognises([])).toBe(false);
  });

  it("tells in which version a release fixes a vulnerability, and where it is not affected", () => {
    const record = read({
      bookworm: { status: "resolved", fixed_version: "1.0-2", ...at("1.0-2"), urgency: "low**" },
      trixie: { status: "resolved", fixed_version: "0", ...at("2.0-1"), urgency: "unimportant" },
      sid: { status: "resolved", fixed_version: "2.0-1", urgency: "low" },
      "no-such-release": open,
    });
    expect(facts(record)).toEqual([
      "CVE-2024-0001; Debian:12; curl; introduced 0, fixed 1.0-2",
      "CVE-2024-0001; Debian:13; curl; introduced 0, fixed 0",
    ]);
    expect(record.affected.map(({ urgency }) => urgency)).toEqual(["low", "unimportant"]);
    expect(record).toMatchObject({
      summary: "A flaw",
      url: "https://security-tracker.debian.org/tracker/CVE-2024-0001",
    });
  });

  it("tells what Debian does about a vulnerability that is open", () => {
    const record = read({
      stretch: { ...open, urgency: "end-of-life" },
      buster: { ...open, nodsa: "Minor issue", nodsa_reason: "" },
      bullseye: { ...open, nodsa: "Too intrusive", nodsa_reason: "ignored" },
      bookworm: { ...open, nodsa: "Later", nodsa_reason: "postponed" },
      trixie: { status: "undetermined" },
    });
    expect(facts(record)).toEqual([
      "CVE-2024-0001; Debian:9; curl; introduced 0; end-of-life",
      "CVE-2024-0001; Debian:10; curl; introduced 0; affected",
      "CVE-2024-0001; Debian:11; curl; introduced 0; will-not-fix",
      "CVE-2024-0001; Debian:12; curl; introduced 0; fix-deferred",
    ]);
  });

  it("holds a package for fixed that is as new as the fixed one of sid", () => {
    const sid = { status: "resolved", fixed_version: "2.0-1" };
    expect(facts(read({ bookworm: open, sid }))).toEqual([
      "CVE-2024-0001; Debian:12; curl; introduced 0, limit 2.0-1; affected",
    ]);
  });

  it("does not promise a version that the release does not have", () => {
    const resolved = { status: "resolved", fixed_version: "1.0-2", ...at("1.0-1") };
    expect(facts(read({ bookworm: resolved }))).toEqual([
      "CVE-2024-0001; Debian:12; curl; introduced 0, limit 1.0-2; affected",
    ]);
    const repositories = { bookworm: "1.0-1", "bookworm-security": "1.0-2" };
    expect(facts(read({ bookworm: { ...resolved, repositories } }))).toEqual([
      "CVE-2024-0001; Debian:12; curl; introduced 0, fixed 1.0-2",
    ]);
  });

  it("is never the cause of an exception, whatever it holds", () => {
    const any = fc.jsonValue({ maxDepth: 4 });
    fc.assert(
      fc.property(any, fc.dictionary(fc.string(), any), (value, release) => {
        readDocument(debianTrackerFormat, value);
        readDocument(debianTrackerFormat, { curl: { "CVE-2024-0001": value } });
        readDocument(debianTrackerFormat, { curl: { "CVE-2024-0001": { releases: value } } });
        const releases = { bookworm: release, sid: value };
        readDocument(debianTrackerFormat, { curl: { "CVE-2024-0001": { releases } } });
      }),
    );
  });

  it("is read whole as it is published", ({ skip }) => {
    const sample = sharedJson("feeds/samples/debian-tracker.json.gz");
    const derived = sharedJson("feeds/debian/tracker-from-advisories.json.gz");
    if (sample === undefined || derived === undefined) return skip("no shared test data");
    expect(debianTrackerFormat.recognises(sample)).toBe(true);
    const sampled = readDocument(debianTrackerFormat, sample);
    expect(sampled.filter(({ kind }) => kind === "broken")).toEqual([]);
    const records = advisoriesIn(sampled);
    expect(records.flatMap(facts)).toContain(
      "CVE-2007-2383; Debian:10; prototypejs; introduced 0, fixed 0",
    );
    const readings = readDocument(debianTrackerFormat, derived);
    expect(readings.filter(({ kind }) => kind === "broken")).toEqual([]);
    const all = advisoriesIn(readings).flatMap(({ affected }) => affected);
    const unavailable = all.filter(({ state }) => state !== undefined);
    console.log(
      `${readings.length} pairs, ${all.length} releases, ${unavailable.length} fixed versions that the archive lacks`,
    );
    expect(readings).toHaveLength(18_483);
    expect(all).toHaveLength(26_632);
  });
});
