import { RunnableLambda } from "@langchain/core/runnables";
import { answer } from "./answer.ts";
import type { Call } from "./call.ts";
import { guardInput } from "./guard.ts";
import { record } from "./record.ts";
import { render } from "./render.ts";
import type { LiveGeneration } from "./schema.ts";

/**
 * Every generation's way: render -> guard -> call with retry and fallback, guarding the stream -> record. One runnable,
 * since LangChain takes some 50 microseconds for each and a sequence of four would be half of a gateway call.
 */
export const pipeline: RunnableLambda<Call, LiveGeneration> = RunnableLambda.from<Call, LiveGeneration>(
  async (call) => {
    await render(call);
    await guardInput(call);
    await answer(call);
    return record(call);
  },
);
