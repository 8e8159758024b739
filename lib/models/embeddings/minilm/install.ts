import type { Database } from "#db";
import { enqueue } from "#lib/jobs";
import { once } from "#platform/runtime";
import type { Arrival, ArrivalState } from "../../arrival/arrival.ts";
import { Arriving } from "../../arrival/arriving.ts";
import { embedAllJobName, miniLmModel } from "../../schema.ts";
import { miniLmEngine } from "./engine.ts";
import { type MiniLmPaths, miniLmPaths } from "./paths.ts";
import { miniLmPlan, miniLmSteps } from "./steps.ts";

const arriving = () => once("models.embeddingArrival", () => new Arriving<MiniLmPaths>(miniLmModel));

/**
 * Begins to bring the better built-in embedding model, or goes on where an earlier attempt stopped. When it is here,
 * what other models embedded is embedded again in the background; nothing is where all is done.
 */
export function beginEmbeddingModelArrival(
  db: Database,
  overrides: Partial<Pick<Arrival<MiniLmPaths>, "paths" | "plan" | "steps" | "progressMs">> = {},
): Promise<ArrivalState> {
  const arrival = { paths: miniLmPaths(), plan: miniLmPlan, steps: miniLmSteps, ...overrides };
  return arriving().begin(db, arrival, () => enqueue({ db }, { name: embedAllJobName }, {}));
}

/** Stops a running arrival and the model's thread; what has arrived is kept. At shutdown. */
export async function stopEmbeddingModel(): Promise<void> {
  await arriving().stop();
  await miniLmEngine().close();
}
