import { PlimsollError } from "@plimsoll/core";

/** Bounds of reading one Java archive with everything nested in it. */
export interface ArchiveLimits {
  /** Entries of all archives together. */
  entries: number;
  /** Archives, nested ones included. */
  archives: number;
  /** How deep archives may lie in archives; 0 reads none of the nested ones. */
  depth: number;
  /** Bytes of one nested archive. */
  archiveBytes: number;
  /** Bytes of one `pom.properties`, `pom.xml` or manifest. */
  textBytes: number;
  /** Bytes of all those texts together: parsing them takes far longer than inflating. */
  totalTextBytes: number;
  /** Bytes read from entries in all. */
  totalBytes: number;
  /** How many times its packed size an entry may expand to, once it is past `ratioFloorBytes`. */
  ratio: number;
  /** Bytes that an entry may expand to at any ratio. */
  ratioFloorBytes: number;
  /** Packages of one file. */
  packages: number;
  /** UTF-16 units of a path inside the file. */
  pathLength: number;
}

/** Far above what real archives hold: the largest application servers nest some 500 archives three deep. */
export const defaultArchiveLimits: Readonly<ArchiveLimits> = {
  entries: 500_000,
  archives: 5000,
  depth: 16,
  archiveBytes: 50_000_000,
  textBytes: 512 * 1024,
  totalTextBytes: 40_000_000,
  totalBytes: 200_000_000,
  ratio: 200, // deflate itself cannot pass 1032, and class files stay below 10
  ratioFloorBytes: 2 ** 20,
  packages: 20_000,
  pathLength: 4096,
};

/** What is left of the limits that hold for a file as a whole. Once one is reached, reading ends. */
export class ArchiveBudget {
  readonly limits: Readonly<ArchiveLimits>;
  isSpent = false;
  #entries = 0;
  #archives = 0;
  #textBytes = 0;
  #bytes = 0;

  constructor(limits: Readonly<ArchiveLimits>) {
    this.limits = limits;
  }

  /** @throws PlimsollError `LIMIT_EXCEEDED` */
  takeEntry(): void {
    this.#entries += 1;
    this.#bound(this.#entries, this.limits.entries, "entries");
  }

  /** @throws PlimsollError `LIMIT_EXCEEDED` */
  takeArchive(): void {
    this.#archives += 1;
    this.#bound(this.#archives, this.limits.archives, "archives");
  }

  /** @throws PlimsollError `LIMIT_EXCEEDED` */
  takeBytes(count: number): void {
    this.#bytes += count;
    this.#bound(this.#bytes, this.limits.totalBytes, "bytes");
  }

  /** @throws PlimsollError `LIMIT_EXCEEDED` */
  takeText(bytes: number): void {
    this.#textBytes += bytes;
    this.#bound(
      this.#textBytes,
      this.limits.totalTextBytes,
      "bytes of Maven's files and manifests",
    );
  }

  #bound(taken: number, most: number, unit: string): void {
    if (taken <= most) return;
    this.isSpent = true;
    throw new PlimsollError(
      "LIMIT_EXCEEDED",
      `the file and what is nested in it take more than ${most} ${unit}; what follows was not read`,
    );
  }
}
