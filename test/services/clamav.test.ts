// Our reading of ClamAV's signatures against ClamAV itself, and our client against its daemon:
//   PLIMSOLL_TEST_CLAMSCAN, PLIMSOLL_TEST_SIGTOOL   Debian's programs
//   PLIMSOLL_TEST_CLAMD, PLIMSOLL_TEST_CLAMD_TCP    a daemon that knows Test.Bad-1-0 alone
import { spawnSync } from "node:child_process";
import { mkdir, mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import fc from "fast-check";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { openImage, writeOciLayout } from "../../packages/image/src/index.ts";
import {
  clamdVersion,
  loadMalwareDatabase,
  pingClamd,
  scanImageWithClamd,
  scanWithClamd,
} from "../../packages/scan/src/index.ts";
import {
  digest,
  elfWith,
  hex,
  matchesOf,
  peWith,
} from "../../packages/scan/test/malware/samples.ts";

const { PLIMSOLL_TEST_CLAMD: clamd, PLIMSOLL_TEST_CLAMD_TCP: clamdTcp } = process.env;
const { PLIMSOLL_TEST_CLAMSCAN: clamscan, PLIMSOLL_TEST_SIGTOOL: sigtool } = process.env;
if (!clamscan) console.log("skipped: PLIMSOLL_TEST_CLAMSCAN names no clamscan");
if (!sigtool) console.log("skipped: PLIMSOLL_TEST_SIGTOOL names no sigtool");
if (!clamd) console.log("skipped: PLIMSOLL_TEST_CLAMD names no clamd (unix:/path)");

let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "plimsoll-clamav-"));
});
afterAll(() => rm(folder, { recursive: true, force: true }));

type Files = Readonly<Record<string, Buffer>>;

/** Names of the signatures by file, as ClamAV finds them. */
function theirs(signatures: string, files: string): Map<string, string[]> {
  const options = ["--allmatch", "--no-summary", "-d", signatures, files];
  const { stdout, stderr } = spawnSync(clamscan!, options, { encoding: "utf8" });
  expect(stderr).toBe("");
  const found = new Map<string, Set<string>>();
  for (const [, name = "", signature = ""] of stdout.matchAll(
    /\/([^/\n]+): (\S+)\.UNOFFICIAL FOUND$/gm,
  )) {
    found.set(name, (found.get(name) ?? new Set()).add(signature));
  }
  return new Map([...found].map(([name, all]) => [name, [...all].sort()]));
}

/** Fails unless both find the same in every file, whole or in small pieces. */
async function expectAgreement(ending: string, lines: readonly string[], files: Files) {
  const place = await mkdtemp(join(folder, "case-"));
  const signatures = join(place, `test.${ending}`);
  await writeFile(signatures, `${lines.join("\n")}\n`);
  await mkdir(join(place, "files"));
  for (const [name, content] of Object.entries(files)) {
    await writeFile(join(place, "files", name), content);
  }
  const expected = theirs(signatures, join(place, "files"));
  const database = await loadMalwareDatabase([signatures]);
  expect(database.summary).toMatchObject({ malformed: [], unsupported: {} });
  for (const [name, content] of Object.entries(files)) {
    for (const pieceBytes of [1 << 20, 7]) {
      const ours = matchesOf(content, `usr/bin/${name}-tool`, database, pieceBytes)
        .flatMap(({ signature }) => signature ?? [])
        .sort();
      expect([name, ours]).toEqual([name, expected.get(name) ?? []]);
    }
  }
  return expected;
}

const script = (text: string) => Buffer.from(`#!/bin/sh\n${text}`, "latin1");

describe.skipIf(!clamscan)("ClamAV and we", () => {
  it("agree on every wildcard and offset", async () => {
    const expected = await expectAgreement(
      "ndb",
      [
        `A1:0:*:${hex("needle")}??${hex("stack")}`,
        `A2:0:0:${hex("#!/bin/sh")}`,
        `A3:0:EOF-10:${hex("tail")}`,
        `A4:0:*:${hex("alpha")}*${hex("omega")}`,
        `A5:0:*:${hex("one")}{3-6}${hex("two")}`,
        `A6:0:*:${hex("pre")}(61|62)${hex("fix")}`,
        `A7:0:5,10:${hex("shift")}`,
        `A8:0:*:${hex("far")}[2-5]7a`,
        `A9:0:*:!(61|62)${hex("negated")}`,
        `A10:0:*:${hex("ab")}6?${hex("cd")}`,
        `A11:0:*:${hex("q1")}(${hex("x")}|${hex("yy")}|${hex("zzz")})${hex("q2")}`,
        `A12:0:*:${hex("long1")}{200}${hex("long2")}`,
        `A13:7:*:${hex("hello world")}`,
        `A14:6:*:${hex("program")}`,
      ],
      {
        a1: script("xx needle-stack\n"),
        a3: script("nothing tail123456"),
        a3no: script("nothing tail1234567"),
        a4: script(`alpha${"-".repeat(300)}omega\n`),
        a4no: script("omega alpha"),
        a5: script("one--two one---two\n"),
        a5no: script("one-------two\n"),
        a6: script("prebfix\n"),
        a7: Buffer.from("#!/bishift\n"),
        a7no: script("12345678shift\n"),
        a8: script("far12z\n"),
        a8no: script("far1z\n"),
        a9: script("xnegated\n"),
        a9no: script("anegated\n"),
        a10: script("abfcd\n"),
        a11: script("q1yyq2 \n"),
        a12: script(`long1${"x".repeat(200)}long2`),
        a12no: script(`long1${"x".repeat(201)}long2`),
        a13: script("HELLO  \t\n World"),
        a14: elfWith("program"),
        a14no: script("program"),
      },
    );
    for (const name of ["a1", "a4", "a7", "a11", "a12", "a13", "a14"]) {
      expect(expected.get(name)).toContain(name.toUpperCase());
    }
  });

  it("agree on modifiers of subsignatures", async () => {
    const line = (name: string, content: string) => `${name};Engine:81-255,Target:0;0;${content}`;
    const expected = await expectAgreement(
      "ldb",
      [
        line("Caseless", `${hex("CaSe")}::i`),
        line("Wide", `${hex("wide")}::w`),
        line("Both", `${hex("both")}::wa`),
        line("Word", `${hex("word")}::f`),
        `Size;Engine:81-255,Target:0,FileSize:10-80;0;${hex("size")}`,
      ],
      {
        caseless: elfWith("cAsE"),
        wide: elfWith("w\0i\0d\0e\0"),
        narrow: elfWith("wide"),
        both: elfWith("both"),
        bothWide: elfWith("b\0o\0t\0h\0"),
        word: elfWith(" word "),
        sword: elfWith("sword"),
        size: elfWith("size"),
        large: elfWith(`size${"x".repeat(60)}`),
      },
    );
    expect(expected.size).toBe(6);
  });

  it("agree on hashes of files and of sections", async () => {
    const document = Buffer.from("\x01some document\0", "latin1");
    const program = peWith([Buffer.from("harmless"), Buffer.alloc(700, "evil")]);
    const section = program.subarray(1536, 2560);
    await expectAgreement(
      "hsb",
      [
        `${digest("sha1", document)}:${document.length}:Doc.Sha1`,
        `${digest("sha256", program)}:*:Pe.Sha256:73`,
      ],
      { document, program, other: Buffer.from("\x01other document\0", "latin1") },
    );
    const found = await expectAgreement(
      "mdb",
      [`${section.length}:${digest("md5", section)}:Pe.Section`],
      { program, other: peWith([Buffer.from("harmless"), Buffer.alloc(700, "fine")]) },
    );
    expect(found.get("program")).toEqual(["Pe.Section"]);
  });

  it("agree on entry points and sections of programs", async () => {
    const found = await expectAgreement(
      "ndb",
      [
        `Ep:1:EP+0:${hex("entry")}`,
        `S1:1:S1+2:${hex("second")}`,
        `Sl:1:SL+2:${hex("second")}`,
        `Se:1:SE0:${hex("inside")}`,
      ],
      {
        program: peWith([Buffer.from("entry inside"), Buffer.from("..second")]),
        other: peWith([Buffer.from(".entry"), Buffer.from(".second inside")]),
      },
    );
    expect(found.get("program")).toEqual(["Ep", "S1", "Se", "Sl"]);
  });

  // ClamAV 1.4 overlooks some matches of signatures without wildcards that end at `EOF-n`: those
  // are not among the arbitrary ones.
  it("agree on arbitrary patterns and expressions", async () => {
    const seed = Number(process.env.PLIMSOLL_TEST_SEED ?? Date.now() % 1_000_000);
    console.log(`seed ${seed} (PLIMSOLL_TEST_SEED)`);
    const draw = <T>(arbitrary: fc.Arbitrary<T>) => fc.sample(arbitrary, { seed, numRuns: 30 });
    const contents = draw(fc.stringMatching(/^[abc]{5,40}$/));
    const files = Object.fromEntries(contents.map((text, i) => [`f${i}`, elfWith(text)]));
    const patterns = draw(fc.tuple(fc.constantFrom("*", "*", "64", "66,6"), anyPattern()));
    await expectAgreement(
      "ndb",
      patterns.map(([offset, pattern], i) => `N${i}:0:${offset}:${pattern}`),
      files,
    );
    const expressions = draw(fc.tuple(anyExpression(), anyWord, anyWord, anyWord));
    await expectAgreement(
      "ldb",
      expressions.map(
        ([expression, ...words], i) =>
          `E${i};Engine:81-255,Target:0;((0|1|2)>0)&${expression};${words.join(";")}`,
      ),
      files,
    );
  });
});

const anyWord = fc.stringMatching(/^[ab]{2,5}$/).map(hex);

function anyPattern(): fc.Arbitrary<string> {
  const wild = fc.constantFrom("??", "6?", "?1", "(61|62)", "!(61|63)", "(6161|62)", "{2}");
  const part = fc
    .tuple(
      anyWord,
      fc.array(fc.oneof({ weight: 3, arbitrary: anyWord }, wild), { maxLength: 2 }),
      anyWord,
    )
    .map(([first, middle, last]) => first + middle.join("") + last);
  const gap = fc.constantFrom("*", "{1-4}", "{-3}", "{2-}", "{3-7}");
  return fc
    .tuple(part, fc.array(fc.tuple(gap, part), { maxLength: 2 }))
    .map(([first, more]) => first + more.map((both) => both.join("")).join(""));
}

function anyExpression(): fc.Arbitrary<string> {
  const index = fc.nat(2).map(String);
  const count = fc
    .tuple(fc.constantFrom("=", "<", ">"), fc.nat(3), fc.constantFrom("", "", ",1", ",2"))
    .map((all) => all.join(""));
  const maybe = fc.oneof(fc.constant(""), count);
  const block = fc
    .tuple(fc.uniqueArray(index, { minLength: 2, maxLength: 3 }), fc.constantFrom("&", "|"), maybe)
    .map(([all, operator, counted]) => `(${all.join(operator)})${counted}`);
  const one = fc.oneof(
    fc.tuple(index, maybe).map((all) => all.join("")),
    block,
  );
  return fc
    .tuple(fc.array(one, { minLength: 1, maxLength: 3 }), fc.constantFrom("&", "|"))
    .map(([all, operator]) => all.join(operator));
}

describe.skipIf(!sigtool)("a container that sigtool built", () => {
  it("is read", async () => {
    const place = await mkdtemp(join(folder, "case-"));
    await writeFile(join(place, "COPYING"), "terms\n");
    await writeFile(join(place, "plim.ndb"), `Elf.Bad-1-0:6:*:${hex("bad stuff")}\n`);
    const built = spawnSync(
      sigtool!,
      [
        "--build=plim.cud",
        "--unsigned",
        "--cvd-version=7",
        "--max-bad-sigs=0",
        `--datadir=${place}`,
      ],
      {
        cwd: place,
        encoding: "utf8",
        input: "tester\n",
        env: { ...process.env, SIGNDUSER: "tester" },
      },
    );
    expect(built.stderr + built.stdout).toContain("Created plim.cud");
    const database = await loadMalwareDatabase([join(place, "plim.cud")]);
    expect(database.summary).toMatchObject({
      bodies: 1,
      containers: [{ name: "plim.cud", version: 7 }],
    });
    expect(matchesOf(elfWith("bad stuff"), undefined, database)).toMatchObject([
      { signature: "Elf.Bad-1-0" },
    ]);
  });
});

describe.skipIf(!clamd)("a real clamd", () => {
  const bad = Buffer.from("#!/bin/sh\nplimsoll bad content\n");

  it("answers over its socket and over TCP", async () => {
    for (const address of [clamd!, clamdTcp!]) {
      await pingClamd(address);
      expect(await clamdVersion(address)).toMatch(/^ClamAV \d/);
      expect(await scanWithClamd(address, [bad])).toBe("Test.Bad-1-0.UNOFFICIAL");
      expect(await scanWithClamd(address, [Buffer.from("fine")])).toBeUndefined();
    }
  });

  it("refuses what is longer than it takes", async () => {
    const content = Buffer.alloc(3 << 20, "x");
    await expect(scanWithClamd(clamd!, [content])).rejects.toMatchObject({
      code: "LIMIT_EXCEEDED",
    });
  });

  it("looks at every layer of an image", async () => {
    const path = join(folder, "image");
    await writeOciLayout(path, {
      layers: [
        {
          entries: [
            { path: "usr/bin/bad.sh", content: bad },
            { path: "usr/bin/fine.sh", content: "true" },
          ],
        },
        {
          entries: [
            { path: "usr/bin/.wh.bad.sh" },
            { path: "srv/large.zip", content: Buffer.alloc(3 << 20, "x") },
          ],
        },
      ],
    });
    const image = await openImage(`oci-dir:${path}`);
    const { findings, incomplete } = await scanImageWithClamd(image, clamd!);
    await image.close();
    expect(findings).toMatchObject([
      {
        rule: "malware-clamd",
        location: { path: "usr/bin/bad.sh", layer: image.layers[0]!.diffId },
        evidence: { value: "Test.Bad-1-0.UNOFFICIAL" },
      },
    ]);
    expect(findings[0]!.description).toContain("still in layer 0");
    expect(incomplete).toMatchObject([{ code: "LIMIT_EXCEEDED", what: "srv/large.zip" }]);
  });
});
