import { references } from "../../rule/references.ts";
import type { ImageRule } from "../../rule/types.ts";
import { isSystemPath } from "../system-path.ts";
import { observeConfig } from "./observe.ts";

/** An SSH server in the image. */
export const exposeSsh: ImageRule = {
  id: "image-expose-ssh",
  target: "image",
  title: "The image exposes port 22",
  severity: "medium",
  description:
    "An SSH server in the container needs keys or passwords of its own and is one more way in.",
  remediation: "Remove it; use docker exec or the orchestrator's own access.",
  references: [references.imageConfig, references.cis],
  peers: { trivy: ["DS-0004"], checkov: ["CKV_DOCKER_1"] },
  check({ run }) {
    if (run.exposedPorts.length === 0) return { notApplicable: "the image exposes no port" };
    return run.exposedPorts
      .filter((port) => /^0*22(?:\/tcp)?$/i.test(port))
      .map((port) => observeConfig("config.ExposedPorts", port));
  },
};

/** Volumes on folders of the kernel or the system. */
export const systemVolume: ImageRule = {
  id: "image-system-volume",
  target: "image",
  title: "A volume of the image lies on a system folder",
  severity: "medium",
  description:
    "It hides what the kernel shows, or keeps system files outside the image, out of reach of updates.",
  remediation: "Rebuild without the VOLUME, or on a folder of the application's own.",
  references: [references.imageConfig],
  peers: { dockle: ["DKL-DI-0002"] },
  check({ run }) {
    if (run.volumes.length === 0) return { notApplicable: "the image has no volumes" };
    return run.volumes
      .filter(isSystemPath)
      .map((volume) => observeConfig("config.Volumes", volume));
  },
};

/** Docker Content Trust, retired, in the environment. */
export const contentTrust: ImageRule = {
  id: "image-content-trust",
  target: "image",
  title: "DOCKER_CONTENT_TRUST relies on a retired service",
  severity: "low",
  description:
    "Docker retires Docker Content Trust: notary.docker.io shuts down on 2026-12-08, and pulls of official images with DOCKER_CONTENT_TRUST=1 fail.",
  remediation: "Rebuild without it, and verify signatures with Sigstore or the Notary Project.",
  references: ["https://www.docker.com/blog/retiring-docker-content-trust/", references.cis],
  peers: { dockle: ["CIS-DI-0005"] },
  check({ run }) {
    if (run.env.some((entry) => entry.startsWith("DOCKER_CONTENT_TRUST_SERVER="))) {
      return { notApplicable: "a Notary server of one's own is named" };
    }
    return run.env
      .filter((entry) => entry === "DOCKER_CONTENT_TRUST=1")
      .map((entry) => observeConfig("config.Env", entry));
  },
};
