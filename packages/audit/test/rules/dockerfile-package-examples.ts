// biome-ignore-all lint/suspicious/noTemplateCurlyInString: variables of Docker, not of JavaScript
import type { Examples } from "./dockerfile-examples.ts";

const from = "FROM debian:12";

/** Examples of rules over package managers and other programs that RUN starts. */
export const packageExamples: Readonly<Record<string, Examples>> = {
  "dockerfile-apt-version": {
    fails: [
      [`${from}\nRUN apt-get update && apt-get install -y curl`, 2],
      [`${from}\nRUN apt-get install -y --no-install-recommends git=1:2.* \\\n  -t bookworm jq`, 2],
    ],
    passes: [
      `${from}\nRUN apt-get install -y curl=7.88.1-10+deb12u8`,
      `${from}\nRUN apt-get install -y ./local.deb jq/bookworm $PACKAGES`,
      `${from}\nRUN apt-get install -y -t bookworm-backports curl=7.*`,
    ],
  },
  "dockerfile-apk-version": {
    fails: [
      ["FROM alpine:3.20\nRUN apk add --no-cache curl", 2],
      ["FROM alpine:3.20\nRUN apk --no-cache add --virtual .build gcc", 2],
    ],
    passes: [
      "FROM alpine:3.20\nRUN apk add --no-cache curl=8.9.1-r1 jq~=1.7",
      'FROM alpine:3.20\nRUN apk add --virtual .build "gcc>13"',
    ],
  },
  "dockerfile-pip-version": {
    fails: [
      [`${from}\nRUN pip install flask`, 2],
      [`${from}\nRUN python3 -m pip install --upgrade pip flask==3.0.3`, 2],
      [`${from}\nRUN pip install git+https://github.com/owner/repo.git`, 2],
    ],
    passes: [
      `${from}\nRUN pip install flask==3.0.3 "django>=5,<6" requests~=2.32`,
      `${from}\nRUN pip install -r requirements.txt --index-url https://pypi.example/simple`,
      `${from}\nRUN pip install . && pip install -e /src ./wheels/a-1.0-py3-none-any.whl`,
      `${from}\nRUN pip install git+https://github.com/owner/repo.git@v1.2`,
    ],
  },
  "dockerfile-npm-version": {
    fails: [
      [`${from}\nRUN npm install -g pnpm`, 2],
      [`${from}\nRUN npm i --loglevel error @scope/tool`, 2],
      [`${from}\nRUN npm install -g yarn@latest`, 2],
    ],
    passes: [
      `${from}\nRUN npm install`,
      `${from}\nRUN npm install -g pnpm@9.1.0 @scope/tool@2`,
      `${from}\nRUN npm install ./local file.tgz github:owner/repo#v1`,
    ],
  },
  "dockerfile-gem-version": {
    fails: [[`${from}\nRUN gem install bundler`, 2]],
    passes: [
      `${from}\nRUN gem install bundler:2.5.6`,
      `${from}\nRUN gem install bundler -v 2.5.6`,
      `${from}\nRUN gem install bundler --version=2.5.6`,
    ],
  },
  "dockerfile-yum-version": {
    fails: [["FROM centos:7\nRUN yum install -y httpd-devel", 2]],
    passes: [
      "FROM centos:7\nRUN yum install -y httpd-2.4.6 ./local.rpm @development",
      "FROM centos:7\nRUN yum clean all",
    ],
  },
  "dockerfile-dnf-version": {
    fails: [
      ["FROM fedora:41\nRUN dnf install -y --setopt install_weak_deps=False httpd", 2],
      ["FROM redhat/ubi9-minimal:9.4\nRUN microdnf install -y httpd", 2],
    ],
    passes: ["FROM fedora:41\nRUN dnf install -y httpd-2.4.62 && dnf module install nodejs:18"],
  },
  "dockerfile-zypper-version": {
    fails: [["FROM opensuse/leap:15.6\nRUN zypper -n install --repo main httpd", 2]],
    passes: ['FROM opensuse/leap:15.6\nRUN zypper install -y httpd=2.4.58 "jq>1.6"'],
  },
  "dockerfile-go-version": {
    fails: [
      ["FROM golang:1.23\nRUN go install example.com/cmd/tool", 2],
      ["FROM golang:1.23\nRUN go install -tags x example.com/cmd/tool@latest", 2],
    ],
    passes: [
      "FROM golang:1.23\nRUN go install example.com/cmd/tool@v1.2.3",
      "FROM golang:1.23\nRUN go install ./... && go install .",
    ],
  },
  "dockerfile-rpm-yes": {
    fails: [
      ["FROM centos:7\nRUN yum install httpd", 2],
      ["FROM fedora:41\nRUN dnf update && dnf install httpd", 2],
      ["FROM opensuse/leap:15.6\nRUN zypper install httpd", 2],
    ],
    passes: [
      "FROM centos:7\nRUN yum -y install httpd",
      "FROM fedora:41\nRUN dnf install --assumeyes httpd",
      "FROM fedora:41\nRUN yes | dnf install httpd",
      "FROM opensuse/leap:15.6\nRUN zypper --non-interactive install httpd && zypper -n in jq",
    ],
  },
  "dockerfile-package-upgrade": {
    fails: [
      ["FROM opensuse/leap:15.6\nRUN zypper dist-upgrade", 2],
      ["FROM fedora:41\nRUN dnf -y update", 2],
      ["FROM alpine:3.20\nRUN apk update && apk upgrade --no-cache", 2],
    ],
    passes: [
      "FROM fedora:41\nRUN dnf -y update openssl",
      "FROM alpine:3.20\nRUN apk update && apk add --no-cache curl",
    ],
  },
  "dockerfile-apt-interactive": {
    fails: [[`${from}\nRUN apt-get update && \\\n  apt install -y curl`, 3]],
    passes: [`${from}\nRUN apt-get install -y curl`, `${from}\nRUN ls /etc/apt`],
  },
  "dockerfile-yarn-cache": {
    fails: [["FROM node:22\nRUN yarn install --frozen-lockfile", 2]],
    passes: [
      "FROM node:22\nRUN yarn install && yarn cache clean",
      "FROM node:22\nRUN --mount=type=cache,target=/usr/local/share/.cache/yarn yarn install",
      "FROM node:22 AS build\nRUN yarn install\nFROM scratch\nCOPY --from=build /a /a",
    ],
  },
  "dockerfile-package-database": {
    fails: [
      [`${from}\nRUN rm -rf /var/lib/dpkg`, 2],
      ["FROM alpine:3.20\nRUN rm -rf /lib/apk/db /var/cache/apk/*", 2],
      ["FROM fedora:41\nRUN rm -rf /var/lib/rpm/*", 2],
    ],
    passes: [
      `${from}\nRUN rm -rf /var/lib/apt/lists/*`,
      "FROM fedora:41\nRUN rm -rf /var/cache/dnf",
    ],
  },
  "dockerfile-downloaders-mixed": {
    fails: [[`${from}\nRUN wget -q https://a.example/x\nRUN curl -O https://a.example/y`, 3]],
    passes: [
      `${from}\nRUN curl -O https://a.example/x && curl -O https://a.example/y`,
      `${from} AS a\nRUN wget -q https://a.example/x\n${from}\nRUN curl -O https://a.example/y`,
    ],
  },
  "dockerfile-wget-progress": {
    fails: [[`${from}\nRUN wget https://a.example/x`, 2]],
    passes: [
      `${from}\nRUN wget --progress=dot:giga https://a.example/x`,
      `${from}\nRUN wget -qO- https://a.example/x`,
      `${from}\nRUN wget -nv https://a.example/x && wget -o log https://a.example/y`,
    ],
  },
  "dockerfile-pointless-command": {
    fails: [
      [`${from}\nRUN service ssh start`, 2],
      [`${from}\nRUN vim /etc/hosts`, 2],
      [`${from}\nRUN systemctl start nginx`, 2],
    ],
    passes: [`${from}\nRUN apt-get install -y vim`, `${from}\nRUN systemctl enable nginx`],
  },
  "dockerfile-useradd-log": {
    fails: [
      [`${from}\nRUN useradd -u 1234567 app`, 2],
      [`${from}\nRUN useradd --uid=1234567 app`, 2],
    ],
    passes: [`${from}\nRUN useradd -l -u 1234567 app`, `${from}\nRUN useradd -u 10001 app`],
  },
  "dockerfile-shell-replaced": {
    fails: [[`${from}\nRUN ln -sfv /bin/bash /bin/sh`, 2]],
    passes: [`${from}\nRUN ln -s /bin/bash /usr/local/bin/sh2`],
  },
  "dockerfile-openssl-version": {
    fails: [
      [`${from}\nRUN wget -q https://www.openssl.org/source/openssl-3.0.5.tar.gz`, 2],
      [`${from}\nARG OPENSSL_VERSION=3.0.2`, 2],
      [`${from}\nARG V=3.0.4\nADD https://www.openssl.org/source/openssl-$V.tar.gz /x`, 3],
    ],
    passes: [
      `${from}\nRUN wget -q https://www.openssl.org/source/openssl-3.0.15.tar.gz`,
      `${from}\nARG OPENSSL_VERSION=3.0.7`,
    ],
  },
  "dockerfile-pipefail": {
    fails: [
      [`${from}\nRUN wget -qO- https://a.example/x | tar xz`, 2],
      ['FROM alpine:3.20\nSHELL ["/bin/ash", "-e", "-c"]\nRUN cat x | sort', 3],
      [`${from}\nRUN set -e; cat x | sort; set -o pipefail`, 2],
      [`${from}\nRUN echo x | sed s/x/y/ | tee /z`, 2],
    ],
    passes: [
      `${from}\nSHELL ["/bin/bash", "-o", "pipefail", "-c"]\nRUN cat x | sort`,
      'FROM alpine:3.20\nSHELL ["/bin/ash", "-eo", "pipefail", "-c"]\nRUN cat x | sort',
      `${from} AS a\nSHELL ["/bin/bash", "-eo", "pipefail", "-c"]\nFROM a\nRUN cat x | sort`,
      `${from}\nRUN set -eo pipefail; cat x | sort`,
      `${from}\nRUN cat x || true`,
      `${from}\nRUN yes | make install`,
      `${from}\n# hadolint shell=pwsh\nRUN Get-Item x | Select y`,
    ],
  },
};
