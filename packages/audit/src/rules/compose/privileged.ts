import { references } from "../../rule/references.ts";
import type { ComposeRule } from "../../rule/types.ts";
import { removeItem, removeSetting, setScalar } from "../../yaml/edit.ts";
import { judgeServices, observeService } from "./observe.ts";
import { judgeSetting } from "./switch.ts";

/** privileged: true takes every barrier away. */
export const privileged: ComposeRule = {
  id: "compose-privileged",
  target: "compose",
  title: "The container is privileged",
  severity: "critical",
  description:
    "It holds every capability, sees every device, and runs without seccomp and AppArmor: its root is root of the host.",
  remediation: "Remove privileged; add the one capability or device that is needed.",
  references: [`${references.composeServices}#privileged`, references.engineSecurity],
  peers: { kics: ["Privileged"] },
  check: (file) =>
    judgeSetting(
      file,
      "privileged",
      (service) => service.privileged,
      (value) => value,
      (composeFile, setting) => setScalar(composeFile, setting, "false", "Set privileged: false."),
    ),
};

/** Builds with the host's privileges or network. */
export const buildPrivileged: ComposeRule = {
  id: "compose-build-privileged",
  target: "compose",
  title: "The image is built with privileges of the host",
  severity: "high",
  description:
    "Every instruction of the Dockerfile, and every package script in it, then acts with the builder's own rights or in its network.",
  remediation: "Remove privileged, network: host and entitlements from build.",
  references: ["https://docs.docker.com/reference/compose-file/build/#privileged"],
  peers: {},
  check(file) {
    return judgeServices(file, (service) => {
      const { build } = service;
      if (build === undefined) return [];
      const wrong = [
        ...(build.privileged?.value === true
          ? [{ key: "build.privileged", setting: build.privileged }]
          : []),
        ...(build.network?.value === "host"
          ? [{ key: "build.network", setting: build.network }]
          : []),
        ...build.entitlements
          .filter(({ value }) => /^(?:security\.insecure|network\.host|device)/.test(value))
          .map((setting) => ({ key: "build.entitlements", setting })),
      ];
      return wrong.map(({ key, setting }) => {
        const description = `Remove it from ${key}.`;
        const fix =
          key === "build.privileged"
            ? setScalar(file, setting, "false", "Set privileged: false.")
            : key === "build.network"
              ? removeSetting(file, "network", setting, description)
              : removeItem(file, setting, description);
        return observeService(file, service, key, setting, `${key}: ${setting.text}`, { fix });
      });
    });
  },
};
