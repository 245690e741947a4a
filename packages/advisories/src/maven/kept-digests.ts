import { createHash, randomBytes } from "node:crypto";
import { createReadStream } from "node:fs";
import { mkdir, rename, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { toPlimsollError } from "@plimsoll/core";
import { splitLines } from "../feeds/lines.ts";
import { parseCoordinates, parseSha1 } from "./coordinates.ts";
import type { FoundDigests } from "./found-digests.ts";
import type { NamedVersions } from "./named-versions.ts";

const longestLine = 2_000;
const dayMs = 24 * 60 * 60 * 1000;
/** What a repository does not have today it may have in a month. */
const absentDays = 30;

/** What a repository said in earlier builds: `SHA-1 coordinates`, or `- coordinates date` for what it has not. */
export class KeptDigests {
  /** Coordinates that the repository has not, with the day on which it was asked. */
  readonly absent = new Map<string, string>();
  readonly #path: string | undefined;
  readonly #today: number;

  constructor(cache: string | undefined, url: string, now: Date) {
    const digest = createHash("sha256").update(url).digest("hex").slice(0, 16);
    this.#path = cache === undefined ? undefined : join(cache, `maven-digests-${digest}.txt`);
    this.#today = now.getTime();
  }

  /** Adds what is kept of artifacts that advisories are about; a file that cannot be read is none. */
  async read(named: NamedVersions, found: FoundDigests): Promise<void> {
    if (this.#path === undefined) return;
    try {
      for await (const line of splitLines(createReadStream(this.#path), longestLine)) {
        const [first = "", text = "", day = ""] = (line ?? "").trim().split(" ");
        const coordinates = parseCoordinates(text);
        if (!coordinates || !named.has(coordinates)) continue;
        const sha1 = parseSha1(first);
        if (sha1 !== undefined) found.add(sha1, coordinates);
        else if (this.#today - Date.parse(day) < absentDays * dayMs) this.absent.set(text, day);
      }
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== "ENOENT") this.absent.clear();
    }
  }

  note(coordinates: string): void {
    this.absent.set(coordinates, new Date(this.#today).toISOString().slice(0, 10));
  }

  /** @throws PlimsollError `WRITE_FAILED` */
  async write({ bySha1 }: FoundDigests): Promise<void> {
    if (this.#path === undefined) return;
    const lines = [
      ...[...bySha1].map(([sha1, it]) => `${sha1} ${it.group}:${it.artifact}:${it.version}`),
      ...[...this.absent].map(([coordinates, day]) => `- ${coordinates} ${day}`),
    ];
    try {
      await mkdir(join(this.#path, ".."), { recursive: true, mode: 0o700 });
      const aside = `${this.#path}.${randomBytes(6).toString("hex")}`;
      await writeFile(aside, `${lines.join("\n")}\n`);
      await rename(aside, this.#path);
    } catch (error) {
      throw toPlimsollError(error, "WRITE_FAILED", "The digests could not be kept", {
        subject: this.#path,
        action: "Choose another folder for the feeds that are kept.",
      });
    }
  }
}
