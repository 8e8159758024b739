import { RunnableRetry, type RunnableConfig } from "@langchain/core/runnables";
import type { CallbackManagerForChainRun } from "@langchain/core/callbacks/manager";
import type { Answered, Routed } from "./call.ts";

/**
 * LangChain's retry whose waiting is left to `onFailedAttempt`: the library's own waits at least a second and knows no
 * Retry-After. A handler that throws ends the retries, as in LangChain.
 */
export class TargetRetry extends RunnableRetry<Routed, Answered> {
  protected override async _invoke(
    input: Routed,
    config?: Partial<RunnableConfig>,
    runManager?: CallbackManagerForChainRun,
  ): Promise<Answered> {
    for (let attempt = 1; ; attempt += 1) {
      try {
        return await this.bound.invoke(input, this._patchConfigForRetry(attempt, config, runManager));
      } catch (thrown) {
        if (attempt >= this.maxAttemptNumber) throw thrown;
        await this.onFailedAttempt(thrown, input);
      }
    }
  }
}
