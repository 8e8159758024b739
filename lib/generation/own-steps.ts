import type { BaseMessage } from "@langchain/core/messages";
import type { Runnable } from "@langchain/core/runnables";
import { answerMessageOf, chatMessageOf, langchainMessageOf } from "#lib/models";
import { AppError, isAppError } from "#platform/errors";
import { type Answered, type Begun, failureOf } from "./call.ts";
import { type Inside, type SpanEnd, type SpanStart, Step } from "./step.ts";
import { ownKey } from "./trace-handler.ts";

/** What a project's own step before the call gets, and may change any part of. */
export type OwnInput = { variables: Record<string, unknown>; messages: BaseMessage[] };

/**
 * A project's own Runnables in the sequence. `before` stand before the prompt is filled, so what a retriever adds is
 * rendered and judged by the policies like everything else. `after` stand behind the guard: the first gets the answer
 * as LangChain's AIMessage, each further one what the one before it gave; the last one's result is `parsed`.
 */
export type OwnSteps = {
  before?: readonly Runnable<OwnInput, Partial<OwnInput>>[] | undefined;
  after?: readonly Runnable[] | undefined;
};

/** Runs a project's steps before the call. Throws what they throw that is meant for people, else unavailable. */
export class BeforeSteps extends Step<Begun, Begun> {
  readonly stepName = "before";
  readonly #steps: NonNullable<OwnSteps["before"]>;

  constructor(steps: NonNullable<OwnSteps["before"]>) {
    super();
    this.#steps = steps;
  }

  override startOf(): SpanStart {
    return { name: "own steps before", kind: "internal", attributes: { [ownKey]: this.#steps.length } };
  }

  protected async act(call: Begun, { config }: Inside): Promise<Begun> {
    const { prompt, messages = [] } = call.input;
    let given: OwnInput = { variables: prompt?.variables ?? {}, messages: messages.map(langchainMessageOf) };
    for (const step of this.#steps) {
      try {
        given = { ...given, ...(await step.invoke(given, { ...config, signal: call.stop.signal })) };
      } catch (thrown) {
        throw call.stop.reason() ?? stepError("unavailable", step, thrown);
      }
    }
    call.input = {
      ...call.input,
      ...(prompt ? { prompt: { ...prompt, variables: given.variables } } : {}),
      ...(given.messages.length > 0 ? { messages: given.messages.map(chatMessageOf) } : {}),
    };
    return call;
  }
}

/** Runs a project's steps on the answer. One that throws makes the call a failed one, recorded with its answer. */
export class AfterSteps extends Step<Answered, Answered> {
  readonly stepName = "after";
  readonly #steps: NonNullable<OwnSteps["after"]>;

  constructor(steps: NonNullable<OwnSteps["after"]>) {
    super();
    this.#steps = steps;
  }

  override startOf({ outcome }: Answered): SpanStart | null {
    if (outcome.error) return null;
    return { name: "own steps after", kind: "internal", attributes: { [ownKey]: this.#steps.length } };
  }
  override endOf({ outcome }: Answered): SpanEnd {
    const attributes = outcome.error ? { "valueloop.error.message": outcome.error.message } : {};
    return { status: outcome.error ? "error" : "ok", attributes };
  }

  protected async act(call: Answered, { config }: Inside): Promise<Answered> {
    const { outcome } = call;
    if (outcome.error) return call;
    let value: unknown = answerMessageOf(outcome);
    for (const step of this.#steps) {
      try {
        value = await step.invoke(value, { ...config, signal: call.stop.signal });
      } catch (thrown) {
        const error = call.stop.reason() ?? stepError("upstream_failed", step, thrown);
        return Object.assign(call, { outcome: { ...outcome, ...failureOf(error) } });
      }
    }
    return Object.assign(call, { parsed: value });
  }
}

function stepError(code: "unavailable" | "upstream_failed", step: Runnable, thrown: unknown): AppError {
  if (isAppError(thrown)) return thrown;
  const said = thrown instanceof Error ? thrown.message : "no reason given";
  return new AppError(code, `The step ${step.getName()} failed: ${said}`, { cause: thrown });
}
