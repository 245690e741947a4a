import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { readSigningConfig } from "../../src/index.ts";

const mediaType = "application/vnd.dev.sigstore.signingconfig.v0.2+json";
const now = Date.parse("2026-11-25T12:00:00Z");
const service = (
  url: string,
  majorApiVersion: number,
  operator: string,
  start = "2025-01-01T00:00:00Z",
  end?: string,
) => ({ url, majorApiVersion, operator, validFor: { start, ...(end && { end }) } });
const logs = (rekorTlogUrls: object[], rekorTlogConfig: object) =>
  readSigningConfig({ mediaType, rekorTlogUrls, rekorTlogConfig }, { now }).tlog.map(
    ({ url }) => url,
  );

describe("a signing configuration", () => {
  it("gives the newest valid certificate authority", () => {
    const caUrls = [
      service("https://future.example", 1, "a", "2027-01-01T00:00:00Z"),
      service("https://old.example", 1, "a", "2022-01-01T00:00:00Z"),
      service("https://new.example", 1, "a", "2026-01-01T00:00:00Z"),
      service("https://unknown.example", 7, "a", "2026-02-01T00:00:00Z"),
      service("https://ended.example", 1, "a", "2026-03-01T00:00:00Z", "2026-04-01T00:00:00Z"),
    ];
    expect(readSigningConfig({ mediaType, caUrls }, { now }).fulcioUrl).toBe("https://new.example");
  });

  it("includes the moments at which a service begins and ends", () => {
    const at = new Date(now).toISOString();
    const caUrls = [service("https://now.example", 1, "a", at, at)];
    expect(readSigningConfig({ mediaType, caUrls }, { now }).fulcioUrl).toBe("https://now.example");
  });

  it("gives logs of the newest interface, one of each operator, as many as it says", () => {
    const all = [
      service("https://one.example", 1, "a"),
      service("https://a2.example", 2, "a", "2026-01-01T00:00:00Z"),
      service("https://a2-old.example", 2, "a"),
      service("https://b2.example", 2, "b"),
    ];
    expect(logs(all, { selector: "ALL" })).toEqual(["https://a2.example", "https://b2.example"]);
    expect(logs(all, { selector: "ANY" })).toEqual(["https://a2.example"]);
    expect(logs(all, { selector: "EXACT", count: 2 })).toHaveLength(2);
    expect(() => logs(all, { selector: "EXACT", count: 3 })).toThrow(
      expect.objectContaining({ code: "NOT_FOUND" }),
    );
  });

  it("gives logs of version 1 alone to who asks for them", () => {
    const rekorTlogUrls = [
      service("https://1.example", 1, "a"),
      service("https://2.example", 2, "a"),
    ];
    const config = { mediaType, rekorTlogUrls };
    expect(readSigningConfig(config, { now, logVersions: [1] }).tlog).toEqual([
      { url: "https://1.example", version: 1 },
    ]);
  });

  it("is refused in another version", () => {
    const old = { mediaType: "application/vnd.dev.sigstore.signingconfig.v0.1+json" };
    expect(() => readSigningConfig(old)).toThrow(expect.objectContaining({ code: "UNSUPPORTED" }));
  });

  it("is read or refused, whatever it holds", () => {
    fc.assert(
      fc.property(fc.jsonValue(), fc.jsonValue(), fc.jsonValue(), (caUrls, tsaUrls, tsaConfig) => {
        try {
          readSigningConfig({ mediaType, caUrls, tsaUrls, tsaConfig });
        } catch (error) {
          expect(["MALFORMED", "NOT_FOUND"]).toContain((error as { code?: string }).code);
        }
      }),
    );
  });
});
