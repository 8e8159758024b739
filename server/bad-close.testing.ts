import { systemContext } from "#lib/identity";
import { enqueueGeneration } from "#lib/observability";
import { newId } from "#platform/ids";
import { boot, shutDownCleanly } from "./boot.ts";

/**
 * A process whose own part of the shutdown answers one last call and then, as BAD_CLOSE says, fails or never ends.
 * PROJECT_ID is the project the call is booked on.
 */
const { BAD_CLOSE = "fails", PROJECT_ID = "" } = process.env;
// Less than the writer waits by itself, so that only the last words can have stored the call.
const patienceMs = BAD_CLOSE === "fails" ? 20_000 : 50;
const { db } = await boot();
const ctx = await systemContext(db, PROJECT_ID);
const answer = (output: string) =>
  enqueueGeneration(ctx, {
    traceId: newId(),
    startedAt: new Date(),
    source: "api",
    status: "succeeded",
    provider: "p",
    model: "m",
    input: [],
    output,
    latencyMs: 1,
  });
// What a first call looks up is known by then: the last one takes no time that is counted here.
await answer("the first answer");
shutDownCleanly(async () => {
  await answer("the last answer");
  if (BAD_CLOSE === "fails") throw new Error("a part did not close");
  await new Promise(() => setInterval(() => undefined, 1_000));
}, patienceMs);
process.stderr.write("ready to be stopped\n");
