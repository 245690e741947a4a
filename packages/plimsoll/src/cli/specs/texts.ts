export const references =
  "IMAGE is a registry reference (ghcr.io/acme/shop:1.4), or docker-daemon:NAME, container:NAME (a container " +
  "with its changes), containers-storage:NAME (Podman's store), containerd:NAME, docker-archive:FILE, " +
  "oci-dir:DIR, oci-archive:FILE, dir:FOLDER.";

export const sbomReference = `${references.slice(0, -1)}, or sbom:FILE, a bill of materials (CycloneDX, SPDX, Syft).`;

/** What was built is named by its digest. */
export const exampleDigest = "registry.acme.dev/shop@sha256:4f1d…";
