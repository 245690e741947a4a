import type { Inspector } from "@plimsoll/image";
import type { InstalledPackage } from "../formats/installed-package.ts";
import { parseOtpApplication } from "../formats/otp-application.ts";
import { isInFolder } from "./in-folder.ts";
import { readText, wholeFile } from "./whole-file.ts";

const mostBytes = 1024 * 1024;

/** Applications of Erlang, Elixir and Gleam: `ebin/*.app`. */
export const otpInspector: Inspector<InstalledPackage> = {
  id: "otp",
  version: 1,

  wants(entry) {
    const { path } = entry;
    return path.endsWith(".app") && isInFolder(path, "ebin")
      ? wholeFile(entry, mostBytes)
      : undefined;
  },

  inspect(entry, content) {
    return parseOtpApplication(readText(entry, content, mostBytes), entry.path);
  },
};
