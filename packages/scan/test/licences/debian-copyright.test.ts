import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { parseDebianCopyright } from "../../src/licences/debian-copyright.ts";

const machineReadable = `Format: https://www.debian.org/doc/packaging-manuals/copyright-format/1.0/
Upstream-Name: thing

Files: *
Copyright: 2001 A
License: GPL-2+ or Artistic

Files: lib/*
Copyright: 2002 B
License: Expat
 Permission is hereby granted

License: GPL-2+
 On Debian systems see /usr/share/common-licenses/GPL-2.
`;

describe("parseDebianCopyright", () => {
  it("names the licences of the paragraphs about files", () => {
    expect(parseDebianCopyright(machineReadable)).toEqual([
      "GPL-2.0-or-later OR Artistic-1.0-Perl",
      "MIT",
    ]);
    expect(parseDebianCopyright(machineReadable.replaceAll("\n", "\r\n"))).toEqual([
      "GPL-2.0-or-later OR Artistic-1.0-Perl",
      "MIT",
    ]);
  });

  it("keeps words that it does not know", () => {
    const text = "Format: x\n\nFiles: *\nLicense: RRA-KEEP-THIS-NOTICE\n";
    expect(parseDebianCopyright(text)).toEqual(["RRA-KEEP-THIS-NOTICE"]);
  });

  it("follows references to the common licences in free text", () => {
    const text = (notice: string, file: string) =>
      `This is free software; ${notice}\nThe text is in \`/usr/share/common-licenses/${file}'.`;
    const later = "either version 2 of the License, or (at your option) any later version.";
    expect(parseDebianCopyright(text(later, "GPL-2"))).toEqual(["GPL-2.0-or-later"]);
    expect(parseDebianCopyright(text(later, "GPL"))).toEqual(["GPL-2.0-or-later"]);
    expect(parseDebianCopyright(text("version 3 alone.", "GPL-3"))).toEqual(["GPL-3.0-only"]);
    expect(parseDebianCopyright(text("", "GPL"))).toEqual(["GPL-1.0-or-later"]);
    expect(parseDebianCopyright(text("", "Apache-2.0"))).toEqual(["Apache-2.0"]);
  });

  it("reads any text without fail, and no more than a hundred licences", () => {
    const line = fc.constantFrom(
      "Format: x",
      "Files: *",
      "License: MIT",
      "License:",
      "",
      " text",
      "F",
      "l",
    );
    fc.assert(
      fc.property(
        fc.oneof(
          fc.string(),
          fc.array(line).map((all) => all.join("\n")),
        ),
        (text) => {
          const licences = parseDebianCopyright(text);
          expect(new Set(licences).size).toBe(licences.length);
        },
      ),
    );
    const many = Array.from({ length: 300 }, (_, at) => `Files: ${at}\nLicense: own-${at}\n`);
    expect(parseDebianCopyright(`Format: x\n\n${many.join("\n")}`)).toHaveLength(100);
  });
});
