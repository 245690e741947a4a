import { inflateSync } from "node:zlib";
import { PlimsollError, toPlimsollError } from "@plimsoll/core";
import { addFault, excerpt, type Fault } from "../formats/fault.ts";

/** A crate that went into a program, or that built it. */
export interface Crate {
  name: string;
  version: string;
}

export interface AuditData {
  crates: Crate[];
  faults: Fault[];
}

/** Of the section as it lies in the file. */
export const mostAuditBytes = 8 * 1024 * 1024;
/** Rust's own compiler, with some 600 crates, takes 90 KB. */
const longestJsonBytes = 8 * 1024 * 1024;
const mostCrates = 20_000;
const longestValue = 256;

/**
 * Reads what `cargo auditable` leaves in the section `.dep-v0`: JSON compressed by zlib
 * (github.com/rust-secure-code/cargo-auditable, PARSING.md). Crates that only built the program are
 * listed like those that run in it.
 *
 * @throws PlimsollError `MALFORMED` when it is not such data, `LIMIT_EXCEEDED` when it expands to more than 8 MB
 */
export function parseAuditData(section: Uint8Array): AuditData {
  const listed: unknown = parseJson(inflate(section));
  if (!isRecord(listed) || !Array.isArray(listed.packages)) {
    throw new PlimsollError("MALFORMED", "The audit data of the Rust program lists no packages");
  }
  const data: AuditData = { crates: [], faults: [] };
  const { packages } = listed;
  for (const found of packages.slice(0, mostCrates)) {
    if (isRecord(found) && isShortText(found.name) && isShortText(found.version)) {
      data.crates.push({ name: found.name, version: found.version });
    } else {
      const why = `a crate has no name or no version: ${excerpt(JSON.stringify(found) ?? "")}`;
      addFault(data.faults, { code: "MALFORMED", why });
    }
  }
  if (packages.length > mostCrates) {
    const why = `the audit data lists more than ${mostCrates} crates; what follows was not read`;
    addFault(data.faults, { code: "LIMIT_EXCEEDED", why });
  }
  return data;
}

function inflate(section: Uint8Array): Buffer {
  try {
    return inflateSync(section, { maxOutputLength: longestJsonBytes });
  } catch (cause) {
    const isTooLong = cause instanceof RangeError;
    throw toPlimsollError(
      cause,
      isTooLong ? "LIMIT_EXCEEDED" : "MALFORMED",
      isTooLong
        ? `The audit data of the Rust program expands to more than ${longestJsonBytes} bytes`
        : "The audit data of the Rust program cannot be decompressed",
    );
  }
}

function parseJson(bytes: Buffer): unknown {
  try {
    return JSON.parse(bytes.toString("utf8"));
  } catch (cause) {
    throw toPlimsollError(cause, "MALFORMED", "The audit data of the Rust program is not JSON");
  }
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null;
}

function isShortText(value: unknown): value is string {
  return typeof value === "string" && value !== "" && value.length <= longestValue;
}
