import { findingSchema } from "@plimsoll/core";
import { describe, expect, it } from "vitest";
import { auditCompose, auditDockerfile, auditImage, auditKubernetes } from "../../src/index.ts";
import { imageConfig, withHistory } from "../rules/image-examples.ts";

const bad = "FROM debian\nRUN sudo id\nRUN sudo ls\nUSER root\n";

function of(rule: string, text: string, options = {}) {
  return auditDockerfile(text, options).findings.filter((finding) => finding.rule === rule);
}

describe("the audit", () => {
  it("gives findings that follow the schema, for every kind of input", () => {
    const all = [
      auditDockerfile(bad),
      auditCompose("services: {a: {image: b, privileged: true}}"),
      auditImage(imageConfig({ user: "" })),
    ].flatMap(({ findings }) => findings);
    for (const finding of all) expect(findingSchema.parse(finding)).toBeDefined();
    expect(new Set(all.map(({ status }) => status))).toEqual(
      new Set(["pass", "fail", "notApplicable"]),
    );
    for (const { status, statusReason } of all) {
      if (status === "notApplicable" || status === "unknown") expect(statusReason).toBeTruthy();
    }
  });

  it("gives each finding a fingerprint of its own, equal places included", () => {
    const { findings } = auditDockerfile("FROM a\nRUN sudo id\nRUN sudo id\n");
    expect(new Set(findings.map(({ fingerprint }) => fingerprint)).size).toBe(findings.length);
  });

  it("keeps fingerprints when lines move and white space changes", () => {
    const before = of("dockerfile-sudo", bad).map(({ fingerprint }) => fingerprint);
    const moved = `# a comment\n\nFROM debian\n\nRUN   sudo \\\n  id\nRUN sudo ls\nUSER root\n`;
    expect(of("dockerfile-sudo", moved).map(({ fingerprint }) => fingerprint)).toEqual(before);
  });

  it("keeps a secret's fingerprint when the secret changes", () => {
    const [one] = of("dockerfile-secret-env", "FROM a\nENV DB_PASSWORD=first1\n");
    const [two] = of("dockerfile-secret-env", "FROM a\nENV DB_PASSWORD=second2\n");
    expect(one!.fingerprint).toBe(two!.fingerprint);
  });

  it("leaves out disabled rules and takes severities from the configuration", () => {
    expect(
      of("dockerfile-sudo", bad, { config: { disable: ["dockerfile-sudo"], severity: {} } }),
    ).toEqual([]);
    const [finding] = of("dockerfile-user-root", bad, {
      config: { severity: { "dockerfile-user-root": "low" } },
    });
    expect(finding!.severity).toBe("low");
  });

  it("runs optional rules where they are asked for", () => {
    const text = "FROM a AS Build\n";
    const rule = "dockerfile-stage-casing";
    expect(of(rule, text)).toEqual([]);
    expect(of(rule, text, { config: { enable: [rule] } })[0]!.status).toBe("fail");
    expect(of(rule, text, { enableAll: true })[0]!.status).toBe("fail");
    expect(of(rule, text, { enableAll: true, config: { disable: [rule] } })).toEqual([]);
  });

  it("judges a snippet without FROM, but not the stage that it lacks", () => {
    expect(of("dockerfile-sudo", "RUN sudo id\n")[0]).toMatchObject({
      status: "fail",
      location: { line: 1 },
    });
    for (const rule of [
      "dockerfile-user-missing",
      "dockerfile-healthcheck-missing",
      "dockerfile-base-untagged",
      "dockerfile-instruction-order",
    ]) {
      expect(of(rule, "RUN sudo id\n")[0]!.status, rule).toBe("notApplicable");
    }
  });

  it("says unknown of the whole context where the .dockerignore is not given", () => {
    const text = "FROM a\nCOPY . /srv\n";
    const rule = "dockerfile-copy-context";
    expect(of(rule, text)[0]!.status).toBe("unknown");
    expect(of(rule, text, { dockerignore: "" })[0]!.status).toBe("fail");
    expect(of(rule, text, { dockerignore: ".git\n.env" })[0]!.status).toBe("pass");
  });

  it("names the file as it is told, and the CIS number of the rule", () => {
    const [finding] = of("dockerfile-user-root", bad, { path: "docker/Dockerfile" });
    expect(finding).toMatchObject({
      location: { path: "docker/Dockerfile", line: 4, column: 1, instruction: "USER root" },
      evidence: { value: "USER root", source: "docker/Dockerfile:4" },
      peers: { cis: ["4.1"], hadolint: ["DL3002"] },
    });
  });

  it("says unknown, never pass, where a variable decides", () => {
    expect(of("dockerfile-user-root", "FROM a\nARG U\nUSER $U\n")[0]).toMatchObject({
      status: "unknown",
    });
    expect(of("dockerfile-base-latest", "ARG T\nFROM a:$T\n")[0]).toMatchObject({
      status: "unknown",
    });
    // A tag that is a variable is a tag; one with fixed text is not latest.
    expect(of("dockerfile-base-untagged", "ARG T\nFROM a:$T\n")[0]).toMatchObject({
      status: "pass",
    });
    expect(of("dockerfile-base-latest", "ARG T\nFROM a:$T-slim\n")[0]).toMatchObject({
      status: "pass",
    });
    const { findings } = auditCompose("services: {a: {image: 'b:$TAG', privileged: '$P'}}");
    const unknown = findings.filter(({ status }) => status === "unknown").map(({ rule }) => rule);
    expect(unknown).toEqual([
      "compose-privileged",
      "compose-image-unpinned",
      "compose-image-digest",
    ]);
  });

  it("never lets a privileged container pass a rule about what privileged gives it", () => {
    const { findings } = auditCompose("services: {a: {privileged: true}}");
    for (const rule of ["compose-dangerous-capability", "compose-unconfined", "compose-device"]) {
      const said = findings.filter((finding) => finding.rule === rule);
      expect(
        said.map(({ status }) => status),
        rule,
      ).toEqual(["notApplicable"]);
      expect(said[0]!.statusReason).toContain("compose-privileged");
    }
  });

  it("names the layer that a step of the history made", () => {
    const { findings } = auditImage(
      withHistory("RUN id", "RUN /bin/sh -c curl https://x.example | sh"),
    );
    const found = findings.find(({ rule }) => rule === "image-pipe-to-shell");
    expect(found!.location!.layer).toBe(`sha256:${"1".repeat(64)}`);
  });
});

describe("pragmas", () => {
  it("waive a rule for the next instruction, with their reason", () => {
    const text =
      "FROM a\n# plimsoll ignore=dockerfile-sudo,dockerfile-run-cd needed for the installer\nRUN sudo id\nRUN sudo ls\n";
    const [first, second] = of("dockerfile-sudo", text);
    expect(first).toMatchObject({
      status: "suppressed",
      suppression: { reason: "needed for the installer" },
    });
    expect(second!.status).toBe("fail");
  });

  it("of hadolint, Trivy, checkov and BuildKit are honoured by the ids they use", () => {
    expect(
      of("dockerfile-sudo", "FROM a\n# hadolint ignore=DL3008,DL3004\nRUN sudo id\n")[0]!.status,
    ).toBe("suppressed");
    expect(
      of("dockerfile-sudo", "FROM a\n#trivy:ignore:AVD-DS-0010\nRUN sudo id\n")[0]!.status,
    ).toBe("suppressed");
    expect(
      of("dockerfile-sudo", "#checkov:skip=CKV2_DOCKER_1:because\nFROM a\nRUN sudo id\n")[0]!
        .suppression,
    ).toEqual({ reason: "because", by: "Dockerfile:1 (checkov)" });
    expect(
      of("dockerfile-shell-form", "# check=skip=JSONArgsRecommended\nFROM a\nCMD a\n")[0]!.status,
    ).toBe("suppressed");
    expect(
      of("dockerfile-sudo", "FROM a\n# hadolint ignore=DL3002\nRUN sudo id\n")[0]!.status,
    ).toBe("fail");
  });

  it("of KICS and ShellCheck are honoured, and those of hadolint for ShellCheck's codes", () => {
    const rule = "dockerfile-shell-unquoted";
    expect(of(rule, "FROM a\n# hadolint ignore=SC2086\nRUN rm $A\n")[0]!.status).toBe("suppressed");
    expect(of(rule, "FROM a\n# shellcheck disable=SC2086\nRUN rm $A\n")[0]!.status).toBe(
      "suppressed",
    );
    const sudo = "dockerfile-sudo";
    expect(of(sudo, "FROM a\n# kics-scan ignore-line\nRUN sudo id\n")[0]!.status).toBe(
      "suppressed",
    );
    expect(
      of(
        sudo,
        "# kics-scan disable=8ada6e80-0ade-439e-b176-0b28f6bce35a\nFROM a\nRUN sudo id\n",
      )[0]!.status,
    ).toBe("suppressed");
    expect(
      of(
        sudo,
        "# kics-scan disable=b84a0b47-2e99-4c9f-8933-98bcabe2b94d\nFROM a\nRUN sudo id\n",
      )[0]!.status,
    ).toBe("fail");
  });

  it("of BuildKit hold for the file at its top, with other options too, and else for one instruction", () => {
    const rule = "dockerfile-shell-form";
    const text = "FROM a AS b\nCMD a\nFROM b\n";
    expect(of(rule, `# check=error=true;skip=JSONArgsRecommended\n${text}`)[0]!.status).toBe(
      "suppressed",
    );
    expect(of(rule, `# check=skip=all;error=true\n${text}`)[0]!.status).toBe("suppressed");
    const [first, second] = of(
      rule,
      "FROM a AS b\n# check=skip=JSONArgsRecommended\nCMD a\nFROM b\nCMD c\n",
    );
    expect([first!.status, second!.status]).toEqual(["suppressed", "fail"]);
  });

  it("hold for one stage where they say so", () => {
    const text =
      "FROM a AS one\n# hadolint stage ignore=DL3004\nRUN sudo id\nRUN sudo ls\nFROM a\nRUN sudo id\n";
    expect(of("dockerfile-sudo", text).map(({ status }) => status)).toEqual([
      "suppressed",
      "suppressed",
      "fail",
    ]);
  });

  it("name the shell that runs what follows", () => {
    const rule = "dockerfile-shell-double-brackets";
    expect(of(rule, "FROM a\nRUN [[ -e x ]]\n")[0]!.status).toBe("fail");
    expect(of(rule, "FROM a\n# hadolint shell=/bin/bash\nRUN [[ -e x ]]\n")[0]!.status).toBe(
      "pass",
    );
    expect(
      of(rule, "# hadolint shell=bash\nFROM a\nRUN [[ -e x ]]\nFROM b\nRUN [[ y ]]\n"),
    ).toMatchObject([{ status: "fail", location: { line: 5 } }]);
    expect(of(rule, "FROM a\n# hadolint shell=pwsh\nRUN [[ -e x ]]\n")[0]!.status).toBe(
      "notApplicable",
    );
  });

  it("waive a missing instruction at the FROM of the stage, or for the whole file", () => {
    expect(
      of(
        "dockerfile-user-missing",
        "# plimsoll ignore=dockerfile-user-missing base sets it\nFROM a\n",
      )[0]!.status,
    ).toBe("suppressed");
    expect(
      of("dockerfile-sudo", "FROM a\nRUN sudo id\n# plimsoll global ignore=dockerfile-sudo\n")[0]!
        .status,
    ).toBe("suppressed");
  });

  it("of KICS waive what KICS looks for too: a line, a service or a file", () => {
    const failing = (text: string) =>
      auditCompose(text)
        .findings.filter(({ status }) => status === "fail")
        .map(({ rule }) => rule);
    const web = ["  web:", "    image: a:1", "    privileged: true"];
    const text = (...lines: string[]) => failing(lines.join("\n"));
    expect(text("services:", ...web)).toContain("compose-privileged");
    const [name, image, setting] = web;
    const line = text("services:", name!, image!, "    # kics-scan ignore-line", setting!);
    expect(line).not.toContain("compose-privileged");
    expect(line).toContain("compose-memory-limit");
    const block = text("services:", "  # kics-scan ignore-block", ...web);
    expect(block).not.toContain("compose-memory-limit");
    expect(block).toContain("compose-writable-root");
    expect(text("# kics-scan ignore", "services:", ...web)).not.toContain("compose-privileged");
    expect(text("services:", "# kics-scan ignore", ...web)).toContain("compose-privileged");
  });

  it("in a compose file hold for a line, or for a whole service", () => {
    const text = [
      "services:",
      "  # plimsoll ignore=compose-writable-root writes its cache",
      "  a:",
      "    privileged: true # plimsoll ignore=compose-privileged runs containers",
      "    pid: host",
      "  b:",
      "    privileged: true",
    ].join("\n");
    const said = auditCompose(text).findings.filter(({ rule }) =>
      ["compose-privileged", "compose-writable-root", "compose-host-pid"].includes(rule),
    );
    expect(said.map(({ rule, status }) => [rule, status])).toEqual([
      ["compose-privileged", "suppressed"],
      ["compose-privileged", "fail"],
      ["compose-host-pid", "fail"],
      ["compose-writable-root", "suppressed"],
      ["compose-writable-root", "fail"],
    ]);
  });
});

describe("fixes", () => {
  it("can be applied, and then the rule is content", () => {
    const cases: [string, string, string][] = [
      [
        "dockerfile-apt-yes",
        "FROM a\nRUN apt-get update \\\n && apt-get install curl",
        " && apt-get install -y curl",
      ],
      [
        "dockerfile-apt-recommends",
        "FROM a\nRUN apt-get install -y curl",
        "RUN apt-get install --no-install-recommends -y curl",
      ],
      ["dockerfile-apk-cache", "FROM a\nRUN apk add curl", "RUN apk add --no-cache curl"],
      [
        "dockerfile-pip-cache",
        "FROM a\nRUN pip install flask",
        "RUN pip install --no-cache-dir flask",
      ],
      ["dockerfile-add-local", "FROM a\n  ADD x /x", "  COPY x /x"],
      [
        "dockerfile-maintainer",
        "FROM a\nMAINTAINER Ann <ann@example.com>",
        'LABEL org.opencontainers.image.authors="Ann <ann@example.com>"',
      ],
      [
        "dockerfile-shell-form",
        "FROM a\nCMD node --port=80 server.js",
        'CMD ["node", "--port=80", "server.js"]',
      ],
    ];
    for (const [rule, text, fixed] of cases) {
      const lines = text.split("\n");
      const edit = of(rule, text)[0]!.fix!.edits![0]!;
      lines.splice(edit.startLine - 1, edit.endLine - edit.startLine + 1, edit.replacement);
      expect(edit.replacement, rule).toBe(fixed);
      expect(
        of(rule, lines.join("\n")).map(({ status }) => status),
        rule,
      ).not.toContain("fail");
    }
  });

  it("add no-new-privileges to a service in block style only", () => {
    const rule = "compose-no-new-privileges";
    const find = (text: string) =>
      auditCompose(text).findings.filter((finding) => finding.rule === rule);
    const lines = "services:\n  web: # shop\n    image: a:1".split("\n");
    const edit = find(lines.join("\n"))[0]!.fix!.edits![0]!;
    lines.splice(edit.startLine - 1, 1, edit.replacement);
    expect(lines.join("\n")).toBe(
      "services:\n  web: # shop\n    security_opt:\n      - no-new-privileges:true\n    image: a:1",
    );
    expect(find(lines.join("\n"))[0]!.status).toBe("pass");
    expect(find("services: {web: {image: 'a:1'}}")[0]!.fix!.edits).toBeUndefined();
    expect(
      find("services:\n  web:\n    security_opt: ['label:type:x']")[0]!.fix!.edits,
    ).toBeUndefined();
  });

  it("have no edits where the words need a shell", () => {
    expect(
      of("dockerfile-shell-form", "FROM a\nCMD node $APP && true")[0]!.fix!.edits,
    ).toBeUndefined();
  });
});

describe("waivers in Kubernetes objects", () => {
  const pod = (...annotations: string[]) =>
    [
      "apiVersion: apps/v1",
      "kind: Deployment",
      "metadata:",
      "  name: web",
      "  annotations:",
      ...annotations.map((line) => `    ${line}`),
      "spec:",
      "  template:",
      "    spec:",
      "      containers:",
      "        # trivy:ignore:AVD-KSV-0014",
      "        - name: app",
      "          image: a",
      "          securityContext: {privileged: true}",
    ].join("\n");
  const suppressed = (text: string, config = {}) =>
    auditKubernetes(text, { config }).findings.flatMap(({ rule, suppression }) =>
      suppression === undefined ? [] : [[rule, suppression.by, suppression.reason]],
    );

  it("are checkov's annotations and Trivy's comments, under either of its names", () => {
    const text = pod("checkov.io/skip1: CKV_K8S_16=the driver needs it", "other: CKV_K8S_20=no");
    expect(suppressed(text)).toEqual([
      ["kubernetes-privileged", "kubernetes.yaml:6 (checkov)", "the driver needs it"],
      [
        "kubernetes-writable-root",
        "kubernetes.yaml:12 (trivy)",
        "kubernetes.yaml:12 gives no reason",
      ],
    ]);
    expect(suppressed(text, { "honour-peers": false })).toEqual([]);
  });

  it("waive nothing by a word for all, and nothing of another object", () => {
    const others = pod("checkov.io/skip1: 'CKV_K8S_16'").split("\n");
    const text = `${pod("checkov.io/skip1: '*=x'")}\n---\n${others.join("\n")}`;
    expect(suppressed(text).filter(([rule]) => rule === "kubernetes-privileged")).toEqual([
      [
        "kubernetes-privileged",
        "kubernetes.yaml:21 (checkov)",
        "kubernetes.yaml:21 gives no reason",
      ],
    ]);
  });
});
