import type { ServerResponse } from "node:http";

/** What the registry does instead of, or to, its answer. */
export type FaultKind =
  /** Nothing is sent, the connection stays open. */
  | { kind: "stall" }
  /** The headers and `bytes` of the body are sent, then nothing more. */
  | { kind: "stall-after"; bytes: number }
  /** The connection is cut after `bytes` of the body; after 0 even before the headers. */
  | { kind: "drop"; bytes: number }
  /** One byte of the body is another. */
  | { kind: "corrupt" }
  /** A byte of the body every `everyMs`. */
  | { kind: "drip"; everyMs: number }
  /** Another answer. */
  | { kind: "respond"; status: number; headers?: Record<string, string>; body?: string | Buffer };

export type Fault = FaultKind & {
  /** Tested against `METHOD /path?query`. */
  on: RegExp;
  /** How many requests it befalls. Default: all. */
  times?: number;
};

/** Faults that are planned; each befalls the requests it fits until it is used up. */
export class FaultPlan {
  readonly #faults: Fault[] = [];

  add(fault: Fault): void {
    this.#faults.push({ ...fault });
  }

  take(request: string): Fault | undefined {
    const fault = this.#faults.find((each) => each.times !== 0 && each.on.test(request));
    if (fault?.times !== undefined) fault.times -= 1;
    return fault;
  }
}

export interface Answer {
  status: number;
  headers?: Record<string, string>;
  body?: string | Buffer;
}

/** Sends the answer as the fault has it. */
export function sendAnswer(response: ServerResponse, answer: Answer, fault?: Fault): void {
  const head = response.req.method === "HEAD";
  if (fault?.kind === "stall") return;
  if (fault?.kind === "drop" && fault.bytes === 0) {
    response.destroy();
    return;
  }
  const { status, headers = {} } = answer;
  const body = Buffer.from(answer.body ?? "");
  const length = "transfer-encoding" in headers ? {} : { "content-length": String(body.length) };
  response.writeHead(status, { ...length, ...headers });
  if (head) response.end();
  else if (fault?.kind === "drop")
    response.write(body.subarray(0, fault.bytes), () => response.destroy());
  else if (fault?.kind === "stall-after") response.write(body.subarray(0, fault.bytes));
  else if (fault?.kind === "corrupt") response.end(corrupt(body));
  else if (fault?.kind === "drip") drip(response, body, fault.everyMs);
  else response.end(body);
}

function corrupt(body: Buffer): Buffer {
  const changed = Buffer.from(body);
  const middle = Math.floor(changed.length / 2);
  changed[middle] = (changed[middle] ?? 0) ^ 1;
  return changed;
}

function drip(response: ServerResponse, body: Buffer, everyMs: number): void {
  let sent = 0;
  const timer = setInterval(() => {
    response.write(body.subarray(sent, sent + 1));
    sent += 1;
    if (sent >= body.length) {
      clearInterval(timer);
      response.end();
    }
  }, everyMs);
  response.on("close", () => clearInterval(timer));
}
