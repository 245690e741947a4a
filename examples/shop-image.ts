import { readdir, readFile } from "node:fs/promises";
import { join } from "node:path";
import { type TarEntry, writeOciLayout } from "@plimsoll/image";

/** Writes the shop as an OCI layout of three layers, as a build of its Dockerfile would make them. */
export async function writeShopImage(shop: string, directory: string): Promise<void> {
  const base = await entriesOf(join(shop, "rootfs"), "");
  const app = [
    ...(await entriesOf(join(shop, "node_modules"), "app/node_modules")),
    ...(await Promise.all(
      ["package.json", "server.js"].map(async (name) => ({
        path: `app/${name}`,
        content: await readFile(join(shop, name)),
      })),
    )),
  ];
  await writeOciLayout(directory, {
    created: "2024-02-01T00:00:00Z",
    layers: [
      {
        entries: [...base, ...setuidPrograms()],
        createdBy: "/bin/sh -c #(nop) ADD file:rootfs in / ",
      },
      { entries: app, createdBy: "COPY . /app # buildkit" },
      {
        // The build removed a folder of the layer below: it is hidden, not gone.
        entries: [
          { path: "app/node_modules/.wh.ws" },
          { path: "tmp/setup.log", content: "done\n" },
        ],
        createdBy: "RUN /bin/sh -c curl -fsSL https://example.com/setup.sh | bash # buildkit",
      },
    ],
    emptyHistory: {
      1: ["ENV SESSION_SECRET=s3cr3t-of-the-shop-2024"],
      3: ["EXPOSE map[22/tcp:{} 8080/tcp:{}]", 'CMD ["/bin/sh" "-c" "node /app/server.js"]'],
    },
    config: {
      env: [
        "PATH=/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin",
        "SESSION_SECRET=s3cr3t-of-the-shop-2024",
      ],
      cmd: ["/bin/sh", "-c", "node /app/server.js"],
      exposedPorts: ["22/tcp", "8080/tcp"],
    },
  });
}

/** Stand-ins by name, owner and mode for programs that any Debian base brings along. */
function setuidPrograms(): TarEntry[] {
  // cap_net_raw=ep as the kernel stores it: revision 2 with the effective bit, bit 13 permitted
  // (linux/capability.h, struct vfs_cap_data).
  const capNetRaw = Buffer.alloc(20);
  capNetRaw.writeUInt32LE(0x0200_0001, 0);
  capNetRaw.writeUInt32LE(1 << 13, 4);
  return [
    { path: "usr/bin/passwd", mode: 0o4755, content: "#!/bin/sh\n" },
    { path: "usr/bin/sudo", mode: 0o4755, content: "#!/bin/sh\n" },
    { path: "usr/bin/chage", mode: 0o2755, gid: 42, content: "#!/bin/sh\n" },
    {
      path: "usr/bin/ping",
      mode: 0o755,
      content: "#!/bin/sh\n",
      xattrs: { "security.capability": capNetRaw },
    },
  ];
}

/** The files of a folder, in an order that is the same on every machine. */
async function entriesOf(folder: string, prefix: string): Promise<TarEntry[]> {
  const found = await readdir(folder, { recursive: true, withFileTypes: true });
  const files = found
    .filter((entry) => entry.isFile() && entry.name !== ".installed-from")
    .map((entry) => join(entry.parentPath, entry.name))
    .sort();
  return Promise.all(
    files.map(async (file) => ({
      path: join(prefix, file.slice(folder.length + 1)).replaceAll("\\", "/"),
      content: await readFile(file),
    })),
  );
}
