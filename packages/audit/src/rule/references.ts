/** Pages that several rules refer to. */
export const references = {
  cis: "https://www.cisecurity.org/benchmark/docker",
  dockerfile: "https://docs.docker.com/reference/dockerfile/",
  bestPractices: "https://docs.docker.com/build/building/best-practices/",
  buildSecrets: "https://docs.docker.com/build/building/secrets/",
  buildChecks: "https://docs.docker.com/reference/build-checks/",
  engineSecurity: "https://docs.docker.com/engine/security/",
  composeServices: "https://docs.docker.com/reference/compose-file/services/",
  composeSecrets: "https://docs.docker.com/reference/compose-file/secrets/",
  composeDeploy: "https://docs.docker.com/reference/compose-file/deploy/",
  resources: "https://docs.docker.com/engine/containers/resource_constraints/",
  ports: "https://docs.docker.com/engine/network/port-publishing/",
  podSecurity: "https://kubernetes.io/docs/concepts/security/pod-security-standards/",
  securityContext: "https://kubernetes.io/docs/tasks/configure-pod-container/security-context/",
  imageConfig: "https://github.com/opencontainers/image-spec/blob/main/config.md",
} as const;
