import { copyFileSync, existsSync, mkdirSync, readFileSync, rmSync, symlinkSync } from "node:fs";
import { join } from "node:path";
import { openEmbedded } from "#db";
import { dataFolder, localModelFolder } from "./setting.ts";

// Playwright starts the server before any set-up of its own, so the fresh folder is made here.
if (!existsSync(".next/BUILD_ID")) throw new Error("The studio is not built. Run `npm run build` first.");
rmSync(dataFolder, { recursive: true, force: true });
mkdirSync(dataFolder, { recursive: true });
if (existsSync(join(localModelFolder, "ready.json")))
  symlinkSync(localModelFolder, join(dataFolder, "local-model"));

// The seed of the tests of the same run (demo/demo.test.ts), else the studio makes its own.
const seed = process.env["VALUELOOP_KEEP_SEED"];
if (seed && existsSync(join(seed, "database.tar"))) {
  copyFileSync(join(seed, "encryption.key"), join(dataFolder, "encryption.key"));
  const dump = new Blob([readFileSync(join(seed, "database.tar"))]);
  const { close } = await openEmbedded(join(dataFolder, "database"), dump);
  await close();
}

await import("../server/quickstart.ts");
