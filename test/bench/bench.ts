// npm run bench: what the SBOM pass costs, as a ratio to bare decompression of the same layers,
// measured in the same run, and what the command costs to start. Ratios, because machines differ.
//   npm run bench                 a synthetic image, and a real one where there is one
//   npm run bench -- LAYOUT       an OCI layout with gzip layers
//   npm run bench -- --large      also an image of 5 GB, and a layer of 3,000,000 files
//   npm run bench -- --write      write docs/performance.md too
import { existsSync } from "node:fs";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { parseArgs } from "node:util";
import { type Forms, writeForms } from "./forms.ts";
import { kitImage } from "./kit-image.ts";
import { writeLargeImage } from "./large-image.ts";
import { type Measurement, measure } from "./measure.ts";
import { writePerformancePage } from "./performance-page.ts";
import { benchStartUp } from "./start-up.ts";
import { writeSyntheticImage } from "./synthetic-image.ts";

/** Aims of the project: ratios to bare decompression, seconds, and MB. */
const aims = { gzip: 1.35, secrets: 2.2, archiveToGzip: 0.25, rescanSeconds: 0.3, peakMb: 150 };
const rounds = Number(process.env.PLIMSOLL_BENCH_ROUNDS ?? 3);

const { positionals, values } = parseArgs({
  allowPositionals: true,
  options: {
    large: { type: "boolean", default: false },
    write: { type: "boolean", default: false },
  },
});
const printed: string[] = [];

const folder = await mkdtemp(join(tmpdir(), "plimsoll-bench-"));
try {
  benchStartUp(print);
  const [named] = positionals;
  if (named !== undefined) await bench(resolve(named), resolve(named));
  else {
    const synthetic = join(folder, "synthetic");
    await writeSyntheticImage(synthetic);
    await bench("a synthetic image", synthetic);
    const kit = kitImage();
    if (existsSync(kit.path)) await bench(`a real Debian image (${kit.name})`, kit.path);
    else print(`\nNo real image was measured: ${kit.missing}`);
  }
  if (values.large) {
    await benchLarge("5 GB in files of 1 MB", 5000, 1 << 20, aims.peakMb);
    await benchLarge("3,000,000 empty files", 3_000_000, 0, 512);
  }
  if (values.write) await writePerformancePage(printed);
} finally {
  await rm(folder, { recursive: true, force: true });
}

function print(line: string): void {
  printed.push(line);
  console.log(line);
}

async function bench(title: string, layout: string): Promise<void> {
  const work = await mkdtemp(join(folder, "forms-"));
  const forms = await writeForms(layout, work);
  print(
    `\n${title}: ${forms.layers} layers, ${mb(forms.packedBytes)} MB gzip, ${mb(forms.unpackedBytes)} MB unpacked`,
  );
  const { rows, floor } = await measureForms(forms, join(work, "cache"));
  printTable(rows);
  print(floor);
  await rm(work, { recursive: true, force: true });
}

/** Seconds and memory of one large layer beside its bare decompression. */
async function benchLarge(title: string, files: number, bytes: number, peakMb: number) {
  const layout = await mkdtemp(join(folder, "large-"));
  await writeLargeImage(layout, files, bytes);
  const inflate = await measure(1, "inflate", layout);
  const took = await measure(1, "sbom", `oci-dir:${layout}`);
  const ratio = (took.seconds / inflate.seconds).toFixed(2);
  print(
    `\n${title}: ${took.seconds.toFixed(1)} s, ${ratio} × bare gunzip, peak ${took.peakMb.toFixed(0)} MB (aim ≤ ${peakMb} MB)`,
  );
  await rm(layout, { recursive: true, force: true });
}

interface Row {
  name: string;
  took: Measurement;
  /** What it is compared with. */
  baseline?: { name: string; took: Measurement };
  aim?: string;
}

/** `floor` holds the SBOM pass against the least that a tool does which checks what it reads. */
async function measureForms(forms: Forms, cache: string): Promise<{ rows: Row[]; floor: string }> {
  const gunzip = await measure(rounds, "inflate", forms.gzip);
  const verified = await measure(rounds, "verify", forms.gzip);
  const unzstd = await measure(rounds, "inflate", forms.zstd);
  const gzip = await measure(rounds, "sbom", `oci-dir:${forms.gzip}`);
  const secrets = await measure(rounds, "secrets", `oci-dir:${forms.gzip}`);
  const zstd = await measure(rounds, "sbom", `oci-dir:${forms.zstd}`);
  const archive = await measure(rounds, "sbom", `docker-archive:${forms.archive}`);
  await measure(1, "sbom", `oci-dir:${forms.gzip}`, cache);
  const rescan = await measure(rounds, "sbom", `oci-dir:${forms.gzip}`, cache);
  const bareGzip = { name: "bare gunzip", took: gunzip };
  const floor = { name: "bare gunzip and SHA-256", took: verified, baseline: bareGzip };
  const rows = [
    { name: "bare gunzip", took: gunzip },
    { name: "SBOM of gzip layers", took: gzip, baseline: bareGzip, aim: `≤ ${aims.gzip} ×` },
    {
      name: "SBOM and secrets, gzip",
      took: secrets,
      baseline: bareGzip,
      aim: `≤ ${aims.secrets} ×`,
    },
    { name: "bare unzstd", took: unzstd },
    { name: "SBOM of zstd layers", took: zstd, baseline: { name: "bare unzstd", took: unzstd } },
    {
      name: "SBOM of a plain archive",
      took: archive,
      baseline: { name: "SBOM of gzip layers", took: gzip },
      aim: `≤ ${aims.archiveToGzip} ×`,
    },
    { name: "cached rescan", took: rescan, baseline: bareGzip, aim: `≤ ${aims.rescanSeconds} s` },
    floor,
  ];
  return { rows, floor: `SBOM of gzip layers: ${ratioOf(gzip, floor)}` };
}

function printTable(rows: readonly Row[]): void {
  print(
    `${"".padEnd(26)}${"wall s".padStart(8)}${"CPU s".padStart(8)}${"peak MB".padStart(9)}${"found".padStart(12)}   ratio (wall, CPU)`,
  );
  for (const { name, took, baseline, aim } of rows) {
    const ratio = baseline ? ratioOf(took, baseline) : "";
    print(
      `${name.padEnd(26)}${took.seconds.toFixed(3).padStart(8)}${took.cpuSeconds.toFixed(3).padStart(8)}${took.peakMb.toFixed(0).padStart(9)}${String(took.found).padStart(12)}   ${ratio}${aim ? `   aim ${aim}` : ""}`,
    );
  }
  print(`peak memory: aim ≤ ${aims.peakMb} MB`);
}

/** Wall time and CPU time. */
function ratioOf(took: Measurement, baseline: { name: string; took: Measurement }): string {
  const wall = (took.seconds / baseline.took.seconds).toFixed(2);
  const cpu = (took.cpuSeconds / baseline.took.cpuSeconds).toFixed(2);
  return `${wall} ×, ${cpu} × ${baseline.name}`;
}

function mb(bytes: number): string {
  return (bytes / 1e6).toFixed(0);
}
