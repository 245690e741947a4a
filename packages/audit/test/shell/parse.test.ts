// biome-ignore-all lint/suspicious/noTemplateCurlyInString: variables of the shell, not of JavaScript
import { describe, expect, it } from "vitest";
import { commandsOf, parseShell } from "../../src/shell/parse.ts";

const names = (script: string) => parseShell(script, []).map(({ name }) => name);
const args = (script: string) =>
  parseShell(script, []).map(({ name, args }) => [name, ...args.map(({ text }) => text)]);

describe("a shell script", () => {
  it("is split at operators, not within quotes", () => {
    expect(names("a && b || c; d | e & f")).toEqual(["a", "b", "c", "d", "e", "f"]);
    expect(args(`echo "a && b" 'c; d' e\\ f`)).toEqual([["echo", "a && b", "c; d", "e f"]]);
  });

  it("knows which commands share a pipeline", () => {
    const commands = parseShell("a | b |\n c && (d; e) | f", []);
    expect(commands.map(({ name, stage }) => [name, stage])).toEqual([
      ["a", 0],
      ["b", 1],
      ["c", 2],
      ["d", 0],
      ["e", 0],
      ["f", 1],
    ]);
    expect(commands[0]!.pipeline).toBe(commands[2]!.pipeline);
    expect(commands[3]!.pipeline).not.toBe(commands[0]!.pipeline);
  });

  it("has commands within control flow, substitutions and nested shells", () => {
    expect(names("if a; then b; else c; fi; while d; do e; done")).toEqual([
      "a",
      "b",
      "c",
      "d",
      "e",
    ]);
    expect(names('x="$(a "$(b)")" c `d` <(e)')).toEqual(["c", "a", "b", "d", "e"]);
    expect(names(`bash -lc 'a && sh -c "b"'`)).toEqual(["bash", "a", "sh", "b"]);
    expect(names("echo '$(a)' $((1 + 2)) ${x:-y}")).toEqual(["echo"]);
  });

  it("leaves out comments, redirections and here-documents", () => {
    expect(args("a # b && c\nd >out 2>&1 <in e")).toEqual([["a"], ["d", "e"]]);
    expect(names("cat <<EOF > x\nrm -rf /\nEOF\nb")).toEqual(["cat", "b"]);
  });

  it("looks behind wrappers and assignments", () => {
    const [command] = parseShell("A=b sudo -u app env C=d /usr/bin/curl -k", []);
    expect(command).toMatchObject({ name: "curl", wrappers: ["sudo", "env"] });
    expect(command!.assignments.map(({ text }) => text)).toEqual(["A=b", "C=d"]);
  });

  it("knows redirections, and what joins a command to the one before", () => {
    const commands = parseShell("a 2>&1 >x && b <in || c; d | e &> y & f\ng", []);
    expect(commands.map(({ name, operator }) => [name, operator])).toEqual([
      ["a", ""],
      ["b", "&&"],
      ["c", "||"],
      ["d", ";"],
      ["e", "|"],
      ["f", "&"],
      ["g", "\n"],
    ]);
    expect(
      commands[0]!.redirections.map(({ descriptor, operator, target }) => [
        descriptor,
        operator,
        target.text,
      ]),
    ).toEqual([
      ["2", ">&", "1"],
      ["", ">", "x"],
    ]);
    expect(commands[4]!.redirections[0]).toMatchObject({ operator: "&>" });
  });

  it("takes no pattern of case, no function's name and no arithmetic for a command", () => {
    expect(names("case $x in a|b) c;; (d) e; case y in z) f;; esac ;; *) g ;; esac; h")).toEqual([
      "case",
      "c",
      "e",
      "case",
      "f",
      "g",
      "h",
    ]);
    expect(names("f() { a; }; f b; (( x > 1 )) && c")).toEqual(["a", "f", "c"]);
  });

  it("keeps a condition in double brackets together", () => {
    expect(args("[[ a && b || ( c < d ) ]] && e")).toEqual([
      ["[[", "a", "&&", "b", "||", "(", "c", "<", "d", ")", "]]"],
      ["e"],
    ]);
  });

  it("gives assignments alone as a command without a name", () => {
    const [first, second] = parseShell("A=1 B=$(c); d", []);
    expect(first).toMatchObject({ name: "", args: [] });
    expect(first!.assignments.map(({ text }) => text)).toEqual(["A=1", "B=$(c)"]);
    expect(second!.name).toBe("c");
  });

  it("says which shell reads a command", () => {
    const shells = parseShell("a; bash -c 'b'; zsh -c c", [], "dash").map(({ name, shell }) => [
      name,
      shell,
    ]);
    expect(shells).toEqual([
      ["a", "dash"],
      ["bash", "dash"],
      ["b", "bash"],
      ["zsh", "dash"],
      ["c", "zsh"],
    ]);
  });

  it("takes an argument vector as it is", () => {
    expect(
      commandsOf(["sh", "-c", "a | b"], { line: 3, column: 1 }).map(({ name, line }) => [
        name,
        line,
      ]),
    ).toEqual([
      ["sh", 3],
      ["a", 3],
      ["b", 3],
    ]);
  });
});
