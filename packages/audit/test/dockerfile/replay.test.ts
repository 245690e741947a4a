import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { type HistoryEntry, openImage } from "@plimsoll/image";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { parseDockerfile } from "../../src/dockerfile/parse.ts";
import { replayDockerfile } from "../../src/dockerfile/replay.ts";

const base: HistoryEntry[] = [
  { createdBy: "/bin/sh -c #(nop) ADD file:abc in / ", emptyLayer: false },
  { createdBy: '/bin/sh -c #(nop)  CMD ["bash"]', emptyLayer: true },
];
const layer = (createdBy: string): HistoryEntry => ({ createdBy, emptyLayer: false });
const empty = (createdBy: string): HistoryEntry => ({ createdBy, emptyLayer: true });

function replay(lines: readonly string[], history: readonly HistoryEntry[]) {
  return replayDockerfile(parseDockerfile(lines.join("\n")), history);
}

const file = ["FROM debian:12", "ENV A=b", "RUN apt-get update", "COPY . /app", 'CMD ["node"]'];

describe("replaying a Dockerfile", () => {
  it("tells the lines of BuildKit's layers, and what the base image brought", () => {
    const history = [
      ...base,
      empty("ENV A=b"),
      layer("RUN /bin/sh -c apt-get update # buildkit"),
      layer("COPY . /app # buildkit"),
      empty('CMD ["node"]'),
    ];
    expect(replay(file, history)).toEqual({
      lines: [undefined, 3, 4],
      baseLayers: 1,
      base: "debian:12",
    });
  });

  it("tells them of the classic builder's, which names files by their digest", () => {
    const history = [
      ...base,
      empty("/bin/sh -c #(nop)  ENV A=b"),
      layer("/bin/sh -c apt-get update"),
      layer("/bin/sh -c #(nop) COPY dir:0123456789abcdef in /app "),
      empty('/bin/sh -c #(nop)  CMD ["node"]'),
    ];
    expect(replay(file, history)).toMatchObject({ lines: [undefined, 3, 4], baseLayers: 1 });
  });

  it("follows the stages that the last one starts from, and no others", () => {
    const stages = [
      "FROM golang:1 AS build",
      "RUN go build",
      "FROM alpine:3 AS common",
      "RUN apk add curl",
      "FROM common",
      "COPY --from=build /app /app",
    ];
    const history = [
      ...base,
      layer("RUN /bin/sh -c apk add curl # buildkit"),
      layer("COPY /app /app # buildkit"),
    ];
    expect(replay(stages, history)).toEqual({
      lines: [undefined, 4, 6],
      baseLayers: 1,
      base: "alpine:3",
    });
  });

  it("knows that nothing is the base's where there is none", () => {
    const found = replay(["FROM scratch", "COPY app /"], [layer("COPY app / # buildkit")]);
    expect(found).toEqual({ lines: [2], baseLayers: 0 });
  });

  it("bears what builders leave out or write anew", () => {
    const lines = ["FROM debian", "ARG V=1", "ARG W", "RUN echo $V", "RUN make", "WORKDIR /srv"];
    const history = [
      ...base,
      empty("ARG V=1"),
      layer("RUN |1 V=1 /bin/sh -c echo $V # buildkit"),
      empty("LABEL added-by=builder"),
      layer("RUN |1 V=1 /bin/sh -c make # buildkit"),
    ];
    expect(replay(lines, history)).toMatchObject({ lines: [undefined, 4, 5], baseLayers: 1 });
  });

  it("does not take another file's history for its own", () => {
    const other = [...base, layer("RUN /bin/sh -c yum install x"), layer("RUN /bin/sh -c b")];
    expect(replay(["FROM debian", "RUN apt-get update", "RUN make"], other)).toBeUndefined();
    expect(replay(file, base)).toBeUndefined();
    expect(replay(["# nothing"], base)).toBeUndefined();
  });

  it("never throws, and never tells more lines than there are layers", () => {
    const instruction = fc.constantFrom(
      ...file,
      "WORKDIR /x",
      "ARG A",
      "FROM debian AS b",
      "FROM b",
    );
    const entry = fc.record({
      createdBy: fc.constantFrom("RUN /bin/sh -c x", "COPY . /app", "ENV A=b", "", "WORKDIR /x"),
      emptyLayer: fc.boolean(),
    });
    fc.assert(
      fc.property(fc.array(instruction), fc.array(entry), (lines, history) => {
        const found = replay(lines, history);
        const layers = history.filter(({ emptyLayer }) => !emptyLayer).length;
        if (found) expect(found.lines).toHaveLength(layers);
        expect(found?.baseLayers ?? 0).toBeLessThanOrEqual(layers);
      }),
    );
  });

  it("fits what the real classic builder made of a file", async ({ skip }) => {
    const home = process.env.KIT_HOME ?? "/var/tmp/plimsoll-kit";
    const cache = process.env.KIT_CACHE ?? join(home, "cache");
    const path = join(cache, "layers/practice-bad.expect/Dockerfile");
    if (!existsSync(path)) return skip("the kit's image practice-bad is not built");
    const text = readFileSync(path, "utf8");
    const image = await openImage(`oci-dir:${join(cache, "images/practice-bad")}`);
    const found = replayDockerfile(parseDockerfile(text), image.config.history);
    await image.close();
    const lines = text.split("\n");
    expect(found?.baseLayers).toBe(1);
    expect(found?.lines.map((line) => line && lines[line - 1]?.slice(0, 12))).toEqual([
      undefined,
      "ADD app.tar ",
      "COPY .env /a",
      "RUN useradd ",
      "RUN cp /bin/",
      "RUN mkdir -p",
    ]);
  });
});
