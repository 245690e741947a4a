import { realpath, stat } from "node:fs/promises";
import { type Platform, PlimsollError, toPlimsollError } from "@plimsoll/core";
import type { Image } from "../image.ts";
import { defaultPlatform } from "./platform.ts";

/**
 * Opens a folder as a root file system: one pseudo layer without digests, whose `diffId` is empty,
 * and a configuration that says nothing.
 *
 * @throws PlimsollError `NOT_FOUND`, `READ_FAILED`, `INVALID_ARGUMENT` for what is no folder
 */
export async function openFolder(
  reference: string,
  directory: string,
  wanted: Platform | undefined,
): Promise<Image> {
  const path = await resolveFolder(directory);
  const platform = wanted ?? defaultPlatform();
  const { os, architecture, variant } = platform;
  return {
    subject: { kind: "filesystem", reference, source: "dir", platform },
    platform,
    config: {
      os,
      architecture,
      ...(variant && { variant }),
      run: {
        user: "",
        env: [],
        entrypoint: [],
        cmd: [],
        workingDir: "",
        exposedPorts: [],
        volumes: [],
        labels: {},
        onBuild: [],
      },
      history: [],
      diffIds: [""],
      raw: {},
    },
    imageId: "",
    annotations: {},
    layers: [{ index: 0, diffId: "", content: async () => ({ kind: "folder", path }) }],
    close: async () => {},
  };
}

async function resolveFolder(directory: string): Promise<string> {
  try {
    const path = await realpath(directory);
    if ((await stat(path)).isDirectory()) return path;
  } catch (error) {
    const code = (error as NodeJS.ErrnoException).code === "ENOENT" ? "NOT_FOUND" : "READ_FAILED";
    throw toPlimsollError(error, code, "The folder cannot be read", {
      subject: directory,
      action: "Name the folder of a root file system, e.g. dir:./rootfs",
    });
  }
  throw new PlimsollError("INVALID_ARGUMENT", "This is not a folder", {
    subject: directory,
    action: "Use oci-archive: or docker-archive: for a file.",
  });
}
