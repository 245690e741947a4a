// biome-ignore-all lint/suspicious/noTemplateCurlyInString: variables of Docker, not of JavaScript
import type { Examples } from "./dockerfile-examples.ts";

const from = "FROM debian:12";
const labelSchema = {
  "org.opencontainers.image.version": "semver",
  "org.opencontainers.image.created": "rfc3339",
  "org.opencontainers.image.revision": "hash",
  "org.opencontainers.image.licenses": "spdx",
  "org.opencontainers.image.url": "url",
  "com.example.owner": "email",
} as const;

/** Examples of rules over bases, stages, variables, files, labels and the form of the file. */
export const structureExamples: Readonly<Record<string, Examples>> = {
  "dockerfile-user-name": {
    fails: [[`${from}\nUSER app:app`, 2]],
    passes: [`${from}\nUSER 10001:10001`, `${from}\nUSER root`, `${from}\nARG U=10001\nUSER $U`],
  },
  "dockerfile-base-registry": {
    options: { config: { "trusted-registries": ["docker.io", "*.example.com", "localhost:5000"] } },
    fails: [
      ["FROM ghcr.io/owner/app:1", 1],
      ["ARG HOST=quay.io\nFROM ${HOST}/x:1", 2],
      ["FROM example.com/x:1", 1],
    ],
    passes: [
      "FROM debian:12",
      "FROM registry.example.com/x:1",
      "FROM localhost:5000/x:1 AS a\nFROM a\nFROM scratch",
    ],
  },
  "dockerfile-from-undeclared": {
    fails: [
      ["FROM debian:$TAG", 1],
      ["FROM --platform=${BILDPLATFORM} debian:12", 1],
      ["FROM debian:12\nARG TAG=12\nFROM debian:$TAG", 3],
    ],
    passes: ["ARG TAG=12\nFROM --platform=$BUILDPLATFORM debian:$TAG"],
  },
  "dockerfile-from-default": {
    fails: [
      ["ARG TAG\nFROM debian:$TAG", 2],
      ["ARG IMAGE\nFROM $IMAGE", 2],
    ],
    passes: ["ARG TAG=12\nFROM debian:$TAG", "ARG TAG\nFROM debian:${TAG:-12}"],
  },
  "dockerfile-platform-mismatch": {
    fails: [
      ["FROM --platform=linux/amd64 arm64v8/alpine:3.20", 1],
      ["FROM --platform=linux/amd64 debian:12 AS a\nFROM --platform=linux/arm64 a", 2],
    ],
    passes: [
      "FROM --platform=linux/arm64 arm64v8/alpine:3.20",
      "FROM --platform=$BUILDPLATFORM debian:12 AS a\nFROM a",
    ],
  },
  "dockerfile-platform-constant": {
    fails: [["FROM --platform=linux/amd64 debian:12", 1]],
    passes: [
      "FROM --platform=$BUILDPLATFORM debian:12",
      "FROM --platform=linux/amd64 debian:12 AS build-amd64",
    ],
  },
  "dockerfile-platform-redundant": {
    fails: [["FROM --platform=$TARGETPLATFORM debian:12", 1]],
    passes: ["FROM --platform=${BUILDPLATFORM} debian:12"],
  },
  "dockerfile-stage-reserved": {
    fails: [[`${from} AS scratch`, 1]],
    passes: [`${from} AS build`],
  },
  "dockerfile-stage-unused": {
    fails: [[`${from} AS test\nRUN make test\n${from}`, 1]],
    passes: [
      `${from} AS build\nRUN make\n${from}\nCOPY --from=build /a /a`,
      `${from} AS base\n${from} AS tools\nFROM base\nRUN --mount=from=tools,target=/t /t/x`,
    ],
  },
  "dockerfile-instruction-order": {
    fails: [[`RUN id\n${from}`, 1]],
    passes: [`# a comment\nARG TAG=12\n${from}`],
  },
  "dockerfile-onbuild-forbidden": {
    fails: [
      [`${from}\nONBUILD FROM debian:12`, 2],
      [`${from}\nONBUILD ONBUILD RUN id`, 2],
    ],
    passes: [`${from}\nONBUILD RUN id`],
  },
  "dockerfile-copy-context": {
    options: { dockerignore: "node_modules\n.git\n" },
    fails: [
      [`${from}\nCOPY . /srv`, 2],
      [`${from}\nCOPY --chown=1:1 ["./", "/srv/"]`, 2],
    ],
    passes: [
      `${from} AS build\nCOPY . /src\nFROM scratch\nCOPY --from=build /src/a /a`,
      `${from}\nCOPY src /srv/src`,
    ],
  },
  "dockerfile-copy-ignored": {
    options: { dockerignore: "# all but\n*\n!src\nsrc/**/*.test.js\n!package.json\n" },
    fails: [
      [`${from}\nCOPY package.json README.md /srv/`, 2],
      [`${from}\nCOPY src/a/b.test.js /srv/`, 2],
    ],
    passes: [
      `${from}\nCOPY package.json ./src /srv/`,
      `${from}\nADD https://example.com/README.md /srv/`,
      `${from} AS a\n${from}\nCOPY --from=a README.md /srv/`,
    ],
  },
  "dockerfile-copy-several": {
    fails: [
      [`${from}\nCOPY a b /srv`, 2],
      [`${from}\nADD ["a", "b", "/srv"]`, 2],
    ],
    passes: [
      `${from}\nCOPY a b /srv/`,
      `${from}\nCOPY a /srv`,
      `${from}\nARG D=/srv/\nCOPY a b $D`,
    ],
  },
  "dockerfile-copy-relative": {
    fails: [
      [`${from}\nCOPY a app/`, 2],
      [`${from}\nCOPY a app/\nWORKDIR /srv`, 2],
      [`${from} AS a\nWORKDIR /srv\n${from}\nCOPY --from=a x y`, 4],
    ],
    passes: [
      `${from}\nWORKDIR /srv\nCOPY a app/`,
      `${from} AS a\nWORKDIR /srv\nFROM a\nCOPY a .`,
      `${from}\nCOPY a "/srv/"`,
      `${from}\nCOPY a c:/srv/`,
    ],
  },
  "dockerfile-copy-filesystem": {
    fails: [[`${from} AS a\n${from}\nCOPY --from=a / /`, 3]],
    passes: [
      `${from} AS a\n${from}\nCOPY --from=a /usr/bin/x /usr/bin/`,
      `${from} AS a\nFROM scratch\nCOPY --from=a / /`,
    ],
  },
  "dockerfile-copy-archive": {
    fails: [
      [`${from}\nCOPY app.tar.gz /tmp/\nRUN tar -xzf /tmp/app.tar.gz`, 2],
      [`${from}\nCOPY app.tgz /tmp/x.tgz\nRUN cd /tmp && tar xf x.tgz`, 2],
    ],
    passes: [
      `${from}\nADD app.tar.gz /srv`,
      `${from}\nCOPY app.tar.gz /srv/`,
      `${from} AS a\n${from}\nCOPY --from=a x.tar /x.tar\nRUN tar xf /x.tar`,
    ],
  },
  "dockerfile-copy-from-index": {
    fails: [[`${from}\n${from}\nCOPY --from=0 /a /a`, 3]],
    passes: [`${from} AS a\n${from}\nCOPY --from=a /a /a`],
  },
  "dockerfile-deleted-later": {
    fails: [
      [`${from}\nCOPY id_rsa /root/.ssh/id_rsa\nRUN git clone x && rm /root/.ssh/id_rsa`, 3],
      [`${from}\nCOPY setup.bin /tmp/\nRUN /tmp/setup.bin && rm -rf /tmp/setup.bin`, 3],
    ],
    passes: [
      `${from} AS a\nCOPY x /x\nRUN rm /x\nFROM scratch\nCOPY --from=a /y /y`,
      `${from}\nRUN rm -rf /var/lib/apt/lists/*\nCOPY x /x`,
    ],
  },
  "dockerfile-shell-process": {
    fails: [[`${from}\nENTRYPOINT ["/bin/sh", "-c", "node server.js"]`, 2]],
    passes: [
      `${from}\nCMD ["sh", "-c", "exec node server.js"]`,
      `${from}\nCMD ["bash", "-lc", "prepare && exec node server.js"]`,
      `${from}\nCMD ["node", "server.js"]`,
      `${from}\nENTRYPOINT ["/bin/bash"]`,
    ],
  },
  "dockerfile-env-self": {
    fails: [[`${from}\nENV FOO=a BAR=$FOO/b`, 2]],
    passes: [
      `${from}\nENV FOO=a\nENV BAR=$FOO/b`,
      `${from}\nENV PATH=/x:$PATH`,
      `${from}\nENV FOO=a\nENV FOO=c BAR=$FOO`,
    ],
  },
  "dockerfile-variable-undefined": {
    fails: [
      [`ARG VERSION=1\n${from}\nLABEL version=$VERSION`, 3],
      [`${from}\nARG VERSION=1\nWORKDIR /srv/$VERSOIN`, 3],
      ["FROM scratch\nCOPY x $WHERE", 2],
    ],
    passes: [
      `ARG VERSION=1\n${from}\nARG VERSION\nLABEL version=$VERSION`,
      `${from}\nENV PATH=/x:$PATH`,
      `${from}\nRUN echo $HOME`,
      `${from}\nENV PORT=\${PORT:-8080}`,
      `${from}\nLABEL price='$5' other=\\$X`,
    ],
  },
  "dockerfile-legacy-key-value": {
    fails: [
      [`${from}\nENV NAME some value`, 2],
      [`${from}\nLABEL name value`, 2],
    ],
    passes: [`${from}\nENV NAME="some value" OTHER=x`],
  },
  "dockerfile-expose-format": {
    fails: [
      [`${from}\nEXPOSE 80:8080`, 2],
      [`${from}\nEXPOSE 127.0.0.1:80:80`, 2],
    ],
    passes: [`${from}\nEXPOSE 80/tcp 8000-8010 \${PORT:-80}`],
  },
  "dockerfile-expose-casing": {
    fails: [[`${from}\nEXPOSE 80/TCP`, 2]],
    passes: [`${from}\nEXPOSE 80/tcp`],
  },
  "dockerfile-label-key": {
    fails: [
      [`${from}\nLABEL Com.Example=x`, 2],
      [`${from}\nLABEL com..example=x`, 2],
      [`${from}\nLABEL com.docker.x=y`, 2],
    ],
    passes: [`${from}\nLABEL com.example.some-label=x maintainer=y "a.b"=c`],
  },
  "dockerfile-label-missing": {
    options: { config: { "label-schema": { "com.example.owner": "text" } } },
    fails: [
      [from, 1],
      [`${from} AS a\nLABEL com.example.owner=x\n${from}`, 3],
    ],
    passes: [
      `${from}\nLABEL com.example.owner=x`,
      `${from} AS a\nLABEL com.example.owner=x\nFROM a`,
    ],
  },
  "dockerfile-label-value": {
    options: { config: { "label-schema": labelSchema } },
    fails: [
      [`${from}\nLABEL org.opencontainers.image.version=one`, 2],
      [`${from}\nLABEL a=b \\\n  org.opencontainers.image.created=yesterday`, 3],
      [`${from}\nLABEL org.opencontainers.image.revision=main`, 2],
      [`${from}\nLABEL org.opencontainers.image.licenses="Apache License 2.0"`, 2],
      [`${from}\nLABEL org.opencontainers.image.url=example`, 2],
      [`${from}\nLABEL com.example.owner=nobody`, 2],
      [`${from}\nLABEL com.example.owner=""`, 2],
    ],
    passes: [
      `${from}\nLABEL org.opencontainers.image.version=1.2.3-rc.1 org.opencontainers.image.created=2026-11-25T10:00:00Z`,
      `${from}\nLABEL org.opencontainers.image.revision=0123456789abcdef0123456789abcdef01234567`,
      `${from}\nLABEL org.opencontainers.image.licenses="(MIT OR Apache-2.0)" com.example.owner=a@example.com`,
      `${from}\nLABEL org.opencontainers.image.url=https://example.com/x`,
    ],
  },
  "dockerfile-label-unknown": {
    options: { config: { "label-schema": { owner: "text" }, "strict-labels": true } },
    fails: [[`${from}\nLABEL owner=x other=y`, 2]],
    passes: [`${from}\nLABEL owner=x`],
  },
  "dockerfile-empty-continuation": {
    fails: [[`${from}\nRUN true && \\\n\n  true`, 3]],
    passes: [
      `${from}\nRUN true && \\\n# a comment\n  true\n\nRUN id`,
      `${from}\nRUN <<EOF\nid\n\nid\nEOF`,
    ],
  },
  "dockerfile-as-casing": {
    fails: [[`${from} as build`, 1]],
    passes: [`${from} AS build`, "from debian:12 as build"],
  },
  "dockerfile-stage-casing": {
    fails: [[`${from} AS Build`, 1]],
    passes: [`${from} AS build`],
  },
  "dockerfile-instruction-casing": {
    fails: [
      [`${from}\nrun id\nUSER app`, 2],
      ["from debian:12\nuser app\nRun id", 3],
    ],
    passes: [`${from}\nRUN id`, "from debian:12\nrun id"],
  },
  "dockerfile-definition-description": {
    fails: [
      [`# builds the thing\n${from} AS build`, 1],
      [`${from}\n# which version\nARG VERSION=1`, 2],
    ],
    passes: [
      `# build compiles the program\n${from} AS build`,
      `# a comment\n\n${from} AS build`,
      `# hadolint ignore=DL3006\n${from} AS build`,
    ],
  },
  "dockerfile-inline-pragma": {
    fails: [
      [`${from}\n# hadolint ignore=DL3004\nRUN sudo id`, 2],
      [`# plimsoll global ignore=dockerfile-sudo\n${from}`, 1],
    ],
    passes: [`${from}\n# sudo is needed\nRUN sudo id`],
  },
  "dockerfile-consecutive-run": {
    fails: [[`${from}\nRUN id\nRUN ls`, 3]],
    passes: [
      `${from}\nRUN id && ls`,
      `${from}\nRUN id\nCOPY a /a\nRUN ls`,
      `${from}\nRUN id\nRUN --network=none ls`,
    ],
  },
};
