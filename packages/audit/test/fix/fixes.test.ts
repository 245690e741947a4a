import fc from "fast-check";
import { describe, expect, it } from "vitest";
import {
  applyFixes,
  auditCompose,
  auditDockerfile,
  auditKubernetes,
  auditRules,
} from "../../src/index.ts";
import { composeExamples } from "../rules/compose-examples.ts";
import { dockerfileExamples } from "../rules/dockerfile-examples.ts";
import { kubernetesExamples } from "../rules/kubernetes-examples.ts";
import { auditByRule, fixedExamples } from "./fix-of-rule.ts";

const fixable = auditRules.filter(({ id }) => fixedExamples(id).length > 0).map(({ id }) => id);
const failuresOf = (rule: string, text: string) =>
  auditByRule(rule)!(text).findings.filter(({ status }) => status === "fail");

describe("the fix of a rule", () => {
  it.each(fixable)("%s mends what it touches and nothing else", (rule) => {
    for (const { tier, before, after } of fixedExamples(rule)) {
      expect(failuresOf(rule, after).length, after).toBeLessThan(failuresOf(rule, before).length);
      const options = { unsafe: tier === "unsafe" };
      // Surroundings, line ends and a missing last one stay as they are.
      const around = (text: string) => `# first\n\n${text}\n# last   \n`;
      const audit = auditByRule(rule)!;
      expect(applyFixes(around(before), audit, options).text).toBe(around(after));
      const dos = (text: string) => text.replaceAll("\n", "\r\n");
      expect(applyFixes(dos(before), audit, options).text).toBe(dos(after));
      expect(applyFixes(`\uFEFF${before}`, audit, options).text).toBe(`\uFEFF${after}`);
    }
  });

  it("is applied by default only where it is safe", () => {
    const text = "FROM debian:12\nRUN sudo apt-get install x\n";
    expect(applyFixes(text, auditDockerfile).text).toContain(
      "RUN sudo apt-get install -y --no-install-recommends x\n",
    );
    const { text: bold, applied } = applyFixes(text, auditDockerfile, { unsafe: true });
    expect(bold).toContain("RUN apt-get install -y --no-install-recommends x\n");
    expect(applied.map(({ rule }) => rule).sort()).toEqual([
      "dockerfile-apt-recommends",
      "dockerfile-apt-yes",
      "dockerfile-sudo",
      "dockerfile-user-missing",
    ]);
  });
});

describe("fixing a file", () => {
  it("is taken back where it would break the file or another rule, and says so", () => {
    // An install without its lists fails: removing them in the first RUN is not safe.
    const lists = "FROM debian:12\nRUN apt-get update && id\nRUN apt-get install -y curl\n";
    expect(applyFixes(lists, auditDockerfile).text).not.toContain("rm -rf");
    // What is behind a comment is no command.
    const comment = "FROM debian:12\nRUN apt-get update && apt-get install -y x # now\n";
    const { text, refused } = applyFixes(comment, auditDockerfile);
    expect(text).not.toContain("rm -rf");
    expect(refused).toMatchObject([
      { rule: "dockerfile-apt-lists", line: 2, why: "the rule fails afterwards, too" },
    ]);
    // A service without any key is no service.
    const alone = "services:\n  web:\n    pid: host\n";
    expect(failuresOf("compose-host-pid", alone)[0]?.fix?.edits).toBeUndefined();
  });

  it("leaves a cd alone that holds for a part of the commands only", () => {
    for (const run of ["(cd /x && make); id", "(cd /x && make)"]) {
      const text = `FROM debian:12\nRUN ${run}\n`;
      const audit = auditByRule("dockerfile-run-cd")!;
      expect(applyFixes(text, audit, { unsafe: true }).text).toBe(text);
    }
  });

  it("leaves what somebody waived", () => {
    const text = "FROM debian:12\n# plimsoll ignore=dockerfile-apt-yes\nRUN apt-get install x\n";
    expect(applyFixes(text, auditByRule("dockerfile-apt-yes")!).text).toBe(text);
  });

  it("keeps comments and formatting of a compose file", () => {
    const before = [
      "# the shop",
      "services:",
      "  web: # public",
      "    image:   shop:1   # ours",
      "    network_mode: host # for now",
      "    volumes:",
      "      # the engine",
      "      - ./data:/data",
      "      - /var/run/docker.sock:/var/run/docker.sock",
      "",
    ].join("\n");
    const audit = (text: string) => auditCompose(text);
    const { text } = applyFixes(before, audit, { unsafe: true });
    expect(text).toBe(
      [
        "# the shop",
        "services:",
        "  web: # public",
        "    cpus: 1",
        "    pids_limit: 200",
        "    mem_limit: 512m",
        "    read_only: true",
        "    security_opt:",
        "      - no-new-privileges:true",
        "    image:   shop:1   # ours",
        "    # for now",
        "    volumes:",
        "      # the engine",
        "      - ./data:/data",
        "",
      ].join("\n"),
    );
  });

  it("keeps comments and formatting of Kubernetes objects", () => {
    const before = [
      "# the shop",
      "apiVersion: apps/v1",
      "kind: Deployment",
      "metadata: {name: web, namespace: shop} # public",
      "spec:",
      "  template:",
      "    spec:",
      "      hostNetwork: true # until June",
      "      automountServiceAccountToken: false",
      "      securityContext: {runAsNonRoot: true, runAsUser: 20001, runAsGroup: 20001}",
      "      containers:",
      "        # the app",
      "        - name: app # ours",
      "          image:   registry.example/shop:1 # the newest",
      "          ports:",
      "            - containerPort: 8080",
      "              hostPort: 8080 # for the old balancer",
      "          securityContext:",
      "            privileged: true   # why?",
      "            capabilities:",
      "              add:",
      "                - SYS_ADMIN",
      "",
    ].join("\n");
    const { text } = applyFixes(before, (edited) => auditKubernetes(edited), { unsafe: true });
    expect(text).toBe(
      [
        "# the shop",
        "apiVersion: apps/v1",
        "kind: Deployment",
        "metadata: {name: web, namespace: shop} # public",
        "spec:",
        "  template:",
        "    spec:",
        "      # until June",
        "      automountServiceAccountToken: false",
        "      securityContext: {seccompProfile: {type: RuntimeDefault}, runAsNonRoot: true, runAsUser: 20001, runAsGroup: 20001}",
        "      containers:",
        "        # the app",
        "        - name: app # ours",
        "          resources:",
        "            requests:",
        "              cpu: 100m",
        "            limits:",
        '              cpu: "1"',
        "              memory: 512Mi",
        "          image:   registry.example/shop:1 # the newest",
        "          ports:",
        "            - containerPort: 8080",
        "              # for the old balancer",
        "          securityContext:",
        "            readOnlyRootFilesystem: true",
        "            allowPrivilegeEscalation: false",
        "            privileged: false   # why?",
        "            capabilities:",
        "              drop:",
        "                - ALL",
        "",
      ].join("\n"),
    );
    expect(applyFixes(text, (edited) => auditKubernetes(edited), { unsafe: true }).text).toBe(text);
  });

  it("writes JSON into an object that is JSON", () => {
    const pod = {
      apiVersion: "v1",
      kind: "Pod",
      metadata: { name: "a" },
      spec: { containers: [{ name: "a", securityContext: {} }] },
    };
    const text = JSON.stringify(pod, null, 2);
    const fixed = applyFixes(text, (edited) => auditKubernetes(edited), { unsafe: true });
    expect(fixed.applied.length).toBeGreaterThan(5);
    expect(JSON.parse(fixed.text).spec.containers[0].securityContext).toMatchObject({
      allowPrivilegeEscalation: false,
      capabilities: { drop: ["ALL"] },
    });
  });

  it("ends in bounded time for a file of nothing but failures", () => {
    const text = `FROM debian\n${"RUN sudo apt-get install x && sudo cd /x\n".repeat(3_000)}`;
    const { text: fixed } = applyFixes(text, auditDockerfile, { unsafe: true });
    expect(fixed).toContain("apt-get install -y");
    const services = Array.from(
      { length: 200 },
      (_, i) => `  s${i}:\n    image: a\n    pid: host\n`,
    );
    const compose = `services:\n${services.join("")}`;
    expect(applyFixes(compose, auditCompose, { unsafe: true }).text).not.toContain("pid: host");
  });

  const texts = (examples: typeof dockerfileExamples) =>
    Object.values(examples).flatMap(({ fails }) => fails.map(([text]) => text));
  const noise = fc.stringMatching(/^[\\"'`$(){}<>|&;#=:\n\t [\]*!%@,-]{0,8}$/);
  const broken = (examples: typeof dockerfileExamples) =>
    fc.tuple(fc.constantFrom(...texts(examples)), fc.nat(300), noise).map(([text, at, piece]) => {
      const start = at % (text.length + 1);
      return text.slice(0, start) + piece + text.slice(start);
    });

  it.each([
    ["Dockerfile", auditDockerfile, broken(dockerfileExamples)],
    ["compose file", auditCompose, broken(composeExamples)],
    ["Kubernetes object", auditKubernetes, broken(kubernetesExamples)],
  ])("never makes a %s worse, and a second time changes nothing", (_, judge, arbitrary) => {
    const audit = (text: string) => judge(text);
    const count = (text: string) => {
      const { findings, incomplete } = audit(text);
      return [findings.filter(({ status }) => status === "fail").length, incomplete.length];
    };
    fc.assert(
      fc.property(arbitrary, fc.boolean(), (text, unsafe) => {
        const fixed = applyFixes(text, audit, { unsafe });
        const [failures, faults] = count(text);
        const [failuresLeft, faultsLeft] = count(fixed.text);
        expect(failuresLeft).toBeLessThanOrEqual(failures!);
        expect(faultsLeft).toBeLessThanOrEqual(faults!);
        expect(applyFixes(fixed.text, audit, { unsafe }).text).toBe(fixed.text);
      }),
      { numRuns: 150 },
    );
  });
});
