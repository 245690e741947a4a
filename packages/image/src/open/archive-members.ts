import { posix } from "node:path";
import { PlimsollError } from "@plimsoll/core";
import type { FileEntry } from "../inspector.ts";
import { normalisePath } from "../tar/entry-path.ts";
import type { FileStore } from "./file-store.ts";

/** A file within an archive. */
export interface ArchiveMember {
  type: FileEntry["type"];
  /** Of its content, from the archive's start. */
  offset: number;
  length: number;
  linkTarget: string | undefined;
}

/** Links that lead to links, before the last one is given up. */
const linkLimit = 16;

/** The members of an archive as a store; links within the archive are followed. */
export function memberStore(
  archive: string,
  members: ReadonlyMap<string, ArchiveMember>,
): FileStore {
  return {
    async locate(path) {
      const { offset, length } = resolve(members, path, archive);
      return { kind: "file", path: archive, offset, length };
    },
  };
}

function resolve(
  members: ReadonlyMap<string, ArchiveMember>,
  wanted: string,
  archive: string,
): ArchiveMember {
  let path = normalisePath(wanted);
  for (let links = 0; path !== undefined && links < linkLimit; links += 1) {
    const member = members.get(path);
    if (member?.type === "file") return member;
    const target = member?.linkTarget;
    if (target === undefined) break;
    const base = member?.type === "symlink" ? posix.join(posix.dirname(path), target) : target;
    path = normalisePath(base);
  }
  throw new PlimsollError("NOT_FOUND", `The archive has no ${wanted}`, {
    subject: archive,
    action: "Save the image again: the archive is not complete.",
  });
}
