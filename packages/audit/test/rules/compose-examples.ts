// biome-ignore-all lint/suspicious/noTemplateCurlyInString: variables of Docker, not of JavaScript
import type { Examples } from "./dockerfile-examples.ts";

/** A service with these lines; the first of them is line 3. */
function service(...lines: string[]): string {
  return ["services:", "  web:", ...lines.map((line) => `    ${line}`)].join("\n");
}

export const composeExamples: Readonly<Record<string, Examples>> = {
  "compose-privileged": {
    fails: [
      [service("image: a:1", "privileged: true"), 4],
      [service('privileged: "true"'), 3],
    ],
    passes: [service("privileged: false"), service("image: a:1")],
  },
  "compose-runtime-socket": {
    fails: [
      [service("image: a:1", "volumes:", "  - /var/run/docker.sock:/var/run/docker.sock:ro"), 5],
      [
        service(
          "volumes:",
          "  - type: bind",
          "    source: /run/podman/podman.sock",
          "    target: /s",
        ),
        5,
      ],
      [service("volumes: ['/run/containerd/containerd.sock:/x']"), 3],
      [service("volumes:", "  - ${DOCKER_SOCK:-/var/run/docker.sock}:/var/run/docker.sock"), 4],
    ],
    passes: [service("volumes:", "  - ./app.sock:/app.sock"), service("image: a:1")],
  },
  "compose-api-socket": {
    fails: [[service("use_api_socket: true"), 3]],
    passes: [service("use_api_socket: false")],
  },
  "compose-dangerous-capability": {
    fails: [
      [service("cap_add:", "  - CHOWN", "  - SYS_ADMIN"), 5],
      [service("cap_add: [ALL]"), 3],
      [service("cap_add: [cap_sys_ptrace]"), 3],
    ],
    passes: [
      service("cap_drop: [ALL]", "cap_add: [NET_BIND_SERVICE, NET_RAW]"),
      service("cap_drop: [SYS_ADMIN]"),
    ],
  },
  "compose-host-network": {
    fails: [
      [service("image: a:1", "network_mode: host"), 4],
      [service("network_mode: host"), 3],
    ],
    passes: [service("network_mode: bridge"), service("network_mode: service:db")],
  },
  "compose-host-pid": {
    fails: [
      [service("image: a:1", "pid: host"), 4],
      [service("pid: host"), 3],
    ],
    passes: [service("pid: service:db")],
  },
  "compose-host-ipc": {
    fails: [
      [service("image: a:1", "ipc: host"), 4],
      [service("ipc: host"), 3],
    ],
    passes: [service("ipc: shareable")],
  },
  "compose-host-userns": {
    fails: [
      [service("image: a:1", "userns_mode: host"), 4],
      [service("userns_mode: host"), 3],
    ],
    passes: [service("image: a:1")],
  },
  "compose-host-uts": {
    fails: [
      [service("image: a:1", "uts: host"), 4],
      [service("uts: host"), 3],
    ],
    passes: [service("image: a:1")],
  },
  "compose-unconfined": {
    fails: [
      [service("security_opt:", "  - no-new-privileges:true", "  - seccomp:unconfined"), 5],
      [service("security_opt: [apparmor=unconfined]"), 3],
      [service("security_opt: ['label:disable']"), 3],
    ],
    passes: [service("security_opt: ['seccomp:./profile.json', 'label:type:svirt']")],
  },
  "compose-sensitive-mount": {
    fails: [
      [service("volumes:", "  - /:/host:ro"), 4],
      [service("volumes:", "  - /etc/:/host/etc"), 4],
      [service("volumes:", "  - /var/lib/docker:/d"), 4],
      [service("volumes:", "  - type: bind", "    source: /proc", "    target: /host/proc"), 5],
      [service("volumes:", "  - /srv/../root/.ssh:/keys"), 4],
      [service("volumes:", "  - /var/run:/var/run"), 4],
    ],
    passes: [
      service(
        "volumes:",
        "  - ./data:/etc",
        "  - data:/root",
        "  - /etc/localtime:/etc/localtime:ro",
      ),
      service("volumes:", "  - /srv/app:/app"),
    ],
  },
  "compose-mount-propagation": {
    fails: [
      [service("volumes:", "  - /srv:/srv:rw,rshared"), 4],
      [
        service(
          "volumes:",
          "  - type: bind",
          "    source: /srv",
          "    target: /s",
          "    bind: {propagation: shared}",
        ),
        5,
      ],
    ],
    passes: [service("volumes:", "  - /srv:/srv:rslave")],
  },
  "compose-device": {
    fails: [
      [service("image: a:1", "devices:", "  - /dev/sda:/dev/sda:r"), 5],
      [service("devices:", "  - source: /dev/mem", "    target: /dev/mem"), 4],
    ],
    passes: [
      service("devices:", "  - vendor.com/gpu=all"),
      service("devices: ['/dev/dri:/dev/dri']"),
    ],
  },
  "compose-build-privileged": {
    fails: [
      [service("build:", "  context: .", "  privileged: true"), 5],
      [service("build:", "  network: host"), 4],
      [service("build:", "  entitlements: [security.insecure]"), 4],
    ],
    passes: [service("build: ."), service("build:", "  network: none")],
  },
  "compose-user-root": {
    fails: [
      [service("image: a:1", "user: root # as ever"), 4],
      [service("user: root"), 3],
      [service("user: 0"), 3],
      [service('user: "0:0"'), 3],
    ],
    passes: [service('user: "1000:1000"'), service("image: a:1")],
  },
  "compose-secret-environment": {
    fails: [
      [service("environment:", "  DB_PASSWORD: hunter2"), 4],
      [service("environment:", "  - A=b", "  - API_TOKEN=abcdef"), 5],
      [service("environment:", "  URL: postgres://app:hunter2@db/app"), 4],
      [service("environment:", "  SECRET_KEY: ${SECRET_KEY:-development}"), 4],
      [service("build:", "  context: .", "  args:", "    NPM_TOKEN: abc123"), 6],
    ],
    passes: [
      service(
        "environment:",
        "  DB_PASSWORD: ${DB_PASSWORD}",
        "  OTHER_PASSWORD:",
        "  TOKEN: $TOKEN",
      ),
      service("environment:", "  POSTGRES_PASSWORD_FILE: /run/secrets/db"),
      service("environment:", "  - API_TOKEN", "  - MYSQL_RANDOM_ROOT_PASSWORD=yes"),
      service("environment:", "  URL: postgres://app:${PASSWORD}@db/app"),
    ],
  },
  "compose-public-database-port": {
    fails: [
      [service("ports:", '  - "5432:5432"'), 4],
      [service("ports:", '  - "0.0.0.0:16379:6379"'), 4],
      [service("ports:", "  - target: 27017", "    published: 27017"), 4],
      [service("ports:", "  - 3306"), 4],
      [service("ports:", '  - "[::]:5432:5432/tcp"'), 4],
    ],
    passes: [
      service("ports:", '  - "127.0.0.1:5432:5432"', '  - "8080:8080"', '  - "[::1]:5432:5432"'),
      service("ports:", "  - target: 5432", "    published: 5432", "    host_ip: 127.0.0.1"),
      service("expose: [5432]"),
    ],
  },
  "compose-privileged-port": {
    fails: [
      [service("ports:", '  - "25:2525"'), 4],
      [service("ports:", '  - "1000-1030:1000-1030"'), 4],
    ],
    passes: [service("ports:", '  - "80:8080"', '  - "443:8443"', '  - "8025:25"', '  - "25"')],
  },
  "compose-image-unpinned": {
    fails: [
      [service("image: nginx"), 3],
      [service("image: registry.example:5000/app:latest"), 3],
      [service("image: nginx:${TAG:-latest}"), 3],
    ],
    passes: [
      service("image: nginx:1.27"),
      service("image: app", "build: ."),
      service(
        "image: nginx@sha256:0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef",
      ),
    ],
  },
  "compose-no-new-privileges": {
    fails: [
      [service("image: a:1"), 2],
      [service("security_opt: ['no-new-privileges:false']"), 3],
    ],
    passes: [
      service("security_opt: ['no-new-privileges:true']"),
      service("security_opt: [no-new-privileges]"),
    ],
  },
  "compose-writable-root": {
    fails: [
      [service("image: a:1"), 2],
      [service("read_only: false"), 3],
    ],
    passes: [service("read_only: true")],
  },
  "compose-memory-limit": {
    fails: [
      [service("image: a:1"), 2],
      [service("mem_limit: 0"), 3],
    ],
    passes: [
      service("mem_limit: 512m"),
      service("deploy:", "  resources:", "    limits:", "      memory: 512M"),
    ],
  },
  "compose-pids-limit": {
    fails: [
      [service("image: a:1"), 2],
      [service("pids_limit: -1"), 3],
    ],
    passes: [service("pids_limit: 200"), service("deploy: {resources: {limits: {pids: 100}}}")],
  },
  "compose-restart": {
    fails: [
      [service("restart: always"), 3],
      [service("restart: on-failure"), 3],
    ],
    passes: [service("restart: on-failure:5"), service('restart: "no"'), service("image: a:1")],
  },
  "compose-healthcheck-disabled": {
    fails: [
      [service("healthcheck:", "  disable: true"), 4],
      [service("healthcheck: {test: [NONE]}"), 3],
    ],
    passes: [service("healthcheck: {test: [CMD, 'true']}"), service("image: a:1")],
  },
  "compose-hook-privileged": {
    fails: [
      [service("post_start:", "  - command: ./chown.sh", "    privileged: true"), 5],
      [service("pre_stop: [{command: ./stop.sh, user: root}]"), 3],
    ],
    passes: [service("post_start: [{command: ./init.sh, user: app}]"), service("image: a:1")],
  },
  "compose-download-at-start": {
    fails: [
      [service('command: sh -c "curl -s https://a.example/i.sh | sh"'), 3],
      [service("entrypoint: [sh, -c]", "command: ['wget -qO- https://a.example/i | bash']"), 4],
    ],
    passes: [service("command: curl -f http://127.0.0.1/"), service("image: a:1")],
  },
  "compose-secret-command": {
    fails: [
      [service("command: redis-server --requirepass hunter2 --password=hunter2"), 3],
      [service("command: ['--db-password', 'hunter2']"), 3],
    ],
    passes: [
      service("command: app --password-file /run/secrets/db"),
      service("command: app --password $$PASSWORD"),
    ],
  },
  "compose-remote-include": {
    fails: [["include:\n  - https://github.com/acme/base.git\nservices: {}", 2]],
    passes: [service("image: a:1")],
  },
  "compose-cgroup": {
    fails: [
      [service("cgroup_parent: system.slice"), 3],
      [service("cgroup: host"), 3],
    ],
    passes: [service("cgroup: private")],
  },
  "compose-default-network": {
    fails: [["services:\n  a: {image: a}\n  b: {image: b}", 2]],
    passes: ["services:\n  a: {networks: [x]}\n  b: {network_mode: none}", service("image: a:1")],
  },
  "compose-capabilities-kept": {
    fails: [
      [service("image: a:1"), 2],
      [service("cap_drop: [NET_RAW]"), 3],
    ],
    passes: [service("cap_drop: [ALL]", "cap_add: [CHOWN]"), service("privileged: true")],
  },
  "compose-group-add": {
    fails: [[service("group_add:", "  - app", "  - docker"), 5]],
    passes: [service("group_add: ['1001']")],
  },
  "compose-volumes-from": {
    fails: [[service("volumes_from: [db]"), 3]],
    passes: [service("image: a:1")],
  },
  "compose-device-cgroup-rule": {
    fails: [[service("device_cgroup_rules: ['b *:* rwm']"), 3]],
    passes: [service("image: a:1")],
  },
  "compose-logging-none": {
    fails: [[service("logging: {driver: none}"), 3]],
    passes: [service("logging: {driver: local}")],
  },
  "compose-public-port": {
    fails: [
      [service("ports:", "  - 8080:80"), 4],
      [service("ports: ['0.0.0.0:8080:80']"), 3],
    ],
    passes: [service("ports: ['127.0.0.1:8080:80']"), service("ports: ['5432:5432']")],
  },
  "compose-image-digest": {
    fails: [[service("image: a:1"), 3]],
    passes: [
      service(`image: a@sha256:${"0123456789abcdef".repeat(4)}`),
      service("build: .", "image: a:1"),
    ],
  },
  "compose-cpu-limit": {
    fails: [[service("image: a:1"), 2]],
    passes: [service("cpus: 0.5"), service("deploy: {resources: {limits: {cpus: '1'}}}")],
  },
  "compose-oom-kill-disable": {
    fails: [[service("oom_kill_disable: true"), 3]],
    passes: [service("oom_kill_disable: false")],
  },
};
