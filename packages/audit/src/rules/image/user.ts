import { references } from "../../rule/references.ts";
import type { ImageRule } from "../../rule/types.ts";
import { isRootUser } from "../root-user.ts";
import { observeConfig } from "./observe.ts";

/** The image runs as root unless the container is told otherwise. */
export const userRoot: ImageRule = {
  id: "image-user-root",
  target: "image",
  title: "The image runs as root",
  severity: "medium",
  description:
    "A process that runs as root in the container is root on the host as soon as it breaks out, and inside it may change every file of the image.",
  remediation: "Rebuild with USER and an unprivileged numeric user, or run with --user.",
  references: [references.imageConfig, references.cis],
  peers: { dockle: ["CIS-DI-0001"], trivy: ["DS-0002"] },
  check({ os, run }) {
    if (os === "windows") return { notApplicable: "Windows images have no root" };
    if (!isRootUser(run.user)) return [];
    const value = run.user === "" ? "(empty: root)" : run.user;
    return [observeConfig("config.User", value, { identity: ["config.User"] })];
  },
};
