import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { escapeHtml, escapeHtmlText, webUrl } from "../../src/escape/html.ts";
import { displayWidth } from "../../src/escape/terminal.ts";
import { pathToUri } from "../../src/escape/uri.ts";
import { escapeWorkflowData, escapeWorkflowProperty } from "../../src/escape/workflow.ts";
import { textArbitrary } from "../arbitraries.ts";

describe("HTML", () => {
  test("has no markup left in it, whatever went in", () => {
    fc.assert(
      fc.property(textArbitrary, (text) => {
        expect(escapeHtml(text)).not.toMatch(/[<>"']|&(?!(?:amp|lt|gt|quot|#39);)/);
        expect(escapeHtmlText(text)).not.toMatch(/[<>"']|&(?!(?:amp|lt|gt|quot|#39);)/);
      }),
    );
  });

  test("links only to the web, and not to a host in disguise", () => {
    expect(webUrl("https://nvd.nist.gov/x?y=z")).toBe("https://nvd.nist.gov/x?y=z");
    for (const url of [
      "javascript:alert(1)",
      "data:text/html,x",
      "file:///etc/passwd",
      "/relative",
      "https://github.com@evil.example/",
      "not a url",
    ]) {
      expect(webUrl(url)).toBeUndefined();
    }
  });
});

describe("A workflow command", () => {
  test("cannot be ended or started by its message", () => {
    expect(escapeWorkflowData("100%\r\n::error::x")).toBe("100%25%0D%0A::error::x");
    expect(escapeWorkflowProperty("a:b,c%\n")).toBe("a%3Ab%2Cc%25%0A");
  });

  test("stays one line, whatever went in", () => {
    fc.assert(
      fc.property(textArbitrary, (text) => {
        expect(escapeWorkflowData(text)).not.toMatch(/[\r\n]/);
        expect(escapeWorkflowProperty(text)).not.toMatch(/[\r\n:,]/);
      }),
    );
  });
});

describe("A path as a URI", () => {
  test.each([
    ["Dockerfile", "Dockerfile"],
    ["/a b/ü#?.txt", "a%20b/%C3%BC%23%3F.txt"],
    ["./deploy\\compose.yaml", "deploy/compose.yaml"],
    ["//evil.example/x", "evil.example/x"],
    ["javascript:alert(1)", "javascript%3Aalert%281%29"],
  ])("%s is %s", (path, uri) => {
    expect(pathToUri(path)).toBe(uri);
  });

  test("is always a relative reference, whatever went in", () => {
    fc.assert(
      fc.property(textArbitrary, (text) => {
        expect(pathToUri(text)).toMatch(/^(?!\/)(?:[\w.~/-]|%[0-9A-F]{2})*$/);
      }),
    );
  });
});

test("Wide characters take two columns, combining ones none", () => {
  expect(displayWidth("ab漢💥e\u0301")).toBe(7);
});
