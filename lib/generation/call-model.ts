import type { Answering, Attempted } from "./attempted.ts";
import { type Inside, Step } from "./step.ts";

/**
 * Asks the model: LangChain's chat model as LangChain runs it, with its callbacks; fused, the same model without them.
 * A stream is opened here and read by the step behind. Throws what the model throws.
 */
class CallModel extends Step<Attempted, Answering> {
  readonly stepName = "call";

  protected async act(attempt: Attempted, { config }: Inside): Promise<Answering> {
    const { call, target, stop } = attempt;
    const { traceId } = call.trace;
    const { idleTimeoutMs } = call.route;
    const request = {
      messages: call.messages,
      ...call.settings,
      ...(idleTimeoutMs === null ? {} : { idleTimeoutMs }),
      ...(call.tellsOfTrace ? { traceparent: `00-${traceId}-${call.root.span.spanId}-01` } : {}),
    };
    const options = { signal: stop.signal, ...(config ? { config } : {}) };
    const answer: Answering["answer"] = call.emit
      ? { kind: "stream", events: target.model.converse(request, options) }
      : { kind: "whole", ...(await target.model.answer(request, options)) };
    return Object.assign(attempt, { answer });
  }
}

export const callModel = new CallModel();
