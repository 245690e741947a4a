import { join } from "node:path";
import { expect, it } from "vitest";
import { buildAdvisories, matchPackages, openAdvisories } from "../../src/index.ts";
import { installed, inventory, sharedFile, temporaryFolder } from "../support.ts";
import { serve } from "./support.ts";

const feeds = ["Debian.dsa-derived", "npm.ghsa-derived", "PyPI", "Maven.ghsa-derived", "Go"];
const packages = [
  installed("deb", "openssl", "3.0.9-1"),
  installed("deb", "curl", "7.88.1-10"),
  installed("npm", "lodash", "4.17.15"),
  installed("pypi", "django", "3.2.0"),
  installed("maven", "org.apache.logging.log4j:log4j-core", "2.14.1"),
];

it("an image of Debian, npm, Python and Java fetches four shards, under 3 MB, and then nothing", {
  timeout: 120_000,
}, async ({ skip }) => {
  const from = feeds.map((name) => sharedFile(`feeds/osv/${name}.jsonl.gz`));
  const kev = sharedFile("feeds/kev/known_exploited_vulnerabilities.json.gz");
  if (kev === undefined || from.includes(undefined)) return skip("no shared test data");
  const out = join(await temporaryFolder(), "advisories");
  await buildAdvisories({
    from: from.filter((path) => path !== undefined),
    exploitation: { kev },
    out,
  });
  const site = await serve(out);
  const cache = await temporaryFolder();
  const list = inventory(packages, { id: "debian", versionId: "12" });
  const find = async () => {
    const store = await openAdvisories({ mirrors: [site.url], cache });
    const { findings, incomplete } = await matchPackages(list, store);
    expect(incomplete).toEqual([]);
    return findings;
  };
  const cold = await find();
  const asked = site.requests.map((line) => line.replace(/-[0-9a-f]{16}\.json\.gz/, ""));
  const shards = ["debian-12", "maven", "npm", "pypi"];
  const parts = shards.flatMap((key) => [key, `${key}.about`, `${key}.attacks`]);
  expect(asked.sort()).toEqual(
    ["200 /index.json", "404 /index.json.sig", ...parts.map((name) => `200 /${name}`)].sort(),
  );
  console.log(`cold start: ${site.requests.length} requests, ${site.bytes} bytes`);
  expect(site.bytes).toBeLessThan(3_000_000);
  site.requests.length = 0;
  expect(await find()).toEqual(cold);
  expect(site.requests).toEqual(["304 /index.json"]);
});
