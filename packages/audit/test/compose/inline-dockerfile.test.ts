import { describe, expect, it } from "vitest";
import { auditCompose } from "../../src/index.ts";

const failed = (text: string) =>
  auditCompose(text).findings.filter(
    ({ rule, status }) => rule === "dockerfile-user-root" && status !== "pass",
  );

describe("a Dockerfile within a compose file", () => {
  const lines = ["services:", "  web:", "    build:", "      dockerfile_inline: |"];
  const dockerfile = ["        FROM debian:12", "        USER root"];

  it("is judged as a Dockerfile, in the lines of the compose file", () => {
    expect(failed([...lines, ...dockerfile].join("\n"))).toMatchObject([
      { status: "fail", location: { path: "compose.yaml", line: 6 } },
    ]);
  });

  it("is waived by a pragma of its own", () => {
    const pragma = "        # plimsoll ignore=dockerfile-user-root a lab";
    const text = [...lines, dockerfile[0], pragma, dockerfile[1]].join("\n");
    expect(failed(text)).toMatchObject([{ status: "suppressed", location: { line: 7 } }]);
  });

  it("offers no edit, since its lines are indented", () => {
    const text = [...lines, "        FROM debian:12", "        RUN apt-get install curl"].join(
      "\n",
    );
    for (const { fix } of auditCompose(text).findings) {
      if (fix?.edits) expect(fix.edits[0]!.path).toBe("compose.yaml");
    }
  });

  it("tells two services apart that hold the same text", () => {
    const build = '{build: {dockerfile_inline: "FROM a\\nUSER root"}}';
    const found = failed(`services:\n  a: ${build}\n  b: ${build}`);
    expect(new Set(found.map(({ fingerprint }) => fingerprint)).size).toBe(2);
  });
});
