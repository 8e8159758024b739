import { Runnable } from "@langchain/core/runnables";
import { answer } from "./answer.ts";
import type { Call } from "./call.ts";
import { guardInput } from "./guard.ts";
import { record } from "./record.ts";
import { render } from "./render.ts";
import type { LiveGeneration } from "./schema.ts";

/**
 * Every generation's way: render -> guard -> call with retry and fallback, guarding the stream -> record. One runnable
 * of LangChain, so it composes like any other, with an `invoke` of its own: RunnableLambda's sets up callbacks and a
 * tracer for each call, which nobody here listens to and which cost a tenth of a gateway call.
 */
class GenerationPipeline extends Runnable<Call, LiveGeneration> {
  override lc_namespace = ["valueloop", "generation"];

  override async invoke(call: Call): Promise<LiveGeneration> {
    await render(call);
    await guardInput(call);
    await answer(call);
    return record(call);
  }
}

export const pipeline: Runnable<Call, LiveGeneration> = new GenerationPipeline();
