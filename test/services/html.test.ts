import { execFile } from "node:child_process";
import { existsSync } from "node:fs";
import { mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { promisify } from "node:util";
import { inflateSync } from "node:zlib";
import { renderHtml } from "@plimsoll/report";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import {
  hostileReport,
  largeReport,
  sampleReport,
} from "../../packages/report/test/sample-report.ts";

// The page is judged by a real Chromium: what it makes of the markup, what it paints, and what it
// complains about.
const chromium = [process.env.PLIMSOLL_TEST_CHROMIUM, "/usr/bin/chromium"].find(
  (path) => path !== undefined && existsSync(path),
);
if (chromium === undefined) {
  console.log(
    "Skipped: the HTML report needs Chromium at PLIMSOLL_TEST_CHROMIUM or /usr/bin/chromium.",
  );
}

let folder: string;
let count = 0;

async function browse(page: string, ...more: string[]) {
  count += 1;
  const file = join(folder, `page-${count}.html`);
  await writeFile(file, page);
  const flags = [
    "--headless",
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--hide-scrollbars",
    "--enable-logging=stderr",
    `--user-data-dir=${join(folder, `profile-${count}`)}`,
  ];
  const { stdout, stderr } = await promisify(execFile)(
    chromium!,
    [...flags, ...more, pathToFileURL(file).href],
    { timeout: 120_000, maxBuffer: 64 * 1024 * 1024 },
  );
  // Messages of pages carry this mark; the rest of the log is the browser's own trouble with headless machines.
  const complaints = stderr.split("\n").filter((line) => line.includes("CONSOLE"));
  return { dom: stdout, complaints };
}

const dump = (page: string) => browse(page, "--dump-dom");

async function paint(page: string, ...more: string[]) {
  const file = join(folder, `shot-${count + 1}.png`);
  await browse(page, `--screenshot=${file}`, "--window-size=1000,1200", ...more);
  return decodePng(await readFile(file));
}

interface Picture {
  width: number;
  height: number;
  /** Share of the pixels by colour `#rrggbb`, most frequent first. */
  colours: [colour: string, share: number][];
}

/** Reads an 8-bit RGB or RGBA PNG without interlace (W3C PNG, sections 5, 9 and 10). */
function decodePng(bytes: Buffer): Picture {
  const width = bytes.readUInt32BE(16);
  const height = bytes.readUInt32BE(20);
  const depth = bytes[25] === 6 ? 4 : 3;
  expect([bytes[24], bytes[25]! & ~4, bytes[28]]).toEqual([8, 2, 0]);
  const parts: Buffer[] = [];
  for (let at = 8; at < bytes.length; at += 12 + bytes.readUInt32BE(at)) {
    if (bytes.toString("latin1", at + 4, at + 8) === "IDAT") {
      parts.push(bytes.subarray(at + 8, at + 8 + bytes.readUInt32BE(at)));
    }
  }
  const raw = inflateSync(Buffer.concat(parts));
  const stride = width * depth;
  const counts = new Map<number, number>();
  let previous = new Uint8Array(stride);
  for (let y = 0; y < height; y += 1) {
    const filter = raw[y * (stride + 1)]!;
    const row = new Uint8Array(raw.subarray(y * (stride + 1) + 1, (y + 1) * (stride + 1)));
    for (let x = 0; x < stride; x += 1) {
      const left = x < depth ? 0 : row[x - depth]!;
      const up = previous[x]!;
      const corner = x < depth ? 0 : previous[x - depth]!;
      row[x] = row[x]! + [0, left, up, (left + up) >> 1, paeth(left, up, corner)][filter]!;
    }
    for (let x = 0; x < stride; x += depth) {
      const colour = (row[x]! << 16) | (row[x + 1]! << 8) | row[x + 2]!;
      counts.set(colour, (counts.get(colour) ?? 0) + 1);
    }
    previous = row;
  }
  const colours = [...counts]
    .sort(([, a], [, b]) => b - a)
    .map(([colour, n]): [string, number] => [
      `#${colour.toString(16).padStart(6, "0")}`,
      n / (width * height),
    ]);
  return { width, height, colours };
}

function paeth(left: number, up: number, corner: number): number {
  const estimate = left + up - corner;
  const [a, b, c] = [left, up, corner].map((value) => Math.abs(estimate - value));
  return a! <= b! && a! <= c! ? left : b! <= c! ? up : corner;
}

describe.skipIf(chromium === undefined)("the HTML report in Chromium", () => {
  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), "plimsoll-html-"));
  });
  afterAll(async () => {
    await rm(folder, { recursive: true, force: true });
  });

  it("says what is wrong, and its script has no fault", async () => {
    const { dom, complaints } = await dump(renderHtml(sampleReport()));
    expect(complaints).toEqual([]);
    expect(dom).toContain("Not safe to sail</h1>");
    expect(dom).toContain("CVE-2019-10744");
    // Written by the script: the policy lets it run.
    expect(dom).toContain(">12 findings</output>");
    expect(dom).toContain('<button type="button">Severity</button>');
    expect(dom).not.toMatch(/id="filter"[^>]*hidden/);
  });

  it("sorts and filters", async () => {
    const act = `
      document.querySelector('th[data-key="name"] button').click();
      document.getElementById("filter-text").value = "lodash";
      document.getElementById("filter").dispatchEvent(new Event("input"));
      document.title = [...document.querySelectorAll("#findings-table tbody tr:not([hidden])")]
        .map((row) => row.dataset.name).join(" ") + " | " + document.getElementById("filter-count").textContent;`;
    // The policy would refuse a second script, as it should: this one is let in by hand.
    const page = renderHtml(sampleReport())
      .replace(/<meta http-equiv="Content-Security-Policy"[^>]*>/, "")
      .replace("</body>", `<script>${act}</script></body>`);
    const { dom } = await dump(page);
    expect(/<title>(.*?)<\/title>/.exec(dom)![1]).toBe(
      "CVE-2019-10744 CVE-2020-8203 | 2 of 12 findings",
    );
  });

  it("runs nothing and loads nothing out of a hostile image", async () => {
    const { dom, complaints } = await dump(renderHtml(hostileReport()));
    expect(complaints).toEqual([]);
    const body = dom.replace(/<(style|script)>.*?<\/\1>/gs, "");
    const tags = body
      .match(/<[a-zA-Z](?:[^>"]|"[^"]*")*>/g)!
      .map((tag) => tag.replace(/"[^"]*"/g, ""));
    expect(tags.length).toBeGreaterThan(200);
    for (const tag of tags) {
      expect(tag).not.toMatch(
        /^<(?:script|img|iframe|object|embed|link|base)\b|\s(?:on\w+|style|src)=/i,
      );
    }
    expect(body).toContain("&lt;script&gt;alert(1)&lt;/script&gt;");
    expect(body.match(/<h1/g)).toHaveLength(1);
  });

  it("refuses an injected script even if escaping should ever fail", async () => {
    const page = renderHtml(sampleReport()).replace(
      "<main",
      `<script>document.title = "owned"</script><main`,
    );
    const { dom, complaints } = await dump(page);
    expect(dom).not.toContain("<title>owned");
    expect(complaints.join()).toContain("Content Security Policy");
  });

  it.each([
    ["light", "1", "#f3f6f8"],
    ["dark", "0", "#0b141b"],
  ])("is painted in %s", async (_, scheme, ground) => {
    const picture = await paint(
      renderHtml(sampleReport()),
      `--blink-settings=preferredColorScheme=${scheme}`,
    );
    expect([picture.width, picture.height]).toEqual([1000, 1200]);
    const shareOf = (colour: string) => picture.colours.find(([name]) => name === colour)?.[1] ?? 0;
    expect(shareOf(ground)).toBeGreaterThan(0.1);
    // Text, badges and the picture of the hull: far from one flat colour.
    expect(picture.colours.length).toBeGreaterThan(200);
    expect(picture.colours[0]![1]).toBeLessThan(0.8);
  });

  it("paints the verdict: another water line for each", async () => {
    const shares = [];
    for (const result of ["pass", "warn", "fail"] as const) {
      const report = { ...sampleReport(), findings: [], verdict: { result, reasons: ["One."] } };
      const { colours } = await paint(renderHtml(report));
      // Nothing else is blue as the sea is.
      const blue = colours.filter(([colour]) => {
        const [r, g, b] = [1, 3, 5].map((at) => Number.parseInt(colour.slice(at, at + 2), 16));
        return b! > g! + 30 && g! > r! + 30;
      });
      shares.push(blue.reduce((sum, [, share]) => sum + share, 0));
    }
    expect(shares[0]).toBeLessThan(shares[1]!);
    expect(shares[1]).toBeLessThan(shares[2]!);
  });

  it("stays usable with two thousand findings", async () => {
    const { dom, complaints } = await dump(renderHtml(largeReport(2_000)));
    expect(complaints).toEqual([]);
    expect(dom).toContain(">2000 findings</output>");
  });
});
