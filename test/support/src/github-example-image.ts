import { randomBytes } from "node:crypto";
import { writeOciLayout } from "@plimsoll/image";

export interface ExampleImageOptions {
  /** Name of a second package; default: there is none. */
  packageName?: string;
  /** Size of a file of noise in a layer of its own; default: there is none. */
  noiseBytes?: number;
}

/**
 * Writes an OCI layout of a small image: Debian's os-release and lodash 4.17.4, an npm package
 * with vulnerabilities of critical severity (CVE-2019-10744).
 */
export async function writeExampleImage(
  directory: string,
  { packageName, noiseBytes }: ExampleImageOptions = {},
): Promise<void> {
  const manifest = (name: string, version: string) => JSON.stringify({ name, version });
  await writeOciLayout(directory, {
    config: { cmd: ["/app/start"] },
    layers: [
      {
        createdBy: "ADD rootfs.tar.xz /",
        entries: [
          {
            path: "etc/os-release",
            content: 'ID=debian\nVERSION_ID="12"\nVERSION_CODENAME=bookworm\n',
          },
        ],
      },
      ...(noiseBytes === undefined
        ? []
        : [{ entries: [{ path: "noise", content: randomBytes(noiseBytes) }] }]),
      {
        createdBy: "COPY . /app",
        entries: [
          {
            path: "app/node_modules/lodash/package.json",
            content: manifest("lodash", "4.17.4"),
          },
          ...(packageName === undefined
            ? []
            : [
                {
                  path: "app/node_modules/second/package.json",
                  content: manifest(packageName, "1.0.0"),
                },
                { path: `app/${packageName.replaceAll("\n", " ")}`, mode: 0o4755 },
              ]),
        ],
      },
    ],
  });
}
