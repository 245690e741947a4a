// biome-ignore-all lint/suspicious/noTemplateCurlyInString: variables of Docker, not of JavaScript
import type { DockerfileOptions } from "../../src/index.ts";
import { packageExamples } from "./dockerfile-package-examples.ts";
import { shellExamples } from "./dockerfile-shell-examples.ts";
import { structureExamples } from "./dockerfile-structure-examples.ts";

/** Texts on which a rule must fail, each with the line, and texts on which it must not. */
export interface Examples {
  readonly fails: readonly (readonly [text: string, line: number])[];
  readonly passes: readonly string[];
  /** What the rule needs to be told; optional rules run in any case. */
  readonly options?: DockerfileOptions;
}

const from =
  "FROM debian:12@sha256:0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef";

export const dockerfileExamples: Readonly<Record<string, Examples>> = {
  "dockerfile-user-root": {
    fails: [
      [`${from}\nUSER app\nUSER root`, 3],
      [`${from}\nUSER 0`, 2],
      [`${from}\nUSER 0:0`, 2],
      [`${from}\nUSER root:root`, 2],
      [`ARG U=root\n${from}\nARG U\nUSER $U`, 4],
      [`${from} AS base\nUSER root\nFROM base`, 2],
    ],
    passes: [
      `${from}\nUSER root\nRUN id\nUSER app`,
      `${from}\nUSER 10001:0`,
      // The root user of a stage that is thrown away says nothing about the image.
      `${from} AS build\nUSER root\nRUN make\n${from}\nUSER app`,
      `${from}\nENV APP=1000\nUSER \${APP}`,
    ],
  },
  "dockerfile-user-missing": {
    fails: [
      [`${from}\nRUN id`, 1],
      [`${from} AS build\nUSER app\nFROM scratch\nCOPY --from=build /a /a`, 3],
    ],
    passes: [
      `${from}\nUSER app`,
      `${from} AS base\nUSER app\nFROM base\nRUN id`,
      "FROM gcr.io/distroless/static-debian12:nonroot",
      "FROM cgr.dev/chainguard/node:22",
      "FROM mcr.microsoft.com/windows/nanoserver:ltsc2022",
    ],
  },
  "dockerfile-base-untagged": {
    fails: [
      ["FROM debian", 1],
      ["FROM registry.example:5000/team/app", 1],
      ["FROM debian:12\nFROM alpine AS x", 2],
    ],
    passes: [
      "FROM debian:12",
      "FROM scratch",
      "FROM debian:12 AS build\nFROM build",
      from,
      "ARG TAG=12\nFROM debian:$TAG",
    ],
  },
  "dockerfile-base-latest": {
    fails: [
      ["FROM debian:latest", 1],
      ["ARG TAG=latest\nFROM debian:${TAG}", 2],
    ],
    passes: [
      "FROM debian:12",
      "FROM debian:latest@sha256:0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef",
    ],
  },
  "dockerfile-base-digest": {
    fails: [["FROM debian:12", 1]],
    passes: [from, "FROM scratch", `${from} AS a\nFROM a`],
  },
  "dockerfile-copy-from-unpinned": {
    fails: [
      [`${from}\nCOPY --from=alpine:3.20 /etc/apk /x`, 2],
      [`${from}\nRUN --mount=type=bind,from=golang:1.23,target=/go true`, 2],
    ],
    passes: [
      `${from} AS build\n${from}\nCOPY --from=build /a /a`,
      `${from}\nCOPY --from=alpine@sha256:0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef /a /a`,
    ],
  },
  "dockerfile-add-local": {
    fails: [
      [`${from}\nADD src /src`, 2],
      [`${from}\nADD --chown=1:1 ["a b", "/x/"]`, 2],
    ],
    passes: [
      `${from}\nCOPY src /src`,
      `${from}\nADD rootfs.tar.gz /`,
      `${from}\nADD app.tar /`,
      `${from}\nADD https://example.com/x /x`,
      `${from}\nADD git@github.com:owner/repo.git /src`,
    ],
  },
  "dockerfile-add-remote": {
    fails: [
      [`${from}\nADD https://example.com/x.tgz /x`, 2],
      [`${from}\nADD https://github.com/owner/repo.git#main /x`, 2],
    ],
    passes: [
      `${from}\nADD --checksum=sha256:24454f830cdb571e2c4ad15481119c43b3cafd48dd869a9b2945d1036d1dc68d https://example.com/x /x`,
      `${from}\nADD https://github.com/owner/repo.git#0123456789abcdef0123456789abcdef01234567 /x`,
      `${from}\nADD x.tar /x`,
    ],
  },
  "dockerfile-pipe-to-shell": {
    fails: [
      [`${from}\nRUN curl -fsSL https://x.example/i.sh | sh`, 2],
      [
        `${from}\nRUN apt-get update \\\n && wget -qO- https://x.example | sudo -E bash -s -- -y`,
        3,
      ],
      [`${from}\nRUN bash <(curl -s https://x.example)`, 2],
      [`${from}\nRUN sh -c "$(curl -fsSL https://x.example)"`, 2],
      [`${from}\nRUN <<EOF\nset -e\ncurl https://x.example |\n  python3 -\nEOF`, 4],
      [`${from}\nRUN ["/bin/sh", "-c", "curl https://x.example | sh"]`, 2],
    ],
    passes: [
      `${from}\nRUN curl -fsSL https://x.example/x.tgz | tar xz`,
      `${from}\nRUN curl -s https://x.example | python3 -m json.tool`,
      `${from}\nRUN curl -o i.sh https://x.example && sha256sum -c sums && sh i.sh`,
      `${from}\nRUN echo "curl https://x.example | sh"`,
      `${from}\nRUN curl -s https://x.example || sh fallback.sh`,
    ],
  },
  "dockerfile-download-at-start": {
    fails: [
      [`${from}\nENTRYPOINT ["sh", "-c", "curl https://x.example | sh"]`, 2],
      [`${from}\nCMD curl https://x.example | bash`, 2],
    ],
    passes: [`${from}\nCMD ["curl", "https://x.example"]`],
  },
  "dockerfile-secret-env": {
    fails: [
      [`${from}\nENV A=b \\\n  DB_PASSWORD=hunter2`, 3],
      [`${from}\nENV API_TOKEN abcdef`, 2],
      [`${from}\nENV DATABASE_URL=postgres://app:hunter2@db/app`, 2],
      [`${from}\nENV X=AKIAIOSFODNN7EXAMPLE`, 2],
    ],
    passes: [
      `${from}\nENV PASSWORD_FILE=/run/secrets/password`,
      `${from}\nENV TOKEN=\${TOKEN}`,
      `${from}\nENV PASSWORD=`,
      `${from}\nENV GPG_KEY=A035C8C19219BA821ECEA86B64E628F8D684696D`,
      `${from}\nENV MYSQL_ALLOW_EMPTY_PASSWORD=yes TOKEN_TTL=3600 PUBLIC_KEY=abc`,
      `${from}\nENV PWD=/srv`,
    ],
  },
  "dockerfile-secret-arg": {
    fails: [
      [`${from}\nARG NPM_TOKEN`, 2],
      [`ARG DB_PASSWORD=hunter2\n${from}`, 1],
    ],
    passes: [`${from}\nARG VERSION=1`, `${from}\nARG TOKEN_FILE`, `${from}\nARG X=\${DB_PASSWORD}`],
  },
  "dockerfile-secret-copied": {
    fails: [
      [`${from}\nCOPY package.json .env ./`, 2],
      [`${from}\nCOPY keys/id_rsa /root/.ssh/`, 2],
      [`${from}\nCOPY ["./.npmrc", "/root/"]`, 2],
      [`${from}\nADD .git /src/.git`, 2],
      [`${from}\nCOPY config/.aws/credentials /root/`, 2],
    ],
    passes: [
      `${from} AS b\n${from}\nCOPY --from=b /app/.env /x`,
      `${from}\nCOPY .env.example ./.env`,
      `${from}\nCOPY .gitignore id_rsa.pub environment ./`,
    ],
  },
  "dockerfile-password-set": {
    fails: [
      [`${from}\nRUN echo root:hunter2 | chpasswd`, 2],
      [`${from}\nRUN passwd -d root`, 2],
    ],
    passes: [`${from}\nRUN passwd -l root`, `${from}\nRUN id`],
  },
  "dockerfile-tls-verification": {
    fails: [
      [`${from}\nRUN curl -fsSLk https://x.example`, 2],
      [`${from}\nRUN true && \\\n wget --no-check-certificate https://x.example`, 3],
      [`${from}\nENV NODE_TLS_REJECT_UNAUTHORIZED=0`, 2],
      [`${from}\nRUN NODE_TLS_REJECT_UNAUTHORIZED=0 npm ci`, 2],
      [`${from}\nRUN python3 -m pip install --trusted-host pypi.org x`, 2],
      [`${from}\nRUN git -c http.sslVerify=false clone https://x.example`, 2],
      [`${from}\nRUN npm config set strict-ssl false`, 2],
      [`${from}\nENV GIT_SSL_NO_VERIFY=1`, 2],
    ],
    passes: [
      `${from}\nRUN curl -fsSL -o k https://x.example`,
      `${from}\nENV NODE_TLS_REJECT_UNAUTHORIZED=1`,
      `${from}\nHEALTHCHECK CMD curl -k https://localhost/`,
      `${from}\nRUN git config http.sslVerify true`,
      `${from}\nRUN grep --insecure x`,
    ],
  },
  "dockerfile-package-signatures": {
    fails: [
      [`${from}\nRUN apt-get install -y --allow-unauthenticated x`, 2],
      [`${from}\nRUN apk add --allow-untrusted x.apk`, 2],
      [`${from}\nRUN dnf install -y --nogpgcheck x`, 2],
      [`${from}\nRUN rpm -i --nosignature x.rpm`, 2],
    ],
    passes: [`${from}\nRUN apt-get install -y x`, `${from}\nRUN rpm -i x.rpm`],
  },
  "dockerfile-run-insecure": {
    fails: [[`${from}\nRUN --security=insecure mount`, 2]],
    passes: [`${from}\nRUN --security=sandbox id`, `${from}\nRUN echo --security=insecure`],
  },
  "dockerfile-run-host-network": {
    fails: [[`${from}\nRUN --mount=type=cache,target=/x --network=host id`, 2]],
    passes: [`${from}\nRUN --network=none id`],
  },
  "dockerfile-stage-undefined": {
    fails: [
      [`${from} AS build\n${from}\nCOPY --from=biuld /a /a`, 3],
      [`${from} AS build\nCOPY --from=build /a /a`, 2],
      [`${from}\nCOPY --from=later /a /a\n${from} AS later`, 2],
    ],
    passes: [
      `${from} AS Build\n${from}\nCOPY --from=build /a /a`,
      `${from}\n${from}\nCOPY --from=0 /a /a`,
      `${from}\nCOPY --from=nginx:1.27 /a /a`,
    ],
  },
  "dockerfile-stage-duplicate": {
    fails: [[`${from} AS a\n${from} AS A`, 2]],
    passes: [`${from} AS a\n${from} AS b`],
  },
  "dockerfile-sudo": {
    fails: [
      [`${from}\nRUN sudo -u app id`, 2],
      [`${from}\nRUN id && \\\n  # why not\n  sudo id`, 4],
    ],
    passes: [`${from}\nRUN apt-get install -y sudo`, `${from}\nRUN echo sudo`],
  },
  "dockerfile-world-writable": {
    fails: [
      [`${from}\nRUN chmod -R 777 /srv`, 2],
      [`${from}\nRUN chmod o+w /srv`, 2],
      [`${from}\nRUN chmod a+rwx /srv`, 2],
      [`${from}\nCOPY --chmod=0777 a /a`, 2],
    ],
    passes: [
      `${from}\nRUN chmod 1777 /tmp`,
      `${from}\nRUN chmod 755 /a && chmod +x /b && chmod u+w /c`,
      `${from}\nCOPY --chmod=755 a /a`,
    ],
  },
  "dockerfile-system-volume": {
    fails: [
      [`${from}\nVOLUME /proc`, 2],
      [`${from}\nVOLUME ["/data", "/var/run/docker.sock"]`, 2],
      [`${from}\nWORKDIR /etc`, 2],
    ],
    passes: [`${from}\nVOLUME /data\nWORKDIR /srv`],
  },
  "dockerfile-expose-ssh": {
    fails: [
      [`${from}\nEXPOSE 80 \\\n  22/tcp`, 3],
      [`${from}\nARG PORT=22\nEXPOSE $PORT`, 3],
      [`${from}\nEXPOSE 20-25`, 2],
    ],
    passes: [`${from}\nEXPOSE 2222 22/udp`],
  },
  "dockerfile-expose-range": {
    fails: [
      [`${from}\nEXPOSE 70000`, 2],
      [`${from}\nEXPOSE 90-80`, 2],
    ],
    passes: [`${from}\nEXPOSE 65535/udp 8000-8010`],
  },
  "dockerfile-update-alone": {
    fails: [
      [`${from}\nRUN apt-get update\nRUN apt-get install -y curl`, 2],
      [`${from}\nRUN apt-get update && rm -rf /var/lib/apt/lists/*`, 2],
    ],
    passes: [`${from}\nRUN apt-get update && apt-get install -y curl`],
  },
  "dockerfile-apt-upgrade": {
    fails: [
      [`${from}\nRUN apt-get update && apt-get upgrade -y && apt-get install -y curl`, 2],
      [`${from}\nRUN apt-get update && apt-get -y dist-upgrade`, 2],
    ],
    passes: [`${from}\nRUN apt-get update && apt-get install -y --only-upgrade openssl`],
  },
  "dockerfile-apt-recommends": {
    fails: [[`${from}\nRUN apt-get update \\\n && apt-get install -y curl`, 3]],
    passes: [
      `${from}\nRUN apt-get install -y --no-install-recommends curl`,
      `${from}\nRUN apt-get -o APT::Install-Recommends=0 install curl`,
      `${from} AS build\nRUN apt-get install -y gcc\n${from}\nCOPY --from=build /a /a`,
    ],
  },
  "dockerfile-apt-yes": {
    fails: [[`${from}\nRUN apt-get install curl`, 2]],
    passes: [
      `${from}\nRUN apt-get install -y curl`,
      `${from}\nRUN apt-get install -qqy curl`,
      `${from}\nRUN apt-get -qq install curl`,
      `${from}\nRUN yes | apt-get install curl`,
    ],
  },
  "dockerfile-apt-lists": {
    fails: [
      [
        `${from}\nRUN apt-get update && apt-get install -y curl\nRUN rm -rf /var/lib/apt/lists/*`,
        2,
      ],
    ],
    passes: [
      `${from}\nRUN apt-get update && apt-get install -y curl && rm -rf /var/lib/apt/lists/*`,
      `${from}\nRUN --mount=type=cache,target=/var/lib/apt apt-get update && apt-get install -y curl`,
      `${from} AS build\nRUN apt-get update\nFROM scratch\nCOPY --from=build /a /a`,
    ],
  },
  "dockerfile-apk-cache": {
    fails: [[`${from}\nRUN apk add curl`, 2]],
    passes: [
      `${from}\nRUN apk add --no-cache curl`,
      `${from}\nRUN apk --no-cache add curl`,
      `${from}\nRUN apk add -U curl && rm -rf /var/cache/apk/*`,
    ],
  },
  "dockerfile-pip-cache": {
    fails: [
      [`${from}\nRUN pip3 install flask`, 2],
      [`${from}\nRUN python -m pip install -r requirements.txt`, 2],
    ],
    passes: [
      `${from}\nRUN pip install --no-cache-dir flask`,
      `${from}\nENV PIP_NO_CACHE_DIR=1\nRUN pip install flask`,
      `${from}\nRUN --mount=type=cache,target=/root/.cache/pip pip install flask`,
    ],
  },
  "dockerfile-rpm-cache": {
    fails: [[`${from}\nRUN dnf install -y curl`, 2]],
    passes: [
      `${from}\nRUN dnf install -y curl && dnf clean all`,
      `${from}\nRUN yum install -y curl && rm -rf /var/cache/yum`,
    ],
  },
  "dockerfile-run-cd": {
    fails: [
      [`${from}\nRUN cd /srv && make`, 2],
      [`${from}\nRUN mkdir /srv && cd /srv`, 2],
    ],
    passes: [`${from}\nRUN tar xf a.tgz && cd a && make && rm -r /a`, `${from}\nWORKDIR /srv`],
  },
  "dockerfile-workdir-relative": {
    fails: [[`${from}\nWORKDIR app`, 2]],
    passes: [
      `${from}\nWORKDIR /srv\nWORKDIR app`,
      `${from}\nENV HOME=/srv\nWORKDIR $HOME/app`,
      `${from} AS base\nWORKDIR /srv\nFROM base\nWORKDIR app`,
    ],
  },
  "dockerfile-shell-form": {
    fails: [
      [`${from}\nCMD node server.js`, 2],
      [`${from}\nENTRYPOINT ['node', 'server.js']`, 2],
    ],
    passes: [
      `${from}\nCMD ["node", "server.js"]`,
      `${from}\nENTRYPOINT exec node server.js`,
      `${from}\nSHELL ["/bin/bash", "-c"]\nCMD node server.js`,
    ],
  },
  "dockerfile-several-cmd": {
    fails: [[`${from}\nCMD ["a"]\nCMD ["b"]`, 2]],
    passes: [`${from} AS a\nCMD ["a"]\n${from}\nCMD ["b"]`],
  },
  "dockerfile-several-entrypoint": {
    fails: [[`${from}\nENTRYPOINT ["a"]\nENTRYPOINT ["b"]`, 2]],
    passes: [`${from}\nENTRYPOINT ["a"]\nCMD ["b"]`],
  },
  "dockerfile-several-healthcheck": {
    fails: [[`${from}\nHEALTHCHECK CMD a\nHEALTHCHECK CMD b`, 2]],
    passes: [`${from}\nHEALTHCHECK CMD a`],
  },
  "dockerfile-healthcheck-missing": {
    fails: [
      [`${from} AS a\nHEALTHCHECK CMD a\n${from}`, 3],
      [`${from}\nHEALTHCHECK NONE`, 2],
    ],
    passes: [
      `${from}\nHEALTHCHECK --interval=5s CMD ["a"]`,
      `${from} AS a\nHEALTHCHECK CMD a\nFROM a`,
    ],
  },
  "dockerfile-content-trust": {
    fails: [[`${from}\nENV DOCKER_CONTENT_TRUST=1`, 2]],
    passes: [
      `${from}\nENV DOCKER_CONTENT_TRUST=0`,
      `${from}\nENV DOCKER_CONTENT_TRUST=1 DOCKER_CONTENT_TRUST_SERVER=https://notary.example`,
    ],
  },
  "dockerfile-maintainer": {
    fails: [[`${from}\nMAINTAINER someone@example.com`, 2]],
    passes: [`${from}\nLABEL maintainer=someone@example.com`],
  },
  ...structureExamples,
  ...packageExamples,
  ...shellExamples,
};
