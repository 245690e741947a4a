// biome-ignore-all lint/suspicious/noTemplateCurlyInString: variables of Docker, not of JavaScript
import { describe, expect, it } from "vitest";
import { auditDockerfile } from "../src/index.ts";

describe("hostile Dockerfiles", () => {
  const cases: Record<string, string> = {
    "100,000 short continuation lines": `FROM a\nRUN a${" \\\n&&b".repeat(100_000)}`,
    "100,000 continuation lines": `FROM a\nRUN true${" \\\n && apt-get install x".repeat(100_000)}`,
    "100,000 comments in one instruction": `FROM a\nRUN true \\\n${"# plimsoll ignore=x y\n".repeat(45_000)} id`,
    "one huge line": `FROM a\nRUN ${"a ".repeat(450_000)}`,
    "a huge word": `FROM a\nENV A=${"$".repeat(900_000)}`,
    "many open substitutions": `FROM a\nRUN ${"$(".repeat(400_000)}`,
    "many open quotes": `FROM a\nRUN ${'"$('.repeat(300_000)}`,
    "many here-documents": `FROM a\n${"RUN <<EOF\n".repeat(90_000)}`,
    "too many here-documents in one instruction": `FROM a\nRUN ${"<<A ".repeat(200_000)}\n`,
    "variables that double": `FROM a\nENV A=xxxxxxxx\n${"ENV A=$A$A$A$A\n".repeat(5_000)}USER $A`,
    "nested defaults": `FROM ${"${A:-".repeat(180_000)}`,
    "chained ONBUILD": `FROM a\n${"ONBUILD ".repeat(120_000)}RUN id`,
    "many stages": "FROM a AS b\n".repeat(80_000),
    colons: `FROM ${":".repeat(900_000)}`,
    slashes: `FROM a\nCOPY ${"/".repeat(900_000)}x /y`,
    brackets: `FROM a\nCMD ${"[".repeat(900_000)}]`,
    "many words with variables": `FROM a\nRUN x ${"$A ".repeat(100_000)}`,
    "many variables that nothing sets": `FROM a\nRUN ${Array.from({ length: 80_000 }, (_, i) => `echo "$aaaaa${i}";`).join("")}`,
    "many assignments": `FROM a\nRUN ${"AAAA=1;".repeat(130_000)}`,
    "many undeclared variables": `FROM a\nLABEL x=${Array.from({ length: 90_000 }, (_, i) => `$V${i}`).join("")}`,
    "many removals": `FROM a\n${"COPY a /x/\nRUN rm /x/a\n".repeat(4_900)}`,
    "many cases": `FROM a\nRUN ${"case x in y) ".repeat(70_000)}`,
    "many unclosed backticks": `FROM a\nRUN ${"`a ".repeat(100_000)}`,
    "many braces": `FROM a\nRUN mkdir ${"{a,".repeat(300_000)}`,
    "many equal labels": `FROM a\nLABEL ${"a.=b ".repeat(50_000)}`,
    "many secrets": `FROM a\nENV ${"DB_PASSWORD=hunter2 ".repeat(45_000)}`,
    pipes: `FROM a\nRUN ${"curl x|".repeat(120_000)}sh`,
  };
  for (const [name, text] of Object.entries(cases)) {
    it(`${name}: end in bounded time`, () => {
      const before = process.threadCpuUsage();
      const { findings } = auditDockerfile(text);
      expect(findings.length).toBeGreaterThan(0);
      // Processor time: what else the machine does must not fail it.
      const { user, system } = process.threadCpuUsage(before);
      expect((user + system) / 1_000).toBeLessThan(5_000);
    });
  }

  it("say where reading stopped", () => {
    const { incomplete } = auditDockerfile(`FROM a\n${"USER app\n".repeat(20_000)}`);
    expect(incomplete).toMatchObject([{ code: "LIMIT_EXCEEDED", what: "Dockerfile:10001" }]);
  });
});
