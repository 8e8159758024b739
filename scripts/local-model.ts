/**
 * Brings the local model into the data folder without a studio: `node scripts/local-model.ts [--data-dir <folder>]`.
 * Says each step, and ends with 1 when the model could not be had.
 */
import { parseArgs } from "node:util";
import { fetchLocalModel } from "#lib/downloads";

const { values } = parseArgs({ options: { "data-dir": { type: "string" } } });
let last = "";
const state = await fetchLocalModel(values["data-dir"], ({ step, receivedBytes, totalBytes }) => {
  const megabytes = (bytes: number) => Math.round(bytes / 1_000_000);
  const line =
    totalBytes && receivedBytes > 0
      ? `${step} (${megabytes(receivedBytes)} of ${megabytes(totalBytes)} MB)`
      : step;
  if (line === last) return;
  last = line;
  process.stdout.write(`local model: ${line}\n`);
});
if (state.status !== "ready") {
  process.stderr.write(`${state.error ?? "The local model could not be fetched."}\n`);
  process.exitCode = 1;
}
