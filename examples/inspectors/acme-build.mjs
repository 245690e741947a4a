// An inspector of your own: plimsoll.yml names it under `inspectors`. It looks at files in the same
// pass as all others and runs nothing of the image. docs/inspectors.md explains the parts.

/** Where the company's images say which build they are. */
const stamp = "etc/acme-build";

export default {
  inspector: {
    id: "acme-build",
    version: 1,
    // Asked about every file of every layer: all of the stamp, nothing of any other file.
    wants: ({ path }) => (path === stamp ? Number.POSITIVE_INFINITY : undefined),
    // A fact is any JSON; undefined for none.
    inspect: (_entry, content) => {
      const build = /^build=([\w.-]{1,64})$/m.exec(content.toString("utf8"))?.[1];
      return build === undefined ? undefined : { build };
    },
  },

  packages: ({ build }) => [
    { name: "acme-platform", version: build, purl: `pkg:generic/acme-platform@${build}` },
  ],

  findings: (files) =>
    files.some(({ hiddenBy }) => hiddenBy === undefined)
      ? []
      : [
          {
            rule: "acme-build-missing",
            kind: "policy",
            severity: "high",
            title: "The image does not say which build it is",
            fix: { description: `Write build=VERSION to /${stamp} in the Dockerfile` },
          },
        ],
};
