import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { changeBase, changePin, parseDockerfile } from "../../src/index.ts";

const lines = (...text: string[]) => parseDockerfile(text.join("\n"), "Dockerfile");

describe("changing the base image of a Dockerfile", () => {
  it("edits the FROM line that names it, and keeps the rest of the line", () => {
    const file = lines(
      "# syntax=docker/dockerfile:1",
      "FROM --platform=linux/amd64 debian:12.1 AS app",
      "RUN true",
    );
    expect(changeBase(file, "debian:12.1", "debian:12.11")).toEqual([
      {
        path: "Dockerfile",
        startLine: 2,
        endLine: 2,
        replacement: "FROM --platform=linux/amd64 debian:12.11 AS app",
      },
    ]);
  });

  it("edits the argument that holds the part of the name which changes", () => {
    // biome-ignore lint/suspicious/noTemplateCurlyInString: a Dockerfile's variable
    const file = lines("ARG NODE=20.1", "FROM docker.io/library/node:${NODE}-slim");
    expect(
      changeBase(file, "docker.io/library/node:20.1-slim", "docker.io/library/node:22.3-slim"),
    ).toEqual([{ path: "Dockerfile", startLine: 1, endLine: 1, replacement: "ARG NODE=22.3" }]);
  });

  it("leaves alone what it cannot change surely", () => {
    const twice = lines("ARG A=1", "ARG B=2", "FROM node:$A.$B");
    expect(changeBase(twice, "node:1.2", "node:1.3")).toEqual([]);
    const elsewhere = lines("ARG A=1", "FROM node:$A");
    expect(changeBase(elsewhere, "node:1", "debian:12")).toEqual([]);
    const builder = lines("FROM golang:1.20 AS build", "FROM debian:12", "COPY --from=build /x /x");
    expect(changeBase(builder, "golang:1.20", "golang:1.25")).toEqual([]);
    expect(changeBase(builder, "debian:11", "debian:12")).toEqual([]);
  });
});

describe("changing a pinned version in a Dockerfile", () => {
  it("edits the word of the command, within its quotes", () => {
    const file = lines(
      "FROM debian:12",
      "RUN apt-get update \\",
      '  && apt-get install -y "openssl=3.0.11-1" curl=7.88.1-10 \\',
      "  && pip install django==3.2.1",
    );
    const pin = (type: string, name: string, version: string, to: string) =>
      changePin(file, { type, name, version }, to).map(({ startLine, replacement }) => [
        startLine,
        replacement.trim(),
      ]);
    expect(pin("deb", "openssl", "3.0.11-1", "3.0.13-1")).toEqual([
      [3, '&& apt-get install -y "openssl=3.0.13-1" curl=7.88.1-10 \\'],
    ]);
    expect(pin("pypi", "django", "3.2.1", "3.2.25")).toEqual([
      [4, "&& pip install django==3.2.25"],
    ]);
    expect(pin("deb", "curl", "7.88.1-11", "8")).toEqual([]);
    expect(pin("rpm", "curl", "7.88.1-10", "8")).toEqual([]);
  });

  it("never edits a line into anything but that line with the pin replaced", () => {
    const word = fc.stringMatching(/^[a-z0-9.+~-]{1,12}$/);
    fc.assert(
      fc.property(word, word, word, fc.array(word, { maxLength: 5 }), (name, old, to, others) => {
        const line = `RUN apt-get install ${others.join(" ")} ${name}=${old}`;
        const [edit] = changePin(
          lines("FROM debian:12", line),
          { type: "deb", name, version: old },
          to,
        );
        if (edit) expect(edit.replacement).toBe(line.slice(0, -old.length) + to);
      }),
    );
  });
});
