// biome-ignore-all lint/suspicious/noTemplateCurlyInString: expressions of GitHub, not of JavaScript
import type { Examples } from "./dockerfile-examples.ts";

/** A job with these lines; the first of them is line 4. */
function job(...lines: string[]): string {
  return ["on: push", "jobs:", "  build:", ...lines.map((line) => `    ${line}`)].join("\n");
}

/** The action that builds, with these inputs; the first of them is line 7. */
function build(...inputs: string[]): string {
  return job(
    "steps:",
    "  - uses: docker/build-push-action@0123456789012345678901234567890123456789",
    "    with:",
    ...inputs.map((input) => `      ${input}`),
  );
}

/** A command, in line 5. */
function run(command: string): string {
  return job("steps:", `  - run: ${command}`);
}

const onTarget = (text: string) => text.replace("on: push", "on: [pull_request_target]");
const digest = `@sha256:${"0123456789abcdef".repeat(4)}`;

export const workflowExamples: Readonly<Record<string, Examples>> = {
  "workflow-untrusted-push": {
    fails: [
      [onTarget(build("push: true")), 5],
      [onTarget(run("docker push shop:1")), 5],
    ],
    passes: [onTarget(build("push: false")), build("push: true")],
  },
  "workflow-secret-build-arg": {
    fails: [
      [build("build-args: TOKEN=${{ secrets.TOKEN }}"), 7],
      [run("docker build --build-arg TOKEN=${{ secrets.TOKEN }} ."), 5],
    ],
    passes: [build("secrets: token=${{ secrets.TOKEN }}"), build("build-args: VERSION=1")],
  },
  "workflow-insecure-build": {
    fails: [
      [build("allow: security.insecure"), 7],
      [run("docker buildx build --allow security.insecure ."), 5],
      [
        run(
          "docker buildx create --buildkitd-flags '--allow-insecure-entitlement security.insecure'",
        ),
        5,
      ],
    ],
    passes: [build("context: .")],
  },
  "workflow-host-network-build": {
    fails: [
      [build("network: host"), 7],
      [run("docker build --network=host ."), 5],
      [run("docker buildx bake --allow network.host"), 5],
      [run("docker buildx create --use --driver-opt network=host"), 5],
    ],
    passes: [build("network: none")],
  },
  "workflow-attestations-off": {
    fails: [[build("push: true", "provenance: false"), 8]],
    passes: [build("push: true", "provenance: mode=max"), build("load: true", "provenance: false")],
  },
  "workflow-login-password": {
    fails: [
      [run('docker login -u me -p "${{ secrets.PASSWORD }}" ghcr.io'), 5],
      [run('docker login -u me --password="$PASSWORD"'), 5],
    ],
    passes: [run('echo "$PASSWORD" | docker login -u me --password-stdin')],
  },
  "workflow-docker-action-unpinned": {
    fails: [[job("steps:", "  - uses: docker/login-action@v3"), 5]],
    passes: [build("push: true"), job("steps:", "  - uses: actions/checkout@v4")],
  },
  "workflow-image-unsigned": {
    fails: [[build("push: true"), 5]],
    passes: [
      build("push: false"),
      `${build("push: true")}\n      - run: cosign sign --yes shop${digest}`,
    ],
  },
  "workflow-image-without-sbom": {
    fails: [[build("push: true"), 5]],
    passes: [build("push: true", "sbom: true")],
  },
  "workflow-container-privileged": {
    fails: [
      [job("container:", "  image: a", "  options: --init --privileged"), 6],
      [job("services:", "  db: {image: a, options: --network host}"), 5],
    ],
    passes: [job("container: {image: a, options: --cpus 1}")],
  },
  "workflow-runtime-socket": {
    fails: [
      [
        job("container:", "  image: a", "  volumes: ['/var/run/docker.sock:/var/run/docker.sock']"),
        6,
      ],
      [job("container: {image: a, options: '-v /var/run/docker.sock:/s'}"), 4],
    ],
    passes: [job("container: {image: a, volumes: ['cache:/cache']}")],
  },
  "workflow-hard-coded-credentials": {
    fails: [
      [job("container:", "  image: a", "  credentials:", "    password: hunter2"), 7],
      [job("steps:", "  - uses: docker/login-action@v3", "    with: {password: hunter2}"), 6],
    ],
    passes: [
      job("container: {image: a, credentials: {username: me, password: '${{ secrets.P }}'}}"),
    ],
  },
  "workflow-image-unpinned": {
    fails: [
      [job("container: node:22"), 4],
      [job("steps:", "  - uses: docker://alpine:3"), 5],
    ],
    passes: [job(`container: node:22${digest}`), job("container: ${{ matrix.image }}")],
  },
};
