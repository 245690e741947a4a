import type { ImageConfig } from "@plimsoll/image";

export interface ImageExamples {
  readonly fails: readonly ImageConfig[];
  readonly passes: readonly ImageConfig[];
}

/** The configuration of an image that no rule objects to, with these changes. */
export function imageConfig(
  run: Partial<ImageConfig["run"]> = {},
  rest: Partial<ImageConfig> = {},
): ImageConfig {
  return {
    os: "linux",
    architecture: "amd64",
    run: {
      user: "10001",
      env: ["PATH=/usr/bin"],
      entrypoint: ["/app"],
      cmd: [],
      workingDir: "/srv",
      exposedPorts: [],
      volumes: [],
      labels: {},
      healthcheck: { test: ["CMD", "/app", "--check"] },
      onBuild: [],
      ...run,
    },
    history: [],
    diffIds: [],
    raw: {},
    ...rest,
  };
}

/** An image whose history is these commands, each with a layer of its own. */
export function withHistory(...commands: string[]): ImageConfig {
  return imageConfig(
    {},
    {
      history: commands.map((createdBy) => ({ createdBy, emptyLayer: false })),
      diffIds: commands.map((_, index) => `sha256:${String(index).repeat(64)}`),
    },
  );
}

export const imageExamples: Readonly<Record<string, ImageExamples>> = {
  "image-user-root": {
    fails: ["", "root", "0", "0:0", "root:root"].map((user) => imageConfig({ user })),
    passes: [imageConfig({ user: "app" }), imageConfig({ user: "" }, { os: "windows" })],
  },
  "image-healthcheck-missing": {
    fails: [
      imageConfig({ healthcheck: { test: ["NONE"] } }),
      imageConfig({ healthcheck: { test: [] } }),
    ],
    passes: [imageConfig()],
  },
  "image-secret-env": {
    fails: [
      imageConfig({ env: ["DB_PASSWORD=hunter2"] }),
      imageConfig({ env: ["X=ghp_0123456789abcdef0123456789abcdef0123"] }),
    ],
    passes: [imageConfig({ env: ["PASSWORD_FILE=/run/secrets/x", "GPG_KEY=A035C8", "TOKEN="] })],
  },
  "image-secret-label": {
    fails: [imageConfig({ labels: { "com.example.api-token": "abcdef0123" } })],
    passes: [imageConfig({ labels: { "org.opencontainers.image.title": "token service" } })],
  },
  "image-secret-history": {
    fails: [
      withHistory("RUN |1 NPM_TOKEN=abcdef0123 /bin/sh -c npm ci # buildkit"),
      withHistory("/bin/sh -c #(nop)  ENV DB_PASSWORD=hunter2"),
    ],
    passes: [
      withHistory("RUN |1 VERSION=1 /bin/sh -c make # buildkit"),
      withHistory("RUN /bin/sh -c TOKEN=$(cat /run/secrets/t) make # buildkit"),
    ],
  },
  "image-download-at-start": {
    fails: [imageConfig({ entrypoint: ["/bin/sh", "-c", "curl https://x.example | sh"] })],
    passes: [imageConfig({ entrypoint: ["/bin/sh", "-c", "exec /app"] })],
  },
  "image-pipe-to-shell": {
    fails: [
      withHistory("/bin/sh -c curl -fsSL https://x.example | bash -"),
      withHistory(
        "RUN |1 A=b /bin/sh -c apt-get update && wget -qO- https://x.example | sh # buildkit",
      ),
    ],
    passes: [withHistory("RUN /bin/sh -c curl https://x.example | tar x # buildkit")],
  },
  "image-remote-add": {
    fails: [
      withHistory("ADD https://example.com/x.tgz /x # buildkit"),
      withHistory("/bin/sh -c #(nop) ADD https://example.com/x /x"),
    ],
    passes: [withHistory("/bin/sh -c #(nop) ADD file:0123456789abcdef in / ")],
  },
  "image-expose-ssh": {
    fails: [imageConfig({ exposedPorts: ["80/tcp", "22/tcp"] })],
    passes: [imageConfig({ exposedPorts: ["2222/tcp", "22/udp"] })],
  },
  "image-system-volume": {
    fails: [
      imageConfig({ volumes: ["/proc"] }),
      imageConfig({ volumes: ["/sys/fs/cgroup"] }),
      imageConfig({ volumes: ["/dev/"] }),
    ],
    passes: [imageConfig({ volumes: ["/data", "/developer"] })],
  },
  "image-content-trust": {
    fails: [imageConfig({ env: ["DOCKER_CONTENT_TRUST=1"] })],
    passes: [
      imageConfig({ env: ["DOCKER_CONTENT_TRUST=0"] }),
      imageConfig({
        env: ["DOCKER_CONTENT_TRUST=1", "DOCKER_CONTENT_TRUST_SERVER=https://n.example"],
      }),
    ],
  },
};
