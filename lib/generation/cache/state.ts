import type { AnswerMeaning, FoundAnswer, SimilarAnswer } from "#lib/routes";

/** An answer, and how the call that asked for all met it. */
export type Met = FoundAnswer & { state: "hit" | "semantic" };

/**
 * How a flight ends: with the answer, with none that could be given to others (a failure, an answer that is not kept), or
 * left by the one who asked, so that the next takes its place.
 */
export type FlightEnd = { kind: "answer"; found: Met } | { kind: "none" } | { kind: "left" };

/** One call asks and the same calls wait for it: in the process by this object, across processes by a lease in the database. */
export type Flight = {
  readonly ended: Promise<FlightEnd>;
  /** Only the first end counts. Resolves once the other processes can see it. */
  end(how: FlightEnd): Promise<void>;
};

/** The question of a call with its meaning; `question` is what the other questions are held against. */
export type Meaning = AnswerMeaning & { question: string };

/** An answer to a question near this one: sure enough to be given, or grey: the model is asked and both are compared. */
export type Near = { similar: SimilarAnswer; zone: "sure" | "grey" };
