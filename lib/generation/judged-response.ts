import type { GuardrailResult } from "#schema/guardrails";
import type { AnswerMembers } from "#schema/models";
import type { Outcome, Routed } from "./call.ts";
import { textsOfParts } from "./text-parts.ts";

type Json = Record<string, unknown>;
type Judge = (text: string) => Promise<{ value: string; results: GuardrailResult[] }>;
/** The answer as the policies left it, and what to do with a text that it does not have. */
type Guarded = { outcome: Outcome; judge: Judge; found: (results: GuardrailResult[]) => void };
/** A text of a response, in its place. */
type Place = { part: Json; member: string };

const recordOf = (value: unknown): Json | null =>
  typeof value === "object" && value !== null && !Array.isArray(value) ? (value as Json) : null;
const recordsIn = (list: unknown): Json[] =>
  (Array.isArray(list) ? (list as unknown[]) : []).map(recordOf).filter((one) => one !== null);
const isString = (value: unknown): boolean => typeof value === "string";
/** Stands where a text was taken out. No protocol has a number there. */
const taken = 0;
const isTaken = (value: unknown) => value === taken;

/** Members in which a response repeats its request. */
const echoes = [
  "instructions",
  "tools",
  "tool_choice",
  "metadata",
  "text",
  "reasoning",
  "user",
  "prompt",
  "safety_identifier",
  "prompt_cache_key",
];

/**
 * A server's own response on its way through the policies. It holds the answer a second time, often in more parts than
 * one, and repeats the request. What has a place of its own on the answer is judged there, once and whole, and put back
 * here as it was left; the caller's own words are no answer, and are left to whoever answers the caller (null).
 */
export class JudgedResponse {
  /** What is judged with the other members. */
  readonly others: AnswerMembers;
  readonly #texts: Record<"output" | "refusal" | "reasoning", string[]>;
  readonly #calls: Json[];

  static of(members: AnswerMembers | null, call: Routed): JudgedResponse | null {
    const response = recordOf(members?.message?.["response"]);
    return members && response ? new JudgedResponse(members, response, call) : null;
  }

  private constructor(members: AnswerMembers, given: Json, call: Routed) {
    const response = structuredClone(given);
    const asked = askedIn(call);
    for (const name of echoes) if (asked.has(name) && name in response) response[name] = null;
    const places = placesIn(response);
    const take = (own: Place[]) =>
      own.map(({ part, member }) => {
        const text = textIn(part[member]);
        part[member] = taken;
        return text;
      });
    this.#texts = {
      output: take(places.output),
      refusal: take(places.refusal),
      reasoning: take(places.reasoning),
    };
    this.#calls = callsIn(response).map((item) => {
      const { name, arguments: written } = item;
      Object.assign(item, { name: null, arguments: null });
      return { name, arguments: written };
    });
    this.others = { ...members, message: { ...members.message, response } };
  }

  /** Puts the answer's texts back into the response, as they were left. Throws as `found`. */
  async settle({ outcome, judge, found }: Guarded): Promise<void> {
    const response = recordOf(outcome.members?.message?.["response"]);
    if (!response) return;
    const places = placesIn(response, isTaken);
    const dropped = new Set<Json>();
    for (const kind of ["output", "refusal", "reasoning"] as const) {
      const own = this.#texts[kind];
      const said = outcome[kind] ?? "";
      const after = await leftOf(own.join(""), said, { judge, found });
      for (const [at, text] of textsOfParts(own, after).entries()) {
        const place = places[kind][at];
        if (!place) continue;
        if (text === null) dropped.add(place.part);
        place.part[place.member] = text ?? "";
      }
    }
    for (const item of recordsIn(response["output"]))
      for (const list of ["content", "summary"])
        if (Array.isArray(item[list]))
          item[list] = (item[list] as unknown[]).filter((part) => !dropped.has(part as Json));
    for (const [at, item] of callsIn(response).entries()) {
      const known = outcome.toolCalls[at];
      const own = this.#calls[at] ?? {};
      const isSame = known && known.id === item["call_id"];
      for (const member of ["name", "arguments"] as const)
        item[member] = isSame ? known[member] : await leftOf(textIn(own[member]), null, { judge, found });
    }
  }
}

const textIn = (value: unknown): string => (typeof value === "string" ? value : "");

/** What the policies leave of a text. It is not counted again where that is what the answer says already. */
async function leftOf(text: string, said: string | null, { judge, found }: Omit<Guarded, "outcome">) {
  if (text === said || text === "") return text;
  const { value, results } = await judge(text);
  if (value !== said || results.some(({ action }) => action === "block")) found(results);
  return value;
}

/** Names of the members that a call was asked with. */
function askedIn({ input, messages }: Routed): Set<string> {
  const hasInstructions = messages.some(({ asSent }) => asSent?.["instructions"] === true);
  return new Set([
    ...Object.keys(input.extra ?? {}),
    ...(input.metadata ? ["metadata"] : []),
    ...(input.tools ? ["tools"] : []),
    ...(input.toolChoice === undefined ? [] : ["tool_choice"]),
    ...(hasInstructions ? ["instructions"] : []),
  ]);
}

/** Where a response has the answer's texts, or what was put in their place. */
function placesIn(response: Json, isPlace = isString): Record<"output" | "refusal" | "reasoning", Place[]> {
  const items = recordsIn(response["output"]);
  const said = items.filter(({ type }) => type === "message").flatMap(({ content }) => recordsIn(content));
  const thought = items
    .filter(({ type }) => type === "reasoning")
    .flatMap(({ summary, content }) => [...recordsIn(summary), ...recordsIn(content)]);
  const of = (parts: Json[], member: string): Place[] =>
    parts.filter((part) => isPlace(part[member])).map((part) => ({ part, member }));
  return {
    output: of(
      said.filter(({ type }) => type === "output_text"),
      "text",
    ),
    refusal: of(
      said.filter(({ type }) => type === "refusal"),
      "refusal",
    ),
    reasoning: of(thought, "text"),
  };
}

function callsIn(response: Json): Json[] {
  return recordsIn(response["output"]).filter(({ type }) => type === "function_call");
}
