import { type InstalledPackage, notAPackage, toInstalledPackage } from "./installed-package.ts";

const comment = /^[ \t]*%.*$/gm;
const opening =
  /\{\s{0,32}application\s{0,32},\s{0,32}(?:'([^'\n]{1,256})'|([a-z][\w@]{0,255}))\s{0,32},/;
const statedVersion = /\{\s{0,32}vsn\s{0,32},\s{0,32}"([^"\n]{1,256})"/;

/**
 * Reads the resource file of an OTP application, an Erlang term, as far as its name and version.
 * Format: erlang.org/doc/apps/kernel/app.html
 *
 * @throws PlimsollError `MALFORMED` when it states no name or no version
 */
export function parseOtpApplication(text: string, path: string): InstalledPackage {
  const term = text.replace(comment, "");
  const [, quoted, plain] = opening.exec(term) ?? [];
  const found = toInstalledPackage(quoted ?? plain, statedVersion.exec(term)?.[1], []);
  if (found === undefined) {
    throw notAPackage(path, "The resource file of an OTP application has no name or no version");
  }
  return found;
}
