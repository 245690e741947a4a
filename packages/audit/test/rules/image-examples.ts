import type { ImageConfig } from "@plimsoll/image";
import type { ImageSnapshot } from "../../src/index.ts";

export interface ImageExamples {
  readonly fails: readonly ImageSnapshot[];
  readonly passes: readonly ImageSnapshot[];
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

/** As BuildKit writes it. */
const ran = (command: string) => `RUN /bin/sh -c ${command} # buildkit`;

export const imageExamples: Readonly<Record<string, ImageExamples>> = {
  "image-update-alone": {
    fails: [
      withHistory(ran("apt-get update"), ran("apt-get install -y curl")),
      withHistory("/bin/sh -c apk update"),
    ],
    passes: [withHistory(ran("apt-get update && apt-get install -y curl")), imageConfig()],
  },
  "image-sudo": {
    fails: [withHistory(ran("sudo apt-get install -y curl"))],
    passes: [withHistory(ran("apt-get install -y sudo"))],
  },
  "image-upgrade": {
    fails: [withHistory(ran("apt-get update && apt-get dist-upgrade -y"))],
    passes: [withHistory(ran("apt-get update && apt-get install -y dist-upgrade-tool"))],
  },
  "image-apk-cache": {
    fails: [withHistory(ran("apk add curl"))],
    passes: [
      withHistory(ran("apk add --no-cache curl")),
      withHistory(ran("apk add curl && rm -rf /var/cache/apk/*")),
    ],
  },
  "image-apt-lists": {
    fails: [withHistory(ran("apt-get update && apt-get install -y curl"))],
    passes: [
      withHistory(
        ran("apt-get update && apt-get install -y curl && rm -rf /var/lib/apt/lists/*"),
        // Debian's own image, which Dockle blames for what it switches off (dockle#284).
        ran("rm -rf /var/lib/apt/lists/*"),
      ),
    ],
  },
  "image-add-local": {
    fails: [
      withHistory("ADD app /srv # buildkit"),
      withHistory("/bin/sh -c #(nop) ADD dir:0a in /srv "),
    ],
    passes: [
      withHistory("/bin/sh -c #(nop) ADD file:0a1b in / "),
      withHistory("ADD debian.tar.xz / # buildkit"),
      withHistory("ADD app.tar.gz /srv # buildkit"),
      withHistory("COPY app /srv # buildkit"),
    ],
  },
  "image-latest": {
    fails: ["shop", "registry.test:5000/shop:latest"].map((reference) => ({
      ...imageConfig(),
      reference,
    })),
    passes: [
      { ...imageConfig(), reference: "shop:1.4" },
      { ...imageConfig(), reference: "0a1b2c3d4e5f" },
      { ...imageConfig(), reference: `shop@sha256:${"0a".repeat(32)}` },
      imageConfig(),
    ],
  },
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
