import { mkdirSync, writeFileSync } from "node:fs";
import { cpus } from "node:os";
import { benchDriver } from "./driver.ts";
import { benchEvalRun } from "./eval-run.ts";
import { benchGateway } from "./gateway.ts";
import { benchOverview } from "./overview.ts";
import { benchStudio } from "./studio.ts";
import { benchTelemetry } from "./telemetry.ts";

/** `npm run bench [gateway|driver|eval|overview|studio|telemetry]`: everything, or one part; prints, and keeps what was printed in bench/results/. README.md says how to read it. */
const parts = {
  gateway: benchGateway,
  driver: benchDriver,
  eval: benchEvalRun,
  overview: benchOverview,
  studio: benchStudio,
  telemetry: benchTelemetry,
};
const chosen = process.argv[2];
const lines: string[] = [];
const print = (line: string) => {
  lines.push(line);
  console.log(line);
};

print(
  `${new Date().toISOString().slice(0, 10)}, Node ${process.version}, ${cpus().length} cores, ${cpus()[0]?.model ?? ""}`,
);
for (const [name, bench] of Object.entries(parts)) {
  if (chosen && chosen !== name) continue;
  print(`\n${name}`);
  await bench(print);
}
mkdirSync("bench/results", { recursive: true });
writeFileSync(`bench/results/${chosen ?? "all"}.txt`, `${lines.join("\n")}\n`);
process.exit(0);
