import { normaliseExpression } from "./expression.ts";
import { spdxException, spdxLicence } from "./spdx-ids.ts";

/**
 * SPDX expressions of what packagers write: short names of Debian's copyright files (copyright-format
 * 1.0, "Short name"), of Fedora before 2022 (fedoraproject.org, "Licensing:Main"), and common words.
 */
const names: Readonly<Record<string, string>> = {
  expat: "MIT",
  "mit/x11": "MIT",
  "mit license": "MIT",
  "the mit license": "MIT",
  "mit/expat": "MIT",
  x11: "X11",
  apache: "Apache-2.0",
  "apache 2": "Apache-2.0",
  "apache 2.0": "Apache-2.0",
  "apache-2": "Apache-2.0",
  apache2: "Apache-2.0",
  "apache license 2.0": "Apache-2.0",
  "apache license, version 2.0": "Apache-2.0",
  "apache software license": "Apache-2.0",
  "apache software license 2.0": "Apache-2.0",
  "asl 1.1": "Apache-1.1",
  "asl 2.0": "Apache-2.0",
  "bsd license": "BSD-3-Clause",
  "bsd 2-clause": "BSD-2-Clause",
  "bsd 3-clause": "BSD-3-Clause",
  "2-clause bsd": "BSD-2-Clause",
  "3-clause bsd": "BSD-3-Clause",
  "new bsd": "BSD-3-Clause",
  "new bsd license": "BSD-3-Clause",
  "modified bsd": "BSD-3-Clause",
  "simplified bsd": "BSD-2-Clause",
  "bsd-2": "BSD-2-Clause",
  "bsd-3": "BSD-3-Clause",
  "bsd-4": "BSD-4-Clause",
  "bsd with advertising": "BSD-4-Clause",
  "isc license": "ISC",
  boost: "BSL-1.0",
  "boost software license": "BSL-1.0",
  artistic: "Artistic-1.0-Perl",
  "artistic-1": "Artistic-1.0-Perl",
  "artistic-2": "Artistic-2.0",
  "artistic 2.0": "Artistic-2.0",
  "artistic license": "Artistic-1.0-Perl",
  perl: "Artistic-1.0-Perl OR GPL-1.0-or-later",
  "the perl 5 license": "Artistic-1.0-Perl OR GPL-1.0-or-later",
  cc0: "CC0-1.0",
  "cc-by": "CC-BY-4.0",
  eplv1: "EPL-1.0",
  eplv2: "EPL-2.0",
  "eclipse public license 1.0": "EPL-1.0",
  "eclipse public license 2.0": "EPL-2.0",
  "mozilla public license 2.0": "MPL-2.0",
  "mplv1.0": "MPL-1.0",
  "mplv1.1": "MPL-1.1",
  "mplv2.0": "MPL-2.0",
  "mpl 2.0": "MPL-2.0",
  mpl2: "MPL-2.0",
  ofl: "OFL-1.1",
  psf: "PSF-2.0",
  psfl: "PSF-2.0",
  python: "PSF-2.0",
  "python-2.0.1": "Python-2.0.1",
  "python software foundation license": "PSF-2.0",
  "public domain (unlicense)": "Unlicense",
  ruby: "Ruby",
  wtfpl: "WTFPL",
  "zlib/libpng": "zlib-acknowledgement",
  "zlib license": "Zlib",
  unlicensed: "",
};

/** `GPL-2+`, `GPLv2+`, `LGPLv2.1`, `GPL v3 or later`, `GNU GPL 2.0 only`, `AGPL-3.0+`; no version: any. */
const gnu =
  /^(?:the )?(?:gnu )?(a|l)?gpl(?:[ -]?v?\.?(\d)(?:\.(\d))?(?:\.0)?)?( ?\+| or later|[ -]or[ -]later| only|-only)?(?: licen[cs]e)?$/;
/** `public-domain`, `public-domain-md5`: no licence, so the list has no identifier for it. */
const publicDomain = /^(?:[\w.~]{1,40}-)?public[- ]domain(?:[~-][\w.~-]{1,40})?$/;
const gfdl = /^(?:gnu )?gfdl(?:-niv)?[ -]?v?(1\.\d)(\+)?$/;
/** The only version, or the first, of each GNU licence by its number. */
const gnuVersions: Readonly<Record<string, Readonly<Record<string, string>>>> = {
  "": { "1": "1.0", "2": "2.0", "3": "3.0" },
  l: { "2": "2.0", "2.1": "2.1", "3": "3.0" },
  a: { "1": "1.0", "3": "3.0" },
};

/** Exceptions by what Debian's short names say after `with`; longest words first. */
const exceptions: readonly (readonly [words: RegExp, id: string])[] = [
  [/^autoconf/, "Autoconf-exception-generic"],
  [/^bison/, "Bison-exception-2.2"],
  [/^libtool/, "Libtool-exception"],
  [/^classpath/, "Classpath-exception-2.0"],
  [/^font/, "Font-exception-2.0"],
  [/^(?:gcc|gcc runtime library).*3\.1/, "GCC-exception-3.1"],
  [/^llvm/, "LLVM-exception"],
  [/^linux[ -]syscall/, "Linux-syscall-note"],
];

const mostLength = 2_000;

/** `GPL-2.0`, `LGPL-2.1+`: since version 3.0 of the list they end in `-only` or `-or-later`. */
const deprecatedGnu = /(?<![\w.-])((?:[AL]?GPL|GFDL)-\d\.\d)(\+?)(?![\w.+-])/g;

function spellOut(_: string, id: string, later: string): string {
  return `${id}-${later === "" ? "only" : "or-later"}`;
}

/**
 * The SPDX expression of a licence as packages write it, or undefined where that is not sure. What
 * is an expression stays one. Commas and `and` join, `or` and a slash choose.
 *
 * @example
 * toSpdxExpression("GPLv2+ and MIT") // "GPL-2.0-or-later AND MIT"
 */
export function toSpdxExpression(words: string): string | undefined {
  if (words.length > mostLength) return undefined;
  const ready = normaliseExpression(words);
  if (ready !== undefined) return ready.replace(deprecatedGnu, spellOut);
  const whole = nameToExpression(words);
  if (whole !== undefined) return whole;
  const parts = words
    .replace(/,\s{0,9}(and|or)\s/gi, " $1 ")
    .split(/([()]|,|\/|\s(?:and|or)\s)/i)
    .map((part) => part.trim())
    .filter((part) => part !== "");
  const written: string[] = [];
  for (const part of parts) {
    const operator = /^(?:and|,)$/i.test(part) ? "AND" : /^(?:or|\/)$/i.test(part) ? "OR" : part;
    if (operator === "AND" || operator === "OR" || part === "(" || part === ")") {
      written.push(operator);
      continue;
    }
    const licence = nameToExpression(part);
    if (licence === undefined) return undefined;
    written.push(parts.length > 1 && / OR /.test(licence) ? `(${licence})` : licence);
  }
  return normaliseExpression(written.join(" "));
}

function nameToExpression(words: string): string | undefined {
  const name = words.trim().toLowerCase().replace(/\s+/g, " ");
  const [bare = "", ...extra] = name.split(" with ");
  if (extra.length === 1 && !Object.hasOwn(names, name)) {
    const licence = simpleName(bare);
    const text = extra[0]!.replaceAll('"', "");
    const exception =
      spdxException(text) ?? exceptions.find(([pattern]) => pattern.test(text))?.[1];
    return licence && exception && !licence.includes(" ")
      ? `${licence} WITH ${exception}`
      : undefined;
  }
  return simpleName(name);
}

function simpleName(name: string): string | undefined {
  const known = spdxLicence(name);
  if (known !== undefined) return known;
  if (Object.hasOwn(names, name)) return names[name] || undefined;
  if (publicDomain.test(name)) return "LicenseRef-public-domain";
  const [, document, later] = gfdl.exec(name) ?? [];
  if (document !== undefined) return spdxLicence(`GFDL-${document}-${later ? "or-later" : "only"}`);
  const [matched, family = "", major, minor, suffix = ""] = gnu.exec(name) ?? [];
  if (matched === undefined) return orLater(name);
  // "The GPL" without a version: any version ever published (GPL-3.0, section 14).
  if (major === undefined) return family === "a" ? undefined : anyVersion[family];
  const version = gnuVersions[family]?.[minor && minor !== "0" ? `${major}.${minor}` : major];
  if (version === undefined) return undefined;
  return spdxLicence(`${family}gpl-${version}-${/\+|later/.test(suffix) ? "or-later" : "only"}`);
}

const anyVersion: Readonly<Record<string, string>> = {
  "": "GPL-1.0-or-later",
  l: "LGPL-2.0-or-later",
};

/** `Artistic-2.0+` */
function orLater(name: string): string | undefined {
  if (!name.endsWith("+")) return undefined;
  const known = spdxLicence(name.slice(0, -1));
  return known === undefined ? undefined : `${known}+`;
}
