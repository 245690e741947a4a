// biome-ignore-all lint/suspicious/noTemplateCurlyInString: variables of Docker, not of JavaScript
import { describe, expect, it } from "vitest";
import { parseCompose } from "../../src/index.ts";

describe("a compose file", () => {
  it("gives every service with the place of its values", () => {
    const { name, services, incomplete } = parseCompose(
      "name: shop\nservices:\n  web:\n    image: nginx:1.27\n    privileged: true\n    cap_drop: [ALL]\n  db:\n    user: '70'\n",
    );
    expect(incomplete).toEqual([]);
    expect(name).toBe("shop");
    expect(services.map(({ name, line }) => [name, line])).toEqual([
      ["web", 3],
      ["db", 7],
    ]);
    expect(services[0]).toMatchObject({
      image: { value: "nginx:1.27", line: 4, column: 12 },
      privileged: { value: true, line: 5 },
      capDrop: [{ value: "ALL", line: 6 }],
      user: undefined,
    });
    expect(services[1]!.user).toMatchObject({ value: "70" });
  });

  it("reads ports in every form", () => {
    const { services } = parseCompose(
      [
        "services:",
        "  a:",
        "    ports:",
        '      - "3000"',
        '      - "3000-3005:4000-4005/udp"',
        '      - "127.0.0.1:8001:8001"',
        '      - "[::1]:80:81"',
        '      - "127.0.0.1::5000"',
        "      - {target: 80, published: '8080', host_ip: 10.0.0.1, protocol: tcp}",
        '      - "${PORT}:80"',
        '      - "${PORT:-90}:80"',
      ].join("\n"),
    );
    expect(
      services[0]!.ports.map(({ hostAddress, published, target, protocol }) => [
        hostAddress,
        published,
        target,
        protocol,
      ]),
    ).toEqual([
      [undefined, undefined, [3000, 3000], "tcp"],
      [undefined, [3000, 3005], [4000, 4005], "udp"],
      ["127.0.0.1", [8001, 8001], [8001, 8001], "tcp"],
      ["::1", [80, 80], [81, 81], "tcp"],
      ["127.0.0.1", undefined, [5000, 5000], "tcp"],
      ["10.0.0.1", [8080, 8080], [80, 80], "tcp"],
      [undefined, undefined, [80, 80], "tcp"],
      [undefined, [90, 90], [80, 80], "tcp"],
    ]);
  });

  it("reads volumes in every form", () => {
    const { services } = parseCompose(
      [
        "services:",
        "  a:",
        "    volumes:",
        "      - data:/data",
        "      - /cache",
        "      - ./src:/src:ro,rslave",
        "      - ~/.ssh:/keys",
        "      - C:\\data:/data",
        "      - {type: bind, source: /etc, target: /e, read_only: true, bind: {propagation: shared}}",
        "      - ${ROOT:-/}:/host",
      ].join("\n"),
    );
    expect(
      services[0]!.volumes.map(({ type, source, target, isReadOnly, propagation }) => [
        type,
        source,
        target,
        isReadOnly,
        propagation,
      ]),
    ).toEqual([
      ["volume", "data", "/data", false, undefined],
      ["volume", undefined, "/cache", false, undefined],
      ["bind", "./src", "/src", true, "rslave"],
      ["bind", "~/.ssh", "/keys", false, undefined],
      ["bind", "C:\\data", "/data", false, undefined],
      ["bind", "/etc", "/e", true, "shared"],
      ["bind", "/", "/host", false, undefined],
    ]);
  });

  it("reads environment as a map and as a list", () => {
    const { services } = parseCompose(
      "services:\n  a:\n    environment: {A: b, C: , D: '${E:-f}'}\n  b:\n    environment:\n      - A=b=c\n      - C\n      - D=$E\n",
    );
    expect(
      services.map(({ environment }) =>
        environment.map(({ name, value, usedDefault }) => [name, value, usedDefault]),
      ),
    ).toEqual([
      [
        ["A", "b", false],
        ["C", undefined, false],
        ["D", "f", true],
      ],
      [
        ["A", "b=c", false],
        ["C", undefined, false],
        ["D", "$E", false],
      ],
    ]);
    expect(services[1]!.environment[2]!.unresolved).toEqual(["E"]);
  });

  it("follows anchors, merge keys and extends within the file", () => {
    const { services, incomplete } = parseCompose(
      [
        "x-a: &a",
        "  privileged: true",
        "  user: root",
        "services:",
        "  base:",
        "    <<: *a",
        "    cap_add: [SYS_ADMIN]",
        "  web:",
        "    extends: {service: base}",
        "    user: app",
        "    cap_add: [NET_ADMIN]",
      ].join("\n"),
    );
    expect(incomplete).toEqual([]);
    expect(services[1]).toMatchObject({
      privileged: { value: true, line: 2 },
      user: { value: "app", line: 10 },
    });
    expect(services[1]!.capAdd.map(({ value }) => value).sort()).toEqual([
      "NET_ADMIN",
      "SYS_ADMIN",
    ]);
  });

  it("says what lies in other files", () => {
    const { incomplete } = parseCompose(
      "include: [other.yaml]\nservices:\n  a:\n    extends: {file: b.yaml, service: c}\n",
    );
    expect(incomplete.map(({ code, what }) => [code, what])).toEqual([
      ["UNSUPPORTED", "compose.yaml:4"],
      ["UNSUPPORTED", "compose.yaml:1"],
    ]);
  });

  it("that is broken is read as far as it goes", () => {
    const broken = parseCompose("services:\n  a:\n    privileged: true\n  b: [\n");
    expect(broken.incomplete.length).toBeGreaterThan(0);
    expect(broken.services[0]).toMatchObject({ name: "a", privileged: { value: true } });
    for (const text of ["", "just text", "- a\n- b", "services: x", "\u0000", "a: *nothing"]) {
      const { services, incomplete } = parseCompose(text);
      expect(services, text).toEqual([]);
      expect(incomplete.length, text).toBeGreaterThan(0);
    }
  });

  it("that extends itself, or repeats a key, is reported", () => {
    const { incomplete } = parseCompose(
      "services:\n  a: {extends: b}\n  b: {extends: a}\n  c: {user: a, user: b}\n",
    );
    expect(incomplete.map(({ why }) => why).join()).toMatch(/extends itself.*|given twice/);
    expect(incomplete).toHaveLength(2);
  });
});

describe("a hostile compose file", () => {
  it("of aliases, merge keys, depth or length ends in bounded time", () => {
    const laughs = ["a0: &a0 [x, x]"];
    for (let i = 1; i < 40; i += 1) laughs.push(`a${i}: &a${i} [*a${i - 1}, *a${i - 1}]`);
    laughs.push("services: {web: {ports: *a39, environment: *a39}}");
    const merges = ["x0: &m0 {k0: 1}"];
    for (let i = 1; i < 400; i += 1) merges.push(`x${i}: &m${i} {<<: *m${i - 1}, k${i}: 1}`);
    merges.push("services: {web: {<<: *m399}}");
    const list = Array.from({ length: 2_000 }, (_, i) => `      - "${i}:${i}"`).join("\n");
    const shared = [
      `x: &p\n${list}`,
      "services:",
      ...Array.from({ length: 2_000 }, (_, i) => `  s${i}: {ports: *p}`),
    ];
    const cases = [
      laughs.join("\n"),
      merges.join("\n"),
      shared.join("\n"),
      `services: ${"[".repeat(50_000)}`,
      `services:\n${Array.from({ length: 600 }, (_, i) => `${" ".repeat(i + 1)}a:`).join("\n")}`,
      `services: &a {web: *a}`,
      "- ".repeat(20_000),
      `services: {web: {user: "${"${A:-".repeat(50_000)}"}}`,
      `services: {web: {volumes: ["${"/".repeat(200_000)}x:/y"]}}`,
      "a".repeat(600_000),
    ];
    for (const text of cases) {
      const started = performance.now();
      const { services } = parseCompose(text);
      expect(services.length).toBeLessThanOrEqual(500);
      expect(performance.now() - started, text.slice(0, 40)).toBeLessThan(3_000);
    }
  });
});

describe("a compose file that is not YAML", () => {
  it("is said to be nested too deeply in one entry", () => {
    for (const text of [`services: ${"[".repeat(20_000)}`, `services: ${'{"a":'.repeat(20_000)}`]) {
      expect(parseCompose(text, "c.yml").incomplete).toEqual([
        { code: "LIMIT_EXCEEDED", what: "c.yml:1", why: "the file is nested too deeply" },
      ]);
    }
  });

  it("does not drown the report in what follows from its first faults", () => {
    const text = Array.from({ length: 2_000 }, (_, line) => `k${line}: ]`).join("\n");
    const { incomplete } = parseCompose(text, "c.yml");
    expect(incomplete.length).toBeGreaterThan(1);
    expect(incomplete.length).toBeLessThan(15);
    expect(incomplete.map(({ why }) => why).join()).toContain("more faults of syntax");
  });
});
