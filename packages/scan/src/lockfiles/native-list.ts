import { parseConanLock } from "./cpp/conan-lock.ts";
import { parseVcpkgManifest } from "./cpp/vcpkg-manifest.ts";
import { parseMsbuild, parsePackagesConfig } from "./dotnet/msbuild.ts";
import { parseNugetLock } from "./dotnet/nuget-lock.ts";
import type { Lockfile } from "./lockfile.ts";
import { parseCargoLock } from "./rust/cargo-lock.ts";
import { parsePackageResolved } from "./swift/package-resolved.ts";
import { parsePodfileLock } from "./swift/podfile-lock.ts";

/** Lockfiles of languages that are compiled to machine code, and of .NET. */
export const nativeLockfiles: readonly Lockfile[] = [
  {
    id: "cargo",
    files: ["Cargo.lock"],
    type: "cargo",
    misses: "which crates are for development or for building only: all are listed",
    parse: parseCargoLock,
  },
  {
    id: "conan",
    files: ["conan.lock"],
    type: "conan",
    misses: "what only builds the project: `build_requires`, `python_requires`",
    parse: parseConanLock,
  },
  {
    id: "vcpkg",
    files: ["vcpkg.json"],
    type: "vcpkg",
    misses: "versions that the baseline decides; host dependencies",
    parse: parseVcpkgManifest,
  },
  {
    id: "nuget",
    files: ["packages.lock.json"],
    type: "nuget",
    misses: "which packages are for development only: all are listed",
    parse: parseNugetLock,
  },
  {
    id: "nuget-config",
    files: ["packages.config"],
    type: "nuget",
    misses: "packages marked as development dependencies",
    parse: parsePackagesConfig,
  },
  {
    id: "msbuild",
    files: ["*.csproj", "*.fsproj", "*.vbproj", "Directory.Packages.props", "Packages.props"],
    type: "nuget",
    misses: "dependencies of dependencies; versions that are ranges or properties",
    parse: parseMsbuild,
  },
  {
    id: "swift",
    files: ["Package.resolved"],
    type: "swift",
    misses: "packages that are pinned to a branch or a revision",
    parse: parsePackageResolved,
  },
  {
    id: "cocoapods",
    files: ["Podfile.lock"],
    type: "cocoapods",
    misses: "which pods are for tests only: all are listed",
    parse: parsePodfileLock,
  },
];
