import { PlimsollError } from "@plimsoll/core";
import { openHttpsMirror } from "./https-mirror.ts";
import type { Mirror, MirrorOptions } from "./mirror.ts";
import { openNpmMirror } from "./npm-mirror.ts";

/**
 * Opens a mirror by its address: `oci://registry/repository[:tag]`, `https://host/folder` or
 * `npm:@scope`.
 *
 * @throws PlimsollError `INVALID_ARGUMENT` or `INVALID_REFERENCE`
 */
export async function openMirror(address: string, options: MirrorOptions): Promise<Mirror> {
  if (address.startsWith("oci://")) {
    const { openOciMirror } = await import("./oci-mirror.ts");
    return openOciMirror(address, options);
  }
  if (/^https?:\/\//.test(address)) return openHttpsMirror(address, options);
  if (address.startsWith("npm:")) return openNpmMirror(address, options);
  throw new PlimsollError("INVALID_ARGUMENT", "The mirror's address is of no known kind", {
    subject: address.slice(0, 200),
    action: "Write oci://registry/repository:tag, https://host/folder or npm:@scope.",
  });
}
