import { createHash } from "node:crypto";
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { renderHtml } from "../src/index.ts";
import { reportArbitrary } from "./arbitraries.ts";
import { hostileReport, largeReport, sampleReport } from "./sample-report.ts";

const ourElements = new Set(
  "html head meta title style body a header div span svg circle path nav main section p h1 h2 h3 ul ol li rect g text article form label input select option output table caption thead tbody tr th td details summary strong code dl dt dd pre br footer script".split(
    " ",
  ),
);
const ourAttributes =
  /^(?:lang|charset|http-equiv|content|name|class|href|id|viewBox|aria-[a-z]+|data-[a-z]+|focusable|cx|cy|r|d|x|y|width|height|preserveAspectRatio|role|text-anchor|scope|hidden|for|type|autocomplete|placeholder|value|rel|tabindex)$/;

/** Every start tag outside of our style sheet and script, with the names of its attributes. */
function tagsOf(page: string): { name: string; attributes: string[] }[] {
  const body = page.replace(/<(style|script)>.*?<\/\1>/gs, "<$1></$1>");
  return [...body.matchAll(/<([a-zA-Z][^\s/>]*)((?:[^>"]|"[^"]*")*)>/g)].map(
    ([, name, attributes]) => ({
      name: name!,
      attributes: [...attributes!.matchAll(/([^\s=/"]+)(?:="[^"]*")?/g)].map(([, key]) => key!),
    }),
  );
}

function expectOnlyOurTags(page: string) {
  for (const { name, attributes } of tagsOf(page)) {
    expect(ourElements, name).toContain(name);
    for (const attribute of attributes) expect(attribute).toMatch(ourAttributes);
  }
}

describe("The page", () => {
  const page = renderHtml(sampleReport());

  test("answers in its heading and its title", () => {
    expect(page).toContain('<h1 id="verdict">Not safe to sail</h1>');
    expect(page).toContain("<title>Not safe to sail: ghcr.io/acme/shop:1.4</title>");
  });

  test("shows findings, privileges, trust, layers, packages and what is incomplete", () => {
    for (const part of [
      "CVE-2019-10744",
      "→ 4.17.12",
      "Add <code>USER node</code> before CMD.",
      "CAP_NET_RAW",
      "usr/bin/su",
      "payload-digest",
      "RUN npm ci",
      "zlib1g",
      "The file is larger than 64 MiB.",
      "embedded baseline only",
      "zipObjectDeep is not called (until 2027-03-31)",
    ]) {
      expect(page).toContain(part);
    }
  });

  test("loads nothing: no address but the links for the reader", () => {
    expect(page).not.toMatch(/\s(?:src|srcset|action|formaction|background|ping|style|on\w+)=/i);
    expect(page).not.toMatch(/url\(|@import|<link|<iframe|<img/i);
    for (const [, href] of page.matchAll(/\shref="([^"]*)"/g)) {
      expect(href).toMatch(/^#|^https?:\/\//);
    }
    expect(page.match(/href="https?:[^>]*>/g)!.every((tag) => tag.includes('rel="noopener'))).toBe(
      true,
    );
  });

  test("allows its own style sheet and script by their hashes and nothing else", () => {
    const policy = /http-equiv="Content-Security-Policy" content="([^"]*)"/.exec(page)![1]!;
    expect(policy).toContain("default-src 'none'");
    expect(policy).not.toMatch(/unsafe|https?:|\*/);
    for (const element of ["style", "script"]) {
      const [, text] = new RegExp(`<${element}>(.*?)</${element}>`, "s").exec(page)!;
      const hash = createHash("sha256").update(text!).digest("base64");
      expect(policy).toContain(`${element}-src 'sha256-${hash}'`);
    }
  });

  test("is bounded: two thousand rows, then how many more", () => {
    const large = renderHtml(largeReport(3_000));
    expect(large.match(/<tr data-order/g)).toHaveLength(2_000);
    expect(large).toContain("1,000 more findings of less weight");
  });

  test("has landmarks, one h1, and no id twice", () => {
    for (const landmark of ["<header", "<nav aria-label", '<main id="main">', "<footer>"]) {
      expect(page).toContain(landmark);
    }
    expect(page.match(/<h1/g)).toHaveLength(1);
    const ids = [...page.matchAll(/\sid="([^"]*)"/g)].map(([, id]) => id);
    expect(new Set(ids).size).toBe(ids.length);
  });

  test("has a contrast of at least 4.5 in both themes", () => {
    const [light, dark] = [...page.matchAll(/:root \{([^}]*)\}/g)].map(([, rules]) => rules);
    for (const theme of [light!, dark!]) {
      const colours = new Map(
        [...theme.matchAll(/--([a-z-]+): (#[0-9a-f]{6});/g)].map(([, name, hex]) => [name!, hex!]),
      );
      const pairs = ["ink", "quiet", "link", "good", "wary", "bad"].flatMap((ink) =>
        ["ground", "paper", "wash"].map((ground) => [ink, colours.get(ground)!] as const),
      );
      for (const [ink, ground] of pairs) {
        expect(contrast(colours.get(ink)!, ground), `${ink} on ${ground}`).toBeGreaterThan(4.5);
      }
      for (const severity of ["critical", "high", "medium", "unknown", "low", "negligible"]) {
        expect(contrast("#ffffff", colours.get(severity)!), severity).toBeGreaterThan(4.5);
      }
    }
  });
});

describe("Text out of an image", () => {
  test("brings no element and no attribute", () => {
    expectOnlyOurTags(renderHtml(sampleReport()));
    expectOnlyOurTags(renderHtml(hostileReport()));
  });

  test("stays text, whatever it holds", () => {
    fc.assert(
      fc.property(reportArbitrary, (report) => {
        const page = renderHtml(report);
        expectOnlyOurTags(page);
        expect(page.match(/<script/g)).toHaveLength(1);
        expect(page).not.toMatch(/\p{Cf}/u);
      }),
      { numRuns: 40 },
    );
  });
});

/** WCAG 2.2, contrast ratio. */
function contrast(a: string, b: string): number {
  const [light, dark] = [luminance(a), luminance(b)].sort((x, y) => y - x);
  return (light! + 0.05) / (dark! + 0.05);
}

function luminance(hex: string): number {
  const [red, green, blue] = [1, 3, 5].map((at) => {
    const channel = Number.parseInt(hex.slice(at, at + 2), 16) / 255;
    return channel <= 0.04045 ? channel / 12.92 : ((channel + 0.055) / 1.055) ** 2.4;
  });
  return 0.2126 * red! + 0.7152 * green! + 0.0722 * blue!;
}
