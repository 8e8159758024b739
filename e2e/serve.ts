import { existsSync, mkdirSync, rmSync, symlinkSync } from "node:fs";
import { join } from "node:path";
import { dataFolder, localModelFolder } from "./setting.ts";

// Playwright starts the server before any set-up of its own, so the fresh folder is made here.
if (!existsSync(".next/BUILD_ID")) throw new Error("The studio is not built. Run `npm run build` first.");
rmSync(dataFolder, { recursive: true, force: true });
mkdirSync(dataFolder, { recursive: true });
if (existsSync(join(localModelFolder, "ready.json")))
  symlinkSync(localModelFolder, join(dataFolder, "local-model"));

await import("../server/quickstart.ts");
