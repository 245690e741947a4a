import { type TarEntry, writeOciLayout } from "@plimsoll/image";

const packages = 600;
const binaries = 1000;
const binaryBytes = 256 * 1024;

/**
 * Writes an OCI layout that resembles a Node.js service on Debian: a package database, 600 npm
 * packages with files that nobody wants, and 250 MB of content that compresses about threefold.
 * The same on every machine.
 */
export async function writeSyntheticImage(directory: string): Promise<void> {
  const random = generator(42);
  await writeOciLayout(directory, {
    layers: [
      { entries: [...baseFiles(), ...binaryFiles(random)], createdBy: "ADD rootfs.tar.xz /" },
      { entries: nodeModules(random), createdBy: "COPY . /app" },
    ],
  });
}

function baseFiles(): TarEntry[] {
  const stanzas = Array.from(
    { length: 400 },
    (_, i) =>
      `Package: package-${i}\nStatus: install ok installed\nArchitecture: amd64\nVersion: 1.${i}-1\nDescription: one of many\n`,
  );
  return [
    { path: "etc/os-release", content: 'ID=debian\nVERSION_ID="12"\n' },
    { path: "var/lib/dpkg/status", content: stanzas.join("\n") },
  ];
}

function binaryFiles(random: () => number): TarEntry[] {
  return Array.from({ length: binaries }, (_, i) => {
    const content = Buffer.alloc(binaryBytes);
    // A third is noise, as code and packed data are to a compressor; the rest repeats.
    for (let at = 0; at < binaryBytes; at += 4) {
      content.writeUInt32LE(at % 12 === 0 ? random() : i * 65_537, at);
    }
    return { path: `usr/lib/library-${i}.so`, mode: 0o755, content };
  });
}

function nodeModules(random: () => number): TarEntry[] {
  return Array.from({ length: packages }, (_, i) => {
    const folder = `app/node_modules/module-${i}`;
    const source = Array.from({ length: 12 }, (_, n) => ({
      path: `${folder}/lib/file-${n}.js`,
      content: `export const value = ${random()};\n`.repeat(40),
    }));
    const manifest = { name: `module-${i}`, version: `1.0.${i}`, license: "MIT" };
    return [{ path: `${folder}/package.json`, content: JSON.stringify(manifest) }, ...source];
  }).flat();
}

/** Numerical Recipes' linear congruential generator: 32 bits, the same everywhere. */
function generator(seed: number): () => number {
  let state = seed;
  return () => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return state;
  };
}
