import { RunnableLambda, RunnableSequence } from "@langchain/core/runnables";
import { answer } from "./answer.ts";
import type { Call } from "./call.ts";
import { guardInput } from "./guard.ts";
import { record } from "./record.ts";
import { render } from "./render.ts";
import type { LiveGeneration } from "./schema.ts";

/**
 * Every generation's way: render -> guard -> call with retry and fallback, guarding the stream -> record.
 * Two runnables and not five, since each costs some 30 microseconds on the gateway's hot path.
 */
export const pipeline: RunnableSequence<Call, LiveGeneration> = RunnableSequence.from<Call, LiveGeneration>(
  [
    RunnableLambda.from<Call, Call>(async (call) => guardInput(await render(call))).withConfig({ runName: "prepare" }),
    RunnableLambda.from<Call, LiveGeneration>(async (call) => record(await answer(call))).withConfig({ runName: "answer" }),
  ],
  "generation",
);
