/** A text that tells the version of a program. */
export interface VersionText {
  /**
   * Text that stands beside the version; around each place where it stands `pattern` is tried.
   * Empty: the whole content is tried, which costs more. `{version}` stands for what
   * `versionInName` found.
   */
  near: string;
  /**
   * The version is its first group. It sees one character for each byte: 64 before `near` and 192
   * from its beginning. Repetitions in it must be bounded or unable to overlap, so that its time is linear.
   */
  pattern: RegExp;
}

/** How one piece of software is recognised where no package manager tells of it. */
export interface Classifier {
  /** Stable and unique. */
  id: string;
  /** Name in the package URL: `pkg:generic/redis@7.2.4`. */
  name: string;
  /**
   * Where it lies: file names with `*` for any characters, optionally behind the end of their folder
   * (`wp-includes/version.php`).
   */
  files: readonly string[];
  /** `program`: executable ELF; `library`: ELF shared library; `text`: a small text file. */
  kind: "program" | "library" | "text";
  /** Text without which the file is something else. */
  requires?: string;
  /** Tried in this order. */
  versions: readonly VersionText[];
  /** Digits in the file's name that the version must begin with: `3.11` of `libpython3.11.so.1.0`. */
  versionInName?: RegExp;
  /** `vendor:product` of the CPE dictionary (nvd.nist.gov/products/cpe). */
  cpes: readonly string[];
  /** Packages of distributions that hold it, by binary or source name. */
  packagedAs: RegExp;
}

/** Three or more numbers, with what upstream projects write behind: `1.2.3-rc.1`, `9.2p1`. */
const number3 = "\\d{1,4}\\.\\d{1,4}\\.\\d{1,6}";

/** The text directly followed by a version of three numbers: `nginx/1.25.3`. */
export function after(text: string): VersionText {
  return {
    near: withoutNul(text),
    pattern: new RegExp(`${escapeText(text)}v?(${number3})(?![.\\d])`),
  };
}

/** A version of three numbers between the two texts. */
export function between(before: string, behind: string): VersionText {
  const near = before.length >= behind.length ? before : behind;
  return {
    near: withoutNul(near),
    pattern: new RegExp(`${escapeText(before)}(${number3})${escapeText(behind)}`),
  };
}

/** The pattern around a text. */
export function around(near: string, pattern: RegExp): VersionText {
  return { near, pattern };
}

/**
 * The version of a program written in Go, where its build settings or module information tell it:
 * variables that the linker sets (`-X path.Variable=v1.2.3`), and the main module.
 */
export function goVersion(module: string, ...variables: string[]): VersionText[] {
  const release = "v?(\\d{1,4}\\.\\d{1,4}\\.\\d{1,6}(?:-(?:alpha|beta|rc)[.\\d]{0,8})?)";
  return [
    ...variables.map((variable) =>
      around(`${variable}=`, new RegExp(`${escapeText(variable)}=${release}(?![.\\d])`)),
    ),
    around(
      `mod\t${module}`,
      new RegExp(`mod\t${escapeText(module)}(?:/v\\d{1,3})?\t${release}(?:\\+\\w{1,20})?[\t\n]`),
    ),
  ];
}

// Programs are full of zeros: a search that begins with one stumbles over each of them.
function withoutNul(text: string): string {
  return text.replaceAll("\0", "");
}

function escapeText(text: string): string {
  return text.replace(/[\\^$.*+?()[\]{}|/]/g, "\\$&").replaceAll("\0", "\\x00");
}
