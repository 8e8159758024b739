import { randomUUID } from "node:crypto";
import { BaseCallbackHandler } from "@langchain/core/callbacks/base";
import type { Seen, SpanEnd, SpanStart, Traced } from "./step.ts";
import type { OpenSpan, TraceRecorder } from "./trace.ts";

type HandlerArguments<Name extends keyof BaseCallbackHandler> = Parameters<
  Extract<NonNullable<BaseCallbackHandler[Name]>, (...all: never[]) => unknown>
>;
/** `below` is the span under which what runs inside this run stands; null in our own steps, whose spans stand under the root. */
type Run = { span: OpenSpan | null; step: Seen | null; below: OpenSpan | null };

/**
 * Makes the spans of a generation out of LangChain's callbacks: one for each step that wants one, and one for each run
 * of a project's own inside `own steps`. What only holds steps together (sequence, retry, fallback, branch) has none.
 */
export class TraceHandler extends BaseCallbackHandler {
  override name = "valueloop_trace";
  // The recorder must have the spans before the record step stores them.
  override awaitHandlers = true;
  override raiseError = true;
  readonly #trace: TraceRecorder;
  readonly #expected = new Map<string, Seen>();
  readonly #runs = new Map<string, Run>();

  constructor(trace: TraceRecorder) {
    super();
    this.#trace = trace;
  }

  /** Names the run a step is about to begin, by which its callbacks find it again. */
  expect(step: Seen): string {
    const runId = randomUUID();
    this.#expected.set(runId, step);
    return runId;
  }

  /** As the manager of 1.4 calls it: the parent is the fourth argument and the name the eighth, unlike in its types. */
  override handleChainStart(
    ...[, inputs, runId, parentRunId, , , , runName]: HandlerArguments<"handleChainStart">
  ): void {
    const step = this.#expected.get(runId);
    if (!step)
      return this.#begin(runId, parentRunId, { name: runName ?? "step", kind: "internal", attributes: {} });
    this.#expected.delete(runId);
    // A step's run is begun with its input, and LangChain hands objects on as they are.
    const input = inputs as unknown as Traced;
    const start = step.startOf(input);
    const span = start && this.#trace.start(start.name, start.kind, input.root, start.attributes);
    this.#runs.set(runId, { span, step, below: start?.attributes[ownKey] ? span : null });
  }

  override handleChatModelStart(
    ...[, , runId, parentRunId, , , metadata]: HandlerArguments<"handleChatModelStart">
  ): void {
    const model = metadata?.["ls_model_name"];
    const attributes = { "gen_ai.operation.name": "chat" };
    const name = typeof model === "string" ? `chat ${model}` : "chat";
    this.#begin(runId, parentRunId, { name, kind: "client", attributes });
  }

  override handleToolStart(
    ...[, , runId, parentRunId, , , runName, toolCallId]: HandlerArguments<"handleToolStart">
  ): void {
    const attributes = {
      "gen_ai.operation.name": "execute_tool",
      ...(runName ? { "gen_ai.tool.name": runName } : {}),
      ...(toolCallId ? { "gen_ai.tool.call.id": toolCallId } : {}),
    };
    this.#begin(runId, parentRunId, {
      name: `execute_tool ${runName ?? ""}`.trim(),
      kind: "internal",
      attributes,
    });
  }

  override handleRetrieverStart(
    ...[, , runId, parentRunId, , , name]: HandlerArguments<"handleRetrieverStart">
  ): void {
    const attributes = { "gen_ai.operation.name": "retrieval" };
    this.#begin(runId, parentRunId, { name: `retrieval ${name ?? ""}`.trim(), kind: "client", attributes });
  }

  override handleChainEnd(outputs: Record<string, unknown>, runId: string): void {
    this.#end(runId, (step) => step?.endOf(outputs) ?? fine);
  }
  override handleChainError(thrown: unknown, runId: string): void {
    this.#end(runId, (step) => step?.endOfError(thrown) ?? failed);
  }
  override handleLLMEnd(_output: unknown, runId: string): void {
    this.#end(runId, () => fine);
  }
  override handleLLMError(_thrown: unknown, runId: string): void {
    this.#end(runId, () => failed);
  }
  override handleToolEnd(_output: unknown, runId: string): void {
    this.#end(runId, () => fine);
  }
  override handleToolError(_thrown: unknown, runId: string): void {
    this.#end(runId, () => failed);
  }
  override handleRetrieverEnd(_documents: unknown, runId: string): void {
    this.#end(runId, () => fine);
  }
  override handleRetrieverError(_thrown: unknown, runId: string): void {
    this.#end(runId, () => failed);
  }

  /** A run that is none of our steps: seen where a project's own steps run, else only a link to what is inside it. */
  #begin(runId: string, parentRunId: string | undefined, start: SpanStart): void {
    const parent = parentRunId === undefined ? undefined : this.#runs.get(parentRunId);
    const below = parent?.below ?? null;
    const span = below && this.#trace.start(start.name, start.kind, below, start.attributes);
    this.#runs.set(runId, { span, step: null, below: span });
  }

  #end(runId: string, endOf: (step: Seen | null) => SpanEnd): void {
    const run = this.#runs.get(runId);
    this.#runs.delete(runId);
    if (!run?.span) return;
    const { status, attributes } = endOf(run.step);
    this.#trace.end(run.span, status, attributes);
  }
}

/** Marks the span of a step in which a project's own Runnables run. */
export const ownKey = "valueloop.own_steps";
const fine: SpanEnd = { status: "ok", attributes: {} };
const failed: SpanEnd = { status: "error", attributes: {} };
