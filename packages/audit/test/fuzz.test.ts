// biome-ignore-all lint/suspicious/noTemplateCurlyInString: variables of Docker, not of JavaScript
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import {
  auditCompose,
  auditDockerfile,
  auditImage,
  auditKubernetes,
  parseDockerfile,
} from "../src/index.ts";
import { composeExamples } from "./rules/compose-examples.ts";
import { dockerfileExamples } from "./rules/dockerfile-examples.ts";
import { imageConfig } from "./rules/image-examples.ts";
import { kubernetesExamples } from "./rules/kubernetes-examples.ts";

const textsOf = (examples: typeof dockerfileExamples) =>
  Object.values(examples).flatMap(({ fails, passes }) => [
    ...fails.map(([text]) => text),
    ...passes,
  ]);

/** A text with a piece of it cut, doubled or replaced by characters that mean something. */
function mutated(texts: readonly string[]) {
  const noise = fc.stringMatching(/^[\\"'`$(){}<>|&;#=:\n\t [\]*!%@,-]{0,12}$/);
  return fc
    .record({
      text: fc.constantFrom(...texts),
      at: fc.nat(400),
      length: fc.nat(30),
      noise,
      doubled: fc.boolean(),
    })
    .map(({ text, at, length, noise, doubled }) => {
      const start = at % (text.length + 1);
      const cut = text.slice(start, start + length);
      return text.slice(0, start) + noise + (doubled ? cut + cut : "") + text.slice(start + length);
    });
}

function isSound({ findings, incomplete }: ReturnType<typeof auditDockerfile>, text: string): void {
  const lines = text.split("\n").length;
  for (const { location } of findings) {
    expect(location?.line ?? 1).toBeLessThanOrEqual(lines);
    expect(location?.column ?? 1).toBeGreaterThanOrEqual(1);
  }
  for (const { what, why } of incomplete) expect(what && why).toBeTruthy();
  expect(new Set(findings.map(({ fingerprint }) => fingerprint)).size).toBe(findings.length);
}

describe("whatever the text", () => {
  it("a Dockerfile is judged without a fault of ours", () => {
    const garbage = fc.string({ unit: "binary", maxLength: 300 });
    const instruction = fc.constantFrom(
      "FROM",
      "RUN",
      "ENV",
      "COPY <<E",
      "ARG",
      "ONBUILD",
      "HEALTHCHECK CMD",
    );
    const lines = fc
      .array(fc.tuple(instruction, garbage).map(([word, rest]) => `${word} ${rest}`))
      .map((all) => all.join("\n"));
    fc.assert(
      fc.property(fc.oneof(garbage, lines, mutated(textsOf(dockerfileExamples))), (text) => {
        isSound(auditDockerfile(text, { enableAll: true, dockerignore: "*.md" }), text);
      }),
      { numRuns: 400 },
    );
  });

  it("a compose file is judged without a fault of ours", () => {
    fc.assert(
      fc.property(
        fc.oneof(fc.string({ unit: "binary", maxLength: 200 }), mutated(textsOf(composeExamples))),
        (text) => {
          isSound(auditCompose(text), text);
        },
      ),
      { numRuns: 300 },
    );
  });

  it("a file of Kubernetes objects is judged without a fault of ours", () => {
    const garbage = fc.string({ unit: "binary", maxLength: 200 });
    fc.assert(
      fc.property(fc.oneof(garbage, mutated(textsOf(kubernetesExamples))), (text) => {
        isSound(auditKubernetes(text), text);
      }),
      { numRuns: 300 },
    );
  });

  it("an image configuration is judged without a fault of ours", () => {
    const strings = fc.array(fc.string({ unit: "binary" }), { maxLength: 4 });
    fc.assert(
      fc.property(strings, fc.dictionary(fc.string(), fc.string()), (texts, labels) => {
        const run = {
          user: texts[0] ?? "",
          env: texts,
          cmd: texts,
          exposedPorts: texts,
          volumes: texts,
          labels,
        };
        const history = texts.map((createdBy) => ({ createdBy, emptyLayer: false }));
        const { findings } = auditImage(imageConfig(run, { history }));
        expect(findings.length).toBeGreaterThan(0);
      }),
      { numRuns: 150 },
    );
  });

  it("every place of an instruction points at its keyword", () => {
    fc.assert(
      fc.property(mutated(textsOf(dockerfileExamples)), (text) => {
        const { stages, lines } = parseDockerfile(text);
        for (const { keyword, startLine, startColumn } of stages.flatMap(
          ({ instructions }) => instructions,
        )) {
          const line = lines[startLine - 1]!;
          const rest = line.slice(startColumn - 1, startColumn - 1 + keyword.length).toUpperCase();
          // A keyword may itself go on in the next line.
          expect(keyword.startsWith(rest.replace(/\\\s*$/, "")), text).toBe(true);
        }
      }),
      { numRuns: 200 },
    );
  });
});
