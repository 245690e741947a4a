import { isPlimsollError, PlimsollError } from "@plimsoll/core";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { formatReference, parseReference } from "../../src/index.ts";

const hex = "0123456789abcdef".repeat(4);

describe("parsing an image reference", () => {
  it.each([
    ["debian", "docker.io/library/debian:latest"],
    ["debian:12", "docker.io/library/debian:12"],
    ["grafana/loki", "docker.io/grafana/loki:latest"],
    ["docker.io/debian", "docker.io/library/debian:latest"],
    ["index.docker.io/debian:12", "docker.io/library/debian:12"],
    ["Docker.IO/debian", "docker.io/library/debian:latest"],
    ["registry-1.docker.io/library/debian", "registry-1.docker.io/library/debian:latest"],
    ["localhost/app", "localhost/app:latest"],
    ["localhost:5000/app:1", "localhost:5000/app:1"],
    ["localhost:5000", "docker.io/library/localhost:5000"],
    ["[::1]:5000/team/app", "[::1]:5000/team/app:latest"],
    ["[2001:db8::1]/app", "[2001:db8::1]/app:latest"],
    ["10.0.0.1:5000/a/b/c/d:x", "10.0.0.1:5000/a/b/c/d:x"],
    ["Build/app", "Build/app:latest"],
    ["ghcr.io/octo/a__b.c--d:V1.0_x-y", "ghcr.io/octo/a__b.c--d:V1.0_x-y"],
    [`app@sha256:${hex}`, `docker.io/library/app@sha256:${hex}`],
    [`host:1/app:tag@sha512:${hex}${hex}`, `host:1/app:tag@sha512:${hex}${hex}`],
  ])("reads %s as %s", (text, whole) => {
    expect(formatReference(parseReference(text))).toBe(whole);
  });

  it("keeps tag and digest apart, and gives no tag to a reference by digest", () => {
    expect(parseReference(`q.io/a:1@sha256:${hex}`)).toEqual({
      registry: "q.io",
      repository: "a",
      tag: "1",
      digest: `sha256:${hex}`,
    });
    expect(parseReference(`q.io/a@sha256:${hex}`)).not.toHaveProperty("tag");
  });

  it.each([
    ["", "Give one"],
    ["https://ghcr.io/octo/app", "Leave out the http"],
    ["ghcr.io/Octo/app", "lower case"],
    ["Debian", "lower case"],
    ["/app", "Leave it out"],
    ["app:", "A tag has"],
    ["app:.x", "A tag has"],
    [`app:${"t".repeat(129)}`, "A tag has"],
    ["app:a:b", "A tag has"],
    ["a//b", "lower-case letters"],
    ["a/b/", "lower-case letters"],
    ["a..b", "lower-case letters"],
    ["a/../b", "lower-case letters"],
    ["app ", "lower-case letters"],
    ["a".repeat(256), "at most 255"],
    [hex, "Give a name"],
    ["app@", "Give sha256"],
    ["app@sha256:abc", "Give sha256"],
    [`app@sha256:${hex.toUpperCase()}`, "Give sha256"],
    [`app@md5:${hex.slice(0, 32)}`, "Give sha256"],
    [`app@sha256:${hex}@sha256:${hex}`, "Give sha256"],
    ["host:0/app", "HOST:PORT"],
    ["host:65536/app", "HOST:PORT"],
    ["user@host.io/app", "Give sha256"],
    ["host.io:80:80/app", "HOST:PORT"],
    ["[::g]/app", "HOST:PORT"],
    ["[::1/app", "HOST:PORT"],
    ["-host.io/app", "HOST:PORT"],
    ["a".repeat(2000), "At most 1024"],
  ])("refuses %j with advice that fits", (text, advice) => {
    const error = thrownBy(() => parseReference(text));
    expect(error.code).toBe("INVALID_REFERENCE");
    expect(error.action).toContain(advice);
  });

  it("answers any text with a reference or with INVALID_REFERENCE", () => {
    const texts = fc.oneof(
      fc.string({ unit: "binary", maxLength: 60 }),
      fc.stringMatching(/^[a-z0-9A-Z.:/@[\]_-]{0,60}$/),
    );
    fc.assert(
      fc.property(texts, (text) => {
        try {
          const whole = formatReference(parseReference(text));
          expect(formatReference(parseReference(whole))).toBe(whole);
        } catch (error) {
          if (!isPlimsollError(error)) throw error;
          expect(error.code).toBe("INVALID_REFERENCE");
        }
      }),
      { numRuns: 3000 },
    );
  });

  it("reads back every reference that it writes", () => {
    const part = fc.stringMatching(/^[a-z0-9]{1,8}((\.|_|__|-{1,3})[a-z0-9]{1,5}){0,2}$/);
    const host = fc.oneof(
      fc.stringMatching(/^[a-z0-9]{1,10}\.[a-z]{2,5}(:[1-9][0-9]{0,3})?$/),
      fc.stringMatching(/^[a-z]{1,10}:[1-9][0-9]{0,3}$/),
      fc.ipV6().map((address) => `[${address}]:5000`),
      fc.constantFrom("localhost", "docker.io", "Registry"),
    );
    const reference = fc.record(
      {
        registry: host,
        repository: fc.array(part, { minLength: 2, maxLength: 4 }).map((parts) => parts.join("/")),
        tag: fc.stringMatching(/^\w[\w.-]{0,127}$/),
        digest: fc.stringMatching(/^(sha256:[0-9a-f]{64}|sha512:[0-9a-f]{128})$/),
      },
      { requiredKeys: ["registry", "repository"] },
    );
    fc.assert(
      fc.property(reference, (parts) => {
        const whole = parts.tag || parts.digest ? parts : { ...parts, tag: "latest" };
        expect(parseReference(formatReference(whole))).toEqual(whole);
      }),
    );
  });

  it("looks at hostile text for no more than a moment", () => {
    const started = performance.now();
    for (const unit of ["a-", "a/", "-", "a.", "a:", "[", "a_", "1.1."]) {
      thrownBy(() => parseReference(`${unit.repeat(500).slice(0, 1000)}!`));
    }
    expect(performance.now() - started).toBeLessThan(500);
  });
});

function thrownBy(work: () => unknown): PlimsollError {
  try {
    work();
  } catch (error) {
    expect(error).toBeInstanceOf(PlimsollError);
    return error as PlimsollError;
  }
  throw new Error("nothing was thrown");
}
