import { describe, expect, it } from "vitest";
import { detectors } from "../../src/secrets/detectors/list.ts";
import { findSecrets } from "../../src/secrets/find-secrets.ts";
import { listSamples } from "./samples.ts";

const samples = listSamples();
const ids = detectors.map(({ id }) => id);

describe("the detectors", () => {
  it("are more than 120, each under its own name, with a title and what to do", () => {
    expect(ids.length).toBeGreaterThanOrEqual(120);
    expect(new Set(ids).size).toBe(ids.length);
    for (const { id, title, fix } of detectors) {
      expect(id).toMatch(/^secret-[a-z0-9]+(?:-[a-z0-9]+)*$/);
      expect(title, id).toMatch(/^[A-Z1a-z].{3,}[^.]$/);
      expect(fix, id).toMatch(/^[A-Z].*\.$/);
    }
  });

  it("have keywords that the prefilter can look for, or look into files of certain names", () => {
    for (const { id, keywords, path } of detectors) {
      expect(keywords.length > 0 || path !== undefined, id).toBe(true);
      for (const keyword of keywords) expect(keyword.length, id).toBeGreaterThanOrEqual(4);
    }
  });

  it("have one sample each", () => {
    expect([...samples.keys()].sort()).toEqual([...ids].sort());
  });
});

describe.each(ids)("%s", (id) => {
  const { text, nearMiss, value, path } = samples.get(id)!;
  const options = path === undefined ? {} : { path };

  it("finds the form that its issuer describes, and gives nothing of it away", () => {
    const found = findSecrets(text, options);
    expect(found.map(({ detector }) => detector)).toContain(id);
    expect(JSON.stringify(found)).not.toContain(value.slice(-12));
  });

  it("passes over what is nearly one", () => {
    const found = findSecrets(nearMiss, options).map(({ detector }) => detector);
    expect(found).not.toContain(id);
  });
});
