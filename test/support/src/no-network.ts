import { Socket } from "node:net";
import { afterEach, expect } from "vitest";

// Set up before every file of tests: what a test asks beyond this machine would make its answer depend on the
// day. A connection that leaves the machine is refused, and fails the test even where the code lives with it.

const asked: string[] = [];
const connect = Socket.prototype.connect;

Socket.prototype.connect = function (this: Socket, ...args: unknown[]): Socket {
  const host = hostOf(args);
  if (host === undefined || isLoopback(host)) return Reflect.apply(connect, this, args);
  asked.push(host);
  process.nextTick(() => this.destroy(new Error(`Tests do not connect to ${host}.`)));
  return this;
} as Socket["connect"];

afterEach(() => {
  expect(asked.splice(0), "hosts beyond this machine").toEqual([]);
});

/** The host that a socket shall connect to; `undefined` where that is a path, or this machine by default. */
function hostOf(args: readonly unknown[]): string | undefined {
  // net.connect hands on what it was given as one normalised list.
  const [first, second] = Array.isArray(args[0]) ? args[0] : args;
  if (typeof first === "object" && first !== null) return (first as { host?: string }).host;
  return typeof second === "string" ? second : undefined;
}

function isLoopback(host: string): boolean {
  return /^(?:localhost|.+\.localhost|127(?:\.\d+){3}|\[?::1\]?)$/.test(host);
}
