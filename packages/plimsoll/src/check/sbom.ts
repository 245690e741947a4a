import { createHash } from "node:crypto";
import { isPlimsollError, PlimsollError, type Subject, toPlimsollError } from "@plimsoll/core";
import { readTextFile } from "../files/read-text-file.ts";
import type { CheckContext } from "./context.ts";
import type { InspectedSubject } from "./inspected.ts";
import { matchInventory, openStore } from "./match.ts";
import type { CheckPart } from "./options.ts";

const prefix = "sbom:";
const maxSbomBytes = 128 * 1024 * 1024;

/** What a bill of materials tells of; it has no configuration, no files and no signatures. */
const sbomParts: readonly CheckPart[] = ["packages", "vulnerabilities", "licences"];

/** True for `sbom:FILE`. */
export function isSbomReference(reference: string): boolean {
  return reference.startsWith(prefix);
}

/**
 * What of the parts asked for a bill of materials can answer. The audit stays for Dockerfiles and
 * compose files that are given besides.
 *
 * @throws PlimsollError `INVALID_ARGUMENT` when it is nothing
 */
export function partsOfSbom(
  reference: string,
  parts: ReadonlySet<CheckPart>,
  hasFiles: boolean,
): Set<CheckPart> {
  if (!sbomParts.some((part) => parts.has(part))) {
    throw new PlimsollError(
      "INVALID_ARGUMENT",
      `A bill of materials tells nothing of what was asked for (${[...parts].join(", ")})`,
      { subject: reference, action: "Name the image itself, or run plimsoll scan." },
    );
  }
  return new Set(
    [...parts].filter((part) => sbomParts.includes(part) || (part === "audit" && hasFiles)),
  );
}

/** What is wrong with a document is said of the file that holds it. */
function naming<Result>(reference: string, read: () => Result): Result {
  try {
    return read();
  } catch (cause) {
    if (!isPlimsollError(cause) || cause.subject !== undefined) throw cause;
    const { action, code, message } = cause;
    throw new PlimsollError(code, message, { subject: reference, action, cause });
  }
}

/**
 * Reads a bill of materials and matches what it lists.
 *
 * @throws PlimsollError `NOT_FOUND`, `READ_FAILED`, `MALFORMED`, `UNSUPPORTED` or `LIMIT_EXCEEDED`
 */
export async function inspectSbom(
  reference: string,
  context: CheckContext,
): Promise<InspectedSubject> {
  const { stopwatch } = context;
  const [{ readSbom }, store] = await Promise.all([import("@plimsoll/scan"), openStore(context)]);
  const text = await stopwatch.time("open", () => readFile(reference));
  const sbom = await stopwatch.time("catalogue", () => naming(reference, () => readSbom(text)));
  const matched = await matchInventory(sbom.inventory, store, context);
  const subject: Subject = {
    kind: "sbom",
    reference,
    source: "sbom",
    digest: `sha256:${createHash("sha256").update(text).digest("hex")}`,
    ...(sbom.platform && { platform: sbom.platform }),
    ...(sbom.describes && { describes: sbom.describes }),
  };
  return {
    subject,
    ...matched,
    incomplete: [...sbom.incomplete, ...matched.incomplete],
    trust: {
      result: "notChecked",
      reason:
        "A bill of materials was read: the software itself, its configuration, privileges and signatures were not looked at.",
      signatures: [],
    },
  };
}

async function readFile(reference: string): Promise<string> {
  const path = reference.slice(prefix.length);
  if (path.trim() === "") {
    throw new PlimsollError("INVALID_REFERENCE", "The bill of materials has no file name", {
      subject: reference,
      action: "Name the file, e.g. sbom:shop.cdx.json",
    });
  }
  try {
    return await readTextFile(path, maxSbomBytes);
  } catch (cause) {
    const isMissing = (cause as NodeJS.ErrnoException).code === "ENOENT";
    throw toPlimsollError(
      cause,
      isMissing ? "NOT_FOUND" : "READ_FAILED",
      "The bill of materials cannot be read",
      { subject: reference },
    );
  }
}
