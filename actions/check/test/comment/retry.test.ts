import { describe, expect, it } from "vitest";
import { classifyFault, withRetries } from "../../src/comment/retry.ts";

const fault = (status: number, headers = {}, message = "") => ({
  status,
  message,
  response: { headers },
});

describe("a fault of the API", () => {
  it.each([
    ["a refused token", fault(403, {}, "Resource not accessible by integration"), "forbidden"],
    ["a bad token", fault(401), "forbidden"],
    ["a primary limit", fault(403, { "x-ratelimit-remaining": "0" }), "temporary"],
    ["a secondary limit", fault(403, {}, "You have exceeded a secondary rate limit"), "temporary"],
    ["a wait that is asked for", fault(403, { "retry-after": "3" }), "temporary"],
    ["too many requests", fault(429), "temporary"],
    ["an outage", fault(502), "temporary"],
    ["a body that is refused", fault(422), "unprocessable"],
    ["something that is gone", fault(410), "missing"],
    ["something that was never there", fault(404), "missing"],
    ["an error of another kind", new TypeError("no"), "other"],
    ["nothing at all", undefined, "other"],
  ])("%s is told from the others", (_, error, kind) => {
    expect(classifyFault(error).kind).toBe(kind);
  });
});

describe("retrying", () => {
  const failing = (times: number, error: unknown) => {
    let calls = 0;
    const work = async () => {
      calls += 1;
      if (calls <= times) throw error;
      return calls;
    };
    return { work, calls: () => calls };
  };

  it("goes on after temporary faults", async () => {
    const { work } = failing(2, fault(503));
    expect(await withRetries(work, { delayMs: 1 })).toBe(3);
  });

  it("stops after four attempts", async () => {
    const { work, calls } = failing(Number.POSITIVE_INFINITY, fault(503));
    await expect(withRetries(work, { delayMs: 1 })).rejects.toMatchObject({ status: 503 });
    expect(calls()).toBe(4);
  });

  it("does not repeat what cannot get better", async () => {
    const { work, calls } = failing(1, fault(403));
    await expect(withRetries(work, { delayMs: 1 })).rejects.toMatchObject({ status: 403 });
    expect(calls()).toBe(1);
  });

  it("waits as long as it is asked to", async () => {
    const { work } = failing(1, fault(429, { "retry-after": "0.05" }));
    const start = performance.now();
    await withRetries(work, { delayMs: 0 });
    expect(performance.now() - start).toBeGreaterThanOrEqual(45);
  });

  it("gives up at once when the wait would hold up the job", async () => {
    const { work, calls } = failing(1, fault(429, { "retry-after": "3600" }));
    await expect(withRetries(work)).rejects.toMatchObject({ status: 429 });
    expect(calls()).toBe(1);
  });
});
