import type { Privileges } from "@plimsoll/core";
import { privilegesSchema } from "@plimsoll/core";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { describePrivileges } from "../../src/describe/privileges.ts";
import type { ContainerSettings } from "../../src/describe/settings.ts";
import { capabilityInspectors } from "../../src/files/inspectors.ts";
import { maskOf } from "../../src/model/mask.ts";
import { capabilityAttribute, factsOf, type LayerFiles, layersOf } from "../support/image-facts.ts";

const passwd = { text: "root:x:0:0::/root:/bin/sh\ntoor:x:0:0::/:\napp:x:1000:1000::/:\n" };

interface Run {
  user?: string;
  entrypoint?: string[];
  containers?: ContainerSettings[];
}

function privilegesOf(layers: readonly LayerFiles[], run: Run = {}): Privileges {
  const { user = "", entrypoint = [], containers } = run;
  const config = { run: { user, entrypoint, cmd: [] } } as unknown as Parameters<
    typeof describePrivileges
  >[0]["config"];
  const privileges = describePrivileges({
    config,
    facts: factsOf(layers, capabilityInspectors),
    layers: layersOf(layers),
    ...(containers ? { containers } : {}),
  });
  return privilegesSchema.parse(privileges);
}

const container = (run: Run) => privilegesOf([{ "etc/passwd": passwd }], run).containers[0]!;

describe("describePrivileges", () => {
  it("gives an image without user root and the 14 defaults, each explained", () => {
    const { origin, isRoot, bounding, effective } = container({});
    expect([origin, isRoot, bounding.length, effective.length]).toEqual(["image", true, 14, 14]);
    expect(effective.find(({ name }) => name === "CAP_NET_RAW")).toEqual({
      name: "CAP_NET_RAW",
      severity: "medium",
      lets: expect.stringContaining("packets"),
      from: "default",
    });
  });

  it("tells who is root through the image's etc/passwd", () => {
    const users = {
      "": true,
      root: true,
      "0": true,
      "0:0": true,
      toor: true,
      app: false,
      "app:app": false,
      "1000": false,
      "65532:65532": false,
      "root:app": true,
    };
    for (const [user, isRoot] of Object.entries(users)) {
      expect(container({ user }).isRoot, user).toBe(isRoot);
    }
  });

  it("counts a user that the image does not know as root", () => {
    for (const user of ["ghost", "$" + "{UID}:0", "-1"])
      expect(container({ user }).isRoot).toBe(true);
  });

  it("gives a user other than root no capabilities, although some were added", () => {
    const { effective, bounding } = container({
      user: "app",
      containers: [{ origin: "compose.yaml: services.web", capAdd: ["NET_ADMIN"] }],
    });
    expect(effective).toEqual([]);
    expect(bounding).toContain("CAP_NET_ADMIN");
  });

  it("follows the settings of each container", () => {
    const { containers } = privilegesOf([{ "etc/passwd": passwd }], {
      user: "app",
      containers: [
        {
          origin: "a",
          user: "root",
          capDrop: ["ALL"],
          capAdd: ["net_admin"],
          securityOpt: ["no-new-privileges:true"],
        },
        { origin: "b", user: "0", privileged: true },
        { origin: "c", user: "root", capAdd: ["NO_SUCH"] },
      ],
    });
    expect(containers[0]).toMatchObject({
      noNewPrivileges: true,
      privileged: false,
      bounding: ["CAP_NET_ADMIN"],
      effective: [{ name: "CAP_NET_ADMIN", severity: "high", from: "cap_add" }],
    });
    expect(containers[1]?.effective).toHaveLength(41);
    expect(containers[1]?.effective.every(({ from }) => from === "privileged")).toBe(true);
    expect(containers[2]?.bounding).toHaveLength(14);
  });

  it("reads Docker's spellings of no-new-privileges", () => {
    const spellings = {
      "no-new-privileges": true,
      "no-new-privileges:true": true,
      "no-new-privileges=true": true,
      "no-new-privileges:1": true,
      "no-new-privileges: true": true,
      "no-new-privileges:false": false,
      "seccomp:unconfined": false,
      "": false,
    };
    for (const [option, noNewPrivileges] of Object.entries(spellings)) {
      const [first] = privilegesOf([{}], {
        containers: [{ origin: "x", securityOpt: [option] }],
      }).containers;
      expect(first?.noNewPrivileges, option).toBe(noNewPrivileges);
    }
  });

  it("gives an entrypoint with file capabilities what the file gives", () => {
    const nginx = { xattrs: capabilityAttribute(maskOf(["CAP_NET_BIND_SERVICE"])) };
    const run = { user: "1000", entrypoint: ["/usr/sbin/nginx", "-g"] };
    const [first] = privilegesOf([{ "usr/sbin/nginx": nginx }], run).containers;
    expect(first?.effective.map(({ name }) => name)).toEqual(["CAP_NET_BIND_SERVICE"]);
    const dropped = { ...run, containers: [{ origin: "x", capDrop: ["ALL"] }] };
    expect(privilegesOf([{ "usr/sbin/nginx": nginx }], dropped).containers[0]?.effective).toEqual(
      [],
    );
  });

  it("lists privileged files by path, with layer, mode, owner and what they let an attacker do", () => {
    const { files } = privilegesOf([
      {
        "usr/bin/su": { mode: 0o4755 },
        "usr/bin/gone": { mode: 0o4755 },
        "usr/bin/odd": { mode: 0o6755, uid: 7, gid: 8 },
      },
      {
        "usr/bin/gone": null,
        "bin/ping": { xattrs: capabilityAttribute(maskOf(["CAP_NET_RAW"])) },
        "bin/both": { mode: 0o4755, xattrs: capabilityAttribute(maskOf(["CAP_CHOWN"])) },
      },
      { "usr/bin/sgid": { mode: 0o2755, gid: 42 } },
    ]);
    expect(files.map(({ path }) => path)).toEqual([
      "bin/both",
      "bin/ping",
      "usr/bin/odd",
      "usr/bin/sgid",
      "usr/bin/su",
    ]);
    expect(files[1]).toMatchObject({
      mode: "0755",
      layer: "sha256:layer-1",
      capabilities: "cap_net_raw=ep",
      setuid: false,
    });
    expect(files[0]).toMatchObject({ mode: "4755", setuid: true, capabilities: "cap_chown=ep" });
    expect(files[2]).toMatchObject({ mode: "6755", uid: 7, gid: 8, setuid: true, setgid: true });
    expect(files[3]?.lets).toContain("group 42");
    expect(files[4]?.lets).toMatch(/root/);
  });

  it("says nothing about a setuid bit that a later layer removed", () => {
    const layers = [{ "bin/su": { mode: 0o4755 } }, { "bin/su": { mode: 0o755 } }];
    expect(privilegesOf(layers).files).toEqual([]);
  });

  it("describes any settings without throwing", () => {
    const text = fc.oneof(
      fc.string(),
      fc.constantFrom("ALL", "NET_RAW", "seccomp=unconfined", "no-new-privileges"),
    );
    const settings = fc.record(
      {
        origin: fc.string(),
        user: fc.string(),
        privileged: fc.boolean(),
        capAdd: fc.array(text),
        capDrop: fc.array(text),
        securityOpt: fc.array(text),
      },
      { requiredKeys: ["origin"] },
    );
    fc.assert(
      fc.property(settings, (one) => {
        const [first] = privilegesOf([{}], { containers: [one] }).containers;
        const bounding = new Set(first?.bounding);
        expect(first?.effective.every(({ name }) => bounding.has(name))).toBe(true);
      }),
      { numRuns: 200 },
    );
  });
});
