import { type ExactJson, ExactNumber, exactOf, isEqualJson, parseExact } from "./json-text.ts";
import { pick, type Sample, type SampleCall } from "./text.ts";

/** A call that is waited for: a tool, and of its arguments those that matter; null where none do. */
export type WantedCall = { name: string; arguments: ExactJson | null };

/**
 * The calls of an answer. Where no call was made (a pasted answer) the output may be a list of calls in JSON, OpenAI's
 * form or ours; null where it is none.
 */
export function callsOf(sample: Sample): readonly SampleCall[] | null {
  if (sample.toolCalls) return sample.toolCalls;
  const parsed = parseExact(sample.output);
  const list = Array.isArray(parsed) ? parsed : pick(parsed, "tool_calls");
  if (!Array.isArray(list)) return null;
  const calls = list.map((item: unknown) => wantedCall(pick(item, "function") ?? item));
  if (calls.some((call) => call === null)) return null;
  return calls.flatMap((call) =>
    call ? [{ name: call.name, arguments: textOfArguments(call.arguments) }] : [],
  );
}

/** The wanted calls: the tools named, else those of the reference; or why there are none. */
export function wantedCalls(
  { calls, referenceField }: { calls: readonly string[]; referenceField?: string | undefined },
  { reference }: Sample,
): WantedCall[] | { missing: string } {
  if (calls.length > 0) return calls.map((name) => ({ name, arguments: null }));
  if (reference === null || reference === undefined)
    return { missing: "No tool is named, and the example has no reference." };
  const whole = typeof reference === "string" ? (parseExact(reference) ?? reference) : exactOf(reference);
  const part = referenceField ? pick(whole, referenceField) : whole;
  const list = Array.isArray(part) ? part : [part];
  const wanted = list.map(wantedCall);
  return wanted.every((call) => call !== null)
    ? wanted
    : { missing: "The reference names no tools: a list of names or of calls is asked for." };
}

/** A name, or an object with one and maybe arguments; null where it is neither. */
function wantedCall(item: unknown): WantedCall | null {
  if (typeof item === "string") return { name: item, arguments: null };
  const name = pick(item, "name");
  if (typeof name !== "string") return null;
  const given = pick(item, "arguments");
  const read = typeof given === "string" ? parseExact(given) : given;
  // What `parseExact` and `exactOf` read holds nothing but its own kind, in its parts too.
  return { name, arguments: (read as ExactJson | undefined) ?? null };
}

function textOfArguments(value: ExactJson | null): string {
  return JSON.stringify(value ?? {}, (_key, inner: unknown) =>
    inner instanceof ExactNumber ? Number(inner.source) : inner,
  );
}

/** True where a call is of the wanted tool and has the wanted arguments, whatever else it has. */
export function fitsWanted(call: SampleCall, wanted: WantedCall): boolean {
  if (call.name !== wanted.name) return false;
  if (wanted.arguments === null) return true;
  const given = parseExact(call.arguments);
  return given !== undefined && holds(given, wanted.arguments);
}

/** Objects hold at least the wanted members; all else is equal. */
function holds(given: ExactJson, wanted: ExactJson): boolean {
  if (!isObject(wanted) || !isObject(given)) return isEqualJson(given, wanted, (text) => text);
  return Object.entries(wanted).every(
    ([key, inner]) => Object.hasOwn(given, key) && holds(given[key] ?? null, inner),
  );
}

function isObject(value: ExactJson): value is { [key: string]: ExactJson } {
  return (
    typeof value === "object" && value !== null && !Array.isArray(value) && !(value instanceof ExactNumber)
  );
}

/** How many wanted calls can each have a call of their own: the largest matching, by augmenting paths. */
export function matchedCalls(calls: readonly SampleCall[], wanted: readonly WantedCall[]): number {
  const takenBy = new Map<number, number>();
  const place = (want: number, tried: Set<number>): boolean =>
    calls.some((call, at) => {
      const wish = wanted[want];
      if (!wish || tried.has(at) || !fitsWanted(call, wish)) return false;
      tried.add(at);
      const other = takenBy.get(at);
      if (other !== undefined && !place(other, tried)) return false;
      takenBy.set(at, want);
      return true;
    });
  return wanted.filter((_want, at) => place(at, new Set())).length;
}
