import type { Lockfile } from "../lockfile.ts";
import { parseGradleLockfile } from "./gradle-lockfile.ts";
import { parseGradleVerification } from "./gradle-verification.ts";
import { parseMavenPom } from "./maven-pom.ts";
import { parseSbtLock } from "./sbt-lock.ts";

/** Lockfiles of the build tools of Java, Kotlin and Scala, and Maven's project files. */
export const javaLockfiles: readonly Lockfile[] = [
  {
    id: "maven",
    files: ["pom.xml"],
    type: "maven",
    misses:
      "dependencies of dependencies; versions that a parent, an imported project or a range decides; the scopes `test` and `system`; plugins",
    parse: parseMavenPom,
  },
  {
    id: "gradle",
    files: ["gradle.lockfile", "buildscript-gradle.lockfile"],
    type: "maven",
    misses: "what only configurations of tests want; projects without dependency locking",
    parse: parseGradleLockfile,
  },
  {
    id: "gradle-verification",
    files: ["gradle/verification-metadata.xml"],
    type: "maven",
    misses: "which artifacts are for tests or plugins only: all are listed",
    parse: parseGradleVerification,
  },
  {
    id: "sbt",
    files: ["build.sbt.lock"],
    type: "maven",
    misses: "what only the configuration `test` wants",
    parse: parseSbtLock,
  },
];
