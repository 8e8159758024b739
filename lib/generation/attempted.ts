import type { AppError } from "#platform/errors";
import type { GuardrailFinding as PolicyFinding } from "#schema/guardrails";
import type { ChatEvent } from "#schema/models";
import type { OpenTarget, Outcome, Routed } from "./call.ts";
import type { ProgressMeter } from "./progress.ts";
import type { Traced } from "./step.ts";
import type { stopBeforeFirstToken } from "./stop.ts";

/** One try of one target on its way; `characters` counts what the provider sent, before any guard. */
export type Attempted = Traced & {
  readonly call: Routed;
  readonly target: OpenTarget;
  readonly outcome: Outcome;
  readonly stop: ReturnType<typeof stopBeforeFirstToken>;
  readonly meter: ProgressMeter;
  characters: number;
  /** Text of the answer has come, not all of which need have been told. */
  hasText: boolean;
  judged: { findings: PolicyFinding[]; blocked: AppError | null } | null;
};

export type End = Omit<Extract<ChatEvent, { type: "end" }>, "type">;

/** An answer that has begun: its events, or the whole of it. */
export type Answering = Attempted & {
  answer:
    | { kind: "stream"; events: AsyncIterable<ChatEvent> }
    | ({ kind: "whole"; text: string; reasoning: string } & End);
};
