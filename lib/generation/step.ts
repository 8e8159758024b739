import type { BaseCallbackHandler } from "@langchain/core/callbacks/base";
import { patchConfig, Runnable, type RunnableConfig } from "@langchain/core/runnables";
import type { Span } from "#schema/observability";
import type { OpenSpan, TraceRecorder } from "./trace.ts";

export type SpanStart = Pick<Span, "name" | "kind" | "attributes">;
export type SpanEnd = Pick<Span, "status" | "attributes">;

/** What a step needs to be seen in the trace. */
export type Traced = {
  readonly trace: TraceRecorder;
  readonly root: OpenSpan;
  /** Hears of the runs of LangChain; told beforehand which run will be which step. */
  readonly handler: BaseCallbackHandler & { expect(step: Seen): string };
  /** What a project's own callbacks and tracers see of a call: no context, no connection. */
  toJSON(): unknown;
};

/** The part of a step that its span is made of. */
export type Seen = {
  startOf(input: Traced): SpanStart | null;
  endOf(output: unknown): SpanEnd;
  endOfError(thrown: unknown): SpanEnd;
};

/** What can run as LangChain runs it, or fused: without its callbacks between the steps. */
export type Fusible<In, Out> = {
  invoke(input: In, config?: Partial<RunnableConfig>): Promise<Out>;
  fused(input: In): Promise<Out>;
};

/** How a step runs the steps inside it: as it is run itself. `config` is LangChain's, null where the steps are fused. */
export type Inside = {
  readonly config: RunnableConfig | null;
  run<In, Out>(inner: Fusible<In, Out>, input: In): Promise<Out>;
};

const fusedInside: Inside = { config: null, run: (inner, input) => inner.fused(input) };

/**
 * One step of a generation: a Runnable of LangChain. Its span is made by the callback handler (trace-handler.ts), or
 * by `fused` itself, which does the same work without a callback manager: that costs a tenth of a gateway's call.
 */
export abstract class Step<In extends Traced, Out> extends Runnable<In, Out> implements Fusible<In, Out> {
  override lc_namespace = ["valueloop", "generation"];
  abstract readonly stepName: string;

  protected abstract act(input: In, inside: Inside): Promise<Out>;

  /** The step's span as it is known before; null for a step that has none. */
  startOf(_input: In): SpanStart | null {
    return null;
  }

  endOf(_output: Out): SpanEnd {
    return { status: "ok", attributes: {} };
  }

  endOfError(_thrown: unknown): SpanEnd {
    return { status: "error", attributes: {} };
  }

  override getName(): string {
    return `valueloop.${this.stepName}`;
  }

  override async invoke(input: In, options?: Partial<RunnableConfig>): Promise<Out> {
    return this._callWithConfig(
      (given: In, config, manager) => {
        const callbacks = manager?.getChild();
        const inner: RunnableConfig = patchConfig(config, callbacks ? { callbacks } : {});
        return this.act(given, { config: inner, run: (step, value) => step.invoke(value, inner) });
      },
      input,
      { ...options, runName: this.getName(), runId: input.handler.expect(this) },
    );
  }

  /** Not `async`, and others on this way say `return await`: a promise given back by an async function costs two more and two turns. */
  fused(input: In): Promise<Out> {
    const start = this.startOf(input);
    return start ? this.#traced(input, start) : this.act(input, fusedInside);
  }

  async #traced(input: In, start: SpanStart): Promise<Out> {
    const open = input.trace.start(start.name, start.kind, input.root, start.attributes);
    try {
      const output = await this.act(input, fusedInside);
      const { status, attributes } = this.endOf(output);
      input.trace.end(open, status, attributes);
      return output;
    } catch (thrown) {
      const { status, attributes } = this.endOfError(thrown);
      input.trace.end(open, status, attributes);
      throw thrown;
    }
  }
}
