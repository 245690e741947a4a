import { readFileSync } from "node:fs";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { packageFilesInspector } from "../../src/inspectors/package-files.ts";
import {
  parseMd5sums,
  parsePacmanFiles,
  parsePathList,
  parsePortageContents,
} from "../../src/ownership/file-lists.ts";
import { mergedPath, outerPath } from "../../src/ownership/path.ts";
import { readFileNames } from "../../src/rpm/file-names.ts";
import { fileEntry, inspectFile } from "../support/image-facts.ts";
import { sharedFolder } from "../support/shared.ts";

const jar = "usr/share/java/a.jar";

describe("the lists of files of packages", () => {
  it("keep what other packages may be read from, and nothing else", () => {
    expect(parsePathList(`/.\n/usr\n/usr/share/doc/a/copyright\n/${jar}\n`)).toEqual([jar]);
    const sum = "d41d8cd98f00b204e9800998ecf8427e";
    expect(parseMd5sums(`${sum}  ${jar}\n${sum}  usr/share/man/a.1\nnonsense ${jar}\n`)).toEqual([
      jar,
    ]);
    const pacman = `%FILES%\nusr/\nusr/share/java/\n${jar}\n\n%BACKUP%\netc/b.jar\tabc\n`;
    expect(parsePacmanFiles(pacman)).toEqual([jar]);
    const contents = `dir /usr/share/java\nobj /${jar} ${sum} 1600000000\nsym /b.jar -> ${jar} 1\n`;
    expect(parsePortageContents(contents)).toEqual([jar]);
  });

  it("tell whose they are", () => {
    const list = Buffer.from(`/${jar}\n`);
    const ownerOf = (path: string, content = list) =>
      inspectFile(packageFilesInspector, fileEntry(path, { size: content.length }), content);
    expect(ownerOf("var/lib/dpkg/info/libx:amd64.list")).toEqual({
      type: "deb",
      name: "libx",
      architecture: "amd64",
      files: [jar],
    });
    expect(ownerOf("var/lib/dpkg/info/libx.list")).toEqual({
      type: "deb",
      name: "libx",
      files: [jar],
    });
    const pacman = Buffer.from(`%FILES%\n${jar}\n`);
    expect(ownerOf("var/lib/pacman/local/java-a-1:2.0-3/files", pacman)).toMatchObject({
      name: "java-a",
      version: "1:2.0-3",
    });
    const contents = Buffer.from(`obj /${jar} d41d8cd98f00b204e9800998ecf8427e 1\n`);
    expect(ownerOf("var/db/pkg/dev-java/a-2.0-r1/CONTENTS", contents)).toMatchObject({
      name: "dev-java/a",
      version: "2.0-r1",
    });
    expect(
      ownerOf("var/lib/dpkg/info/libx.list", Buffer.from("/usr/share/man/a.1\n")),
    ).toBeUndefined();
    const elsewhere = fileEntry("srv/var/lib/dpkg/info/libx.list");
    expect(packageFilesInspector.wants(elsewhere)).toBeUndefined();
  });

  it("reads a real list of a distroless image", ({ skip }) => {
    const folder = sharedFolder("dpkg/anchore__syft/debian/image-distroless-deb/var/lib/dpkg");
    if (folder === undefined) return skip();
    const path = "var/lib/dpkg/status.d/libsqlite3-0.md5sums";
    const content = readFileSync(`${folder}/status.d/libsqlite3-0.md5sums`);
    const entry = fileEntry(path, { size: content.length });
    const found = inspectFile(packageFilesInspector, entry, content);
    expect(found?.name).toBe("libsqlite3-0");
    expect(found?.files).toContain("usr/lib/aarch64-linux-gnu/libsqlite3.so.0.8.6");
  });

  it("never throw, whatever is in them", () => {
    const text = fc.oneof(
      fc.string(),
      fc.array(fc.constantFrom("obj /", jar, " ", "\n", "%FILES%")),
    );
    fc.assert(
      fc.property(text, (any) => {
        const list = typeof any === "string" ? any : any.join("");
        for (const parse of [parsePathList, parseMd5sums, parsePacmanFiles, parsePortageContents]) {
          for (const path of parse(list)) expect(list).toContain(path);
        }
      }),
    );
  });
});

describe("the files of an rpm header", () => {
  it("are put together from three lists, and end where those do not fit", () => {
    const folders = Buffer.from("/usr/share/java/\0/usr/bin/\0");
    const names = Buffer.from("a.jar\0readme.txt\0b.jar\0");
    const indexes = Buffer.alloc(12);
    indexes.writeUInt32BE(1, 4);
    indexes.writeUInt32BE(1, 8);
    const data = Buffer.concat([folders, names, indexes]);
    const lists = {
      folders: { offset: 0, count: 2 },
      names: { offset: folders.length, count: 3 },
      folderIndexes: { offset: folders.length + names.length, count: 3 },
    };
    expect(readFileNames(data, lists)).toEqual([jar, "usr/bin/b.jar"]);
    expect(readFileNames(data.subarray(0, -4), lists)).toEqual([jar]);
    expect(readFileNames(data, { folders: lists.folders })).toEqual([]);
  });

  it("never throw, whatever the offsets", () => {
    const place = fc.record({ offset: fc.nat(80), count: fc.nat(50) });
    const lists = fc.record({ folders: place, names: place, folderIndexes: place });
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 60 }), lists, (bytes, where) => {
        readFileNames(Buffer.from(bytes), where);
      }),
    );
  });
});

describe("paths", () => {
  it("have one name where /lib is /usr/lib, and stand for what lies in an archive", () => {
    expect(mergedPath("lib/x86_64-linux-gnu/libz.so.1")).toBe("usr/lib/x86_64-linux-gnu/libz.so.1");
    expect(mergedPath("library/a")).toBe("library/a");
    expect(outerPath("app.war!/WEB-INF/lib/b.jar")).toBe("app.war");
  });
});
