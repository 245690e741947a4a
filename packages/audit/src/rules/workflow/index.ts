import type { WorkflowRule } from "../../rule/types.ts";
import * as build from "./build.ts";
import * as container from "./container.ts";
import * as release from "./release.ts";

/** Rules over a GitHub workflow that builds or runs images. */
export const rules: readonly WorkflowRule[] = [
  build.untrustedPush,
  build.secretBuildArg,
  build.insecureBuild,
  build.hostNetworkBuild,
  build.attestationsOff,
  release.loginPassword,
  release.dockerActionUnpinned,
  release.imageUnsigned,
  release.imageWithoutSbom,
  container.containerPrivileged,
  container.runtimeSocket,
  container.hardCodedCredentials,
  container.imageUnpinned,
];
