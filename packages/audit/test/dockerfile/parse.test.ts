// biome-ignore-all lint/suspicious/noTemplateCurlyInString: variables of Docker, not of JavaScript
import { describe, expect, it } from "vitest";
import { parseDockerfile } from "../../src/index.ts";

function instructionsOf(text: string) {
  return parseDockerfile(text).stages.flatMap(({ instructions }) => instructions);
}

describe("parser directives", () => {
  it("are read at the top, whatever their case and spacing", () => {
    const { directives, escaped } = read(
      "#syntax=docker/dockerfile:1\n# ESCAPE = `\n# check=skip=all\nFROM a",
    );
    expect(directives).toEqual([
      { name: "syntax", value: "docker/dockerfile:1", line: 1 },
      { name: "escape", value: "`", line: 2 },
      { name: "check", value: "skip=all", line: 3 },
    ]);
    expect(escaped).toBe("`");
  });

  it("are comments behind anything else", () => {
    expect(read("# a comment\n# escape=`\nFROM a").escaped).toBe("\\");
    expect(read("\n# escape=`\nFROM a").directives).toEqual([]);
  });

  it("choose the character that continues lines", () => {
    const file = parseDockerfile("# escape=`\nFROM a\nCOPY C:\\x `\n  C:\\y\\\nWORKDIR C:\\y");
    const [copy, workdir] = file.stages[0]!.instructions;
    expect(copy!.words.map(({ value }) => value)).toEqual(["C:\\x", "C:\\y\\"]);
    expect([workdir!.keyword, workdir!.startLine]).toEqual(["WORKDIR", 5]);
  });

  function read(text: string) {
    const { directives, escapeCharacter } = parseDockerfile(text);
    return { directives, escaped: escapeCharacter };
  }
});

describe("lines", () => {
  it("are joined across continuations, comments and empty lines, and keep their places", () => {
    const text = "FROM a\n  RUN one \\\n\n  # a comment\n    two \\\n  three\nCMD x";
    const [run, cmd] = instructionsOf(text);
    expect(run!.text).toBe("RUN one     two   three");
    expect([run!.startLine, run!.startColumn, run!.endLine, run!.endColumn]).toEqual([2, 3, 6, 8]);
    expect(run!.words.map(({ text, line, column }) => [text, line, column])).toEqual([
      ["one", 2, 7],
      ["two", 5, 5],
      ["three", 6, 3],
    ]);
    expect(cmd!.startLine).toBe(7);
  });

  it("end in CRLF or LF, with a byte order mark or without", () => {
    const unix = parseDockerfile("FROM a\nRUN b \\\n  c\n");
    const windows = parseDockerfile("\uFEFFFROM a\r\nRUN b \\\r\n  c\r\n");
    expect(windows).toEqual(unix);
  });

  it("do not continue behind an escaped escape character", () => {
    expect(instructionsOf("FROM a\nRUN echo \\\\\nCMD b").map(({ keyword }) => keyword)).toEqual([
      "RUN",
      "CMD",
    ]);
  });
});

describe("here-documents", () => {
  it("belong to their instruction, with quoted and tab-stripping delimiters", () => {
    const text = "FROM a\nRUN <<EOF\nFROM nothing\nEOF\nRUN cat <<-'END' > /x\n\t$a\n\tEND\nCMD b";
    const [first, second, cmd] = instructionsOf(text);
    expect(first!.heredocs).toMatchObject([
      {
        name: "EOF",
        isExpanded: true,
        stripsTabs: false,
        content: "FROM nothing\n",
        startLine: 3,
        endLine: 4,
      },
    ]);
    expect(second!.heredocs).toMatchObject([
      { name: "END", isExpanded: false, stripsTabs: true, content: "$a\n" },
    ]);
    expect([second!.endLine, cmd!.startLine]).toEqual([7, 8]);
  });

  it("may be several in one instruction, and be opened on a continued line", () => {
    const [copy] = instructionsOf("FROM a\nCOPY <<A \\\n  <<B /x/\na\nA\nb\nB\n");
    expect(copy!.heredocs.map(({ content }) => content)).toEqual(["a\n", "b\n"]);
    expect(copy!.endLine).toBe(7);
  });

  it("are not opened by the exec form, by quotes or within words", () => {
    const text =
      'FROM a\nRUN ["cat", "<<EOF"]\nRUN echo "<<EOF"\nRUN cat<<EOF\nRUN echo $((1 << 2))\nCMD x';
    expect(instructionsOf(text)).toHaveLength(5);
  });

  it("that run in a shell are scripts, those for other programs are not", () => {
    const [shell, python, shebang] = instructionsOf(
      "FROM a\nRUN bash <<E\napk add x\nE\nRUN python3 <<E\nimport os\nE\nRUN <<E\n#!/usr/bin/env python3\nprint(1)\nE\n",
    );
    expect(shell!.commands.map(({ name, line }) => [name, line])).toEqual([
      ["bash", 2],
      ["apk", 3],
    ]);
    expect(python!.commands.map(({ name }) => name)).toEqual(["python3"]);
    expect(shebang!.commands).toEqual([]);
  });
});

describe("instructions", () => {
  it("have flags, read before the arguments", () => {
    const [run, copy] = instructionsOf(
      "FROM a\nRUN --mount=type=secret,id=x --network=none curl --fail\nCOPY --from=b --chown=1:1 --link /a /b",
    );
    expect(run!.flags.map(({ name, value, column }) => [name, value, column])).toEqual([
      ["mount", "type=secret,id=x", 5],
      ["network", "none", 30],
    ]);
    expect(run!.words.map(({ text }) => text)).toEqual(["curl", "--fail"]);
    expect(copy!.flags.map(({ name }) => name)).toEqual(["from", "chown", "link"]);
  });

  it("tell the exec form from the shell form", () => {
    const [exec, shell, single] = instructionsOf(
      'FROM a\nCMD [ "a b", "c" ]\nCMD a b\nCMD [\'a\']',
    );
    expect(exec!.exec).toEqual(["a b", "c"]);
    expect(shell!.exec).toBeUndefined();
    expect(single!.exec).toBeUndefined();
  });

  it("assign in both forms of ENV", () => {
    const [modern, old, label] = instructionsOf(
      'FROM a\nENV A="b c" D=e\\ f\nENV G h i\nLABEL x.y=z',
    );
    expect(modern!.assignments.map(({ name, value }) => [name, value])).toEqual([
      ["A", "b c"],
      ["D", "e f"],
    ]);
    expect(old!.assignments.map(({ name, value }) => [name, value])).toEqual([["G", "h i"]]);
    expect(label!.assignments[0]).toMatchObject({ name: "x.y", value: "z" });
  });

  it("kept by ONBUILD are read, and do not count as the stage's own", () => {
    const [onbuild] = instructionsOf("FROM a\nONBUILD RUN --network=host id");
    expect(onbuild).toMatchObject({
      keyword: "ONBUILD",
      trigger: { keyword: "RUN", flags: [{ name: "network" }] },
    });
  });
});

describe("stages and variables", () => {
  it("resolve the base image with the defaults of ARG", () => {
    const file = parseDockerfile(
      "ARG NAME=debian\nARG TAG\nFROM ${NAME}:${TAG:-12} AS one\nFROM $NAME:$TAG\nFROM one",
    );
    expect(
      file.stages.map(({ name, base }) => [name, base.image, base.stage, base.unresolved]),
    ).toEqual([
      ["one", "debian:12", undefined, []],
      [undefined, undefined, undefined, ["TAG"]],
      [undefined, "one", 0, []],
    ]);
    expect(file.stages.map(({ isShipped }) => isShipped)).toEqual([true, false, true]);
  });

  it("inherit ENV from the stage they are built from, ARG not", () => {
    const file = parseDockerfile(
      "FROM a AS b\nENV E=1\nARG F=2\nFROM b\nUSER $E\nUSER $F\nARG F=3\nUSER $F",
    );
    const users = file.stages[1]!.instructions.filter(({ keyword }) => keyword === "USER");
    expect(users.map(({ words }) => words[0]!.value)).toEqual(["1", undefined, "3"]);
  });

  it("give a global ARG only to stages that ask for it", () => {
    const file = parseDockerfile("ARG V=1\nFROM a\nUSER $V\nARG V\nUSER $V");
    const users = file.stages[0]!.instructions.filter(({ keyword }) => keyword === "USER");
    expect(users.map(({ words }) => words[0]!.value)).toEqual([undefined, "1"]);
  });
});

describe("faults", () => {
  it("are listed with their line, and the rest is read", () => {
    const file = parseDockerfile(
      "RUN early\nFROM a b\nFRON c\nENV X\nSHELL sh\nRUN\nUSER app",
      "x/Dockerfile",
    );
    expect(file.incomplete.map(({ code, what }) => [code, what])).toEqual([
      ["MALFORMED", "x/Dockerfile:1"],
      ["MALFORMED", "x/Dockerfile:2"],
      ["MALFORMED", "x/Dockerfile:3"],
      ["MALFORMED", "x/Dockerfile:4"],
      ["MALFORMED", "x/Dockerfile:5"],
      ["MALFORMED", "x/Dockerfile:6"],
    ]);
    expect(file.stages[1]!.instructions.at(-1)!.words[0]!.value).toBe("app");
  });

  it("leave a snippet without FROM readable, as a stage whose base is not known", () => {
    const file = parseDockerfile("ENV A=1\nUSER $A");
    expect(file.stages).toMatchObject([{ isImplied: true, base: { image: undefined } }]);
    expect(file.stages[0]!.instructions[1]!.words[0]!.value).toBe("1");
  });

  it("include a file without FROM and a here-document without end", () => {
    expect(parseDockerfile("").incomplete[0]!.why).toContain("no FROM");
    expect(parseDockerfile("FROM a\nRUN <<EOF\nid").incomplete).toMatchObject([
      { code: "MALFORMED", what: "Dockerfile:2" },
    ]);
  });
});
