import type { ImageSpec } from "@plimsoll/image";

/** A stanza of /var/lib/dpkg/status. */
function dpkg(name: string, version: string, source = name): string {
  return `Package: ${name}\nStatus: install ok installed\nArchitecture: amd64\nSource: ${source}\nVersion: ${version}\n\n`;
}

const npm = (name: string, version: string, licence = "MIT") =>
  JSON.stringify({ name, version, license: licence });

/** An image with something to find in each room: old packages of two kinds, setuid, root, a secret. */
export function shopSpec(): ImageSpec {
  const base = dpkg("libc6", "2.36-9+deb12u1", "glibc");
  return {
    created: "2024-02-01T00:00:00Z",
    layers: [
      {
        createdBy: "ADD rootfs.tar.xz /",
        entries: [
          {
            path: "etc/os-release",
            content: 'ID=debian\nVERSION_ID="12"\nPRETTY_NAME="Debian 12"\n',
          },
          { path: "var/lib/dpkg/status", content: base },
          { path: "usr/bin/su", mode: 0o4755, content: "\u007fELF" },
          { path: "usr/bin/gone", mode: 0o4755, content: "\u007fELF" },
        ],
      },
      {
        createdBy: "RUN apt-get install -y curl",
        entries: [
          { path: "var/lib/dpkg/status", content: base + dpkg("curl", "7.88.1-10+deb12u3") },
          { path: "usr/bin/.wh.gone" },
        ],
      },
      {
        createdBy: "COPY . /app",
        entries: [
          { path: "app/node_modules/lodash/package.json", content: npm("lodash", "4.17.4") },
          { path: "app/node_modules/@acme/rope/package.json", content: npm("@acme/rope", "1.0.0") },
        ],
      },
    ],
    config: { env: ["PATH=/usr/bin", "API_TOKEN=0f3d5e7a9b1c2d4e6f80"], cmd: ["node", "/app"] },
  };
}
