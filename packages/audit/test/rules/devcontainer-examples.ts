// biome-ignore-all lint/suspicious/noTemplateCurlyInString: variables of devcontainers, not of JavaScript
import type { Examples } from "./dockerfile-examples.ts";

/** A devcontainer.json with these properties; the first of them is line 3. */
function dev(...lines: string[]): string {
  return ["// a comment", "{", ...lines.map((line) => `\t${line}`), "}"].join("\n");
}

export const devContainerExamples: Readonly<Record<string, Examples>> = {
  "devcontainer-privileged": {
    fails: [
      [dev('"privileged": true'), 3],
      [dev('"runArgs": [', '  "--init", // first', '  "--privileged",', "],"), 5],
    ],
    passes: [dev('"privileged": false'), dev('"runArgs": ["--privileged=false"]')],
  },
  "devcontainer-runtime-socket": {
    fails: [
      [dev('"mounts": ["source=/var/run/docker.sock,target=/var/run/docker.sock,type=bind"]'), 3],
      [dev('"runArgs": ["-v", "/var/run/docker.sock:/var/run/docker.sock"]'), 3],
      [
        dev(
          '"features": {',
          '  "ghcr.io/devcontainers/features/docker-outside-of-docker:1": {}',
          "}",
        ),
        4,
      ],
    ],
    passes: [dev('"mounts": [{"source": "cache", "target": "/cache", "type": "volume"}]')],
  },
  "devcontainer-dangerous-capability": {
    fails: [
      [dev('"capAdd": ["SYS_ADMIN"]'), 3],
      [dev('"runArgs": ["--cap-add=ALL"]'), 3],
    ],
    passes: [dev('"capAdd": ["SYS_PTRACE"]')],
  },
  "devcontainer-unconfined": {
    fails: [
      [dev('"securityOpt": ["seccomp=unconfined"]'), 3],
      [dev('"runArgs": ["--security-opt", "apparmor=unconfined"]'), 3],
    ],
    passes: [dev('"securityOpt": ["no-new-privileges"]')],
  },
  "devcontainer-host-namespace": {
    fails: [
      [dev('"runArgs": ["--network=host"]'), 3],
      [dev('"runArgs": ["--pid", "host"]'), 3],
    ],
    passes: [dev('"runArgs": ["--network=dev"]')],
  },
  "devcontainer-sensitive-mount": {
    fails: [
      [dev('"mounts": ["source=${localEnv:HOME}/.ssh,target=/root/.ssh,type=bind"]'), 3],
      [dev('"mounts": [{"source": "/etc", "target": "/etc-host", "type": "bind"}]'), 3],
      [dev('"runArgs": ["--volume=/:/host"]'), 3],
    ],
    passes: [dev('"mounts": ["source=${localWorkspaceFolder}/data,target=/data,type=bind"]')],
  },
  "devcontainer-host-command": {
    fails: [[dev('"initializeCommand": ["./setup.sh"]'), 3]],
    passes: [dev('"postCreateCommand": "npm ci"')],
  },
  "devcontainer-pipe-to-shell": {
    fails: [
      [dev('"postCreateCommand": "curl -fsSL https://a.example/i.sh | sh"'), 3],
      [dev('"onCreateCommand": {', '  "a": "wget -qO- https://a.example/i | bash"', "}"), 4],
    ],
    passes: [dev('"postCreateCommand": "npm ci"')],
  },
  "devcontainer-image-unpinned": {
    fails: [
      [dev('"image": "mcr.microsoft.com/devcontainers/base"'), 3],
      [dev('"image": "node:latest"'), 3],
    ],
    passes: [dev('"image": "mcr.microsoft.com/devcontainers/base:bookworm"')],
  },
  "devcontainer-feature-unpinned": {
    fails: [[dev('"features": {', '  "ghcr.io/devcontainers/features/node": {}', "}"), 4]],
    passes: [dev('"features": {"ghcr.io/devcontainers/features/node:1": {}, "./local": {}}')],
  },
  "devcontainer-user-root": {
    fails: [[dev('"remoteUser": "root"'), 3]],
    passes: [dev('"remoteUser": "vscode"'), dev('"image": "a:1"')],
  },
  "devcontainer-secret-environment": {
    fails: [[dev('"containerEnv": {', '  "DB_PASSWORD": "hunter2"', "}"), 4]],
    passes: [dev('"containerEnv": {"DB_PASSWORD": "${localEnv:DB_PASSWORD}"}')],
  },
};
