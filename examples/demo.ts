// The demo: assembles a small image from examples/shop without Docker, and checks it.
//   npm run demo
import { mkdir, rm } from "node:fs/promises";
import { fileURLToPath } from "node:url";
import { main } from "../packages/plimsoll/src/cli/main.ts";
import { installShop } from "./shop-dependencies.ts";
import { writeShopImage } from "./shop-image.ts";

const here = (path: string) => fileURLToPath(new URL(path, import.meta.url));
const output = here("../demo-output");
const shop = here("./shop");

process.chdir(here(".."));
await rm(output, { recursive: true, force: true });
await mkdir(output, { recursive: true });
await installShop(shop);
await writeShopImage(shop, `${output}/image`);

const command = [
  "check",
  "oci-dir:demo-output/image",
  ...["--dockerfile", "examples/shop/Dockerfile", "--compose", "examples/shop/compose.yaml"],
  ...["--output", "demo-output/report.html", "--output", "demo-output/report.sarif"],
  ...["--output", "demo-output/sbom.cdx.json", "--no-cache", "--offline"],
];
console.log(`$ plimsoll ${command.join(" ")}\n`);
await main(command);

// The shop is made to be refused: that is what a working check answers.
if (process.exitCode === 1) {
  process.exitCode = 0;
  console.log("\nThe shop is not safe to sail, as intended (plimsoll itself exits with 1).");
  console.log("Look at demo-output/report.html, report.sarif and sbom.cdx.json.");
}
