#!/usr/bin/env node
// Kept apart from the program, and in syntax that old releases read, so that they get a sentence
// instead of a stack trace.
const [major, minor] = process.versions.node.split(".").map(Number);
if (major < 22 || (major === 22 && minor < 22)) {
  console.error(
    `plimsoll needs Node.js 22.22 or newer; this is ${process.version}. Install a supported LTS release from https://nodejs.org.`,
  );
  process.exitCode = 2;
} else {
  void import("../dist/cli/main.js").then(({ main }) => main());
}
