import { newId } from "#platform/ids";
import type { ToolCall, ToolCallPiece } from "./schema.ts";
import { recordOf, textOf } from "./loose.ts";

type Part = {
  index: number | null;
  id: string | null;
  name: string | null;
  arguments: string;
  extra: Record<string, unknown> | null;
};
/** `at` is its place in the order of opening; `isOwnId` while its id is one of ours. */
type OpenCall = ToolCall & { order: number; at: number; isOwnId: boolean };

/** Puts tool calls together from the pieces servers send, whichever of index, id and name they give. */
export class ToolCallBuilder {
  readonly #calls: OpenCall[] = [];
  /** The call that a server's number means now. */
  readonly #byIndex = new Map<number, OpenCall>();
  #last: OpenCall | null = null;

  /** Takes one piece of a stream, whose place in its chunk is `position`, and gives it as our callers read it. */
  addPiece(value: unknown, position: number): ToolCallPiece | null {
    const part = readPart(value);
    if (!part) return null;
    const known = this.#continued(part, position);
    const call = known ?? this.#open(part);
    const isNamed = known !== null && known.name !== "";
    call.name ||= part.name ?? "";
    call.arguments += part.arguments;
    if (part.extra) call.extra = { ...call.extra, ...part.extra };
    this.#last = call;
    if (part.index !== null) this.#byIndex.set(part.index, call);
    return {
      index: call.at,
      // A call's first piece has its id, whichever piece the server says it in.
      ...(known ? {} : { id: call.id }),
      ...(!isNamed && call.name ? { name: call.name } : {}),
      arguments: part.arguments,
      ...(part.extra ? { extra: part.extra } : {}),
    };
  }

  /** Takes one call of an answer that came whole: each is a call of its own, whatever its number. */
  addWhole(value: unknown): void {
    const part = readPart(value);
    if (part) this.#open(part).arguments = part.arguments;
  }

  /** The calls in the server's order. One that came without an id gets one, since its result must name it. */
  get calls(): ToolCall[] {
    return this.#calls
      .toSorted((a, b) => a.order - b.order)
      .map(({ id, name, arguments: given, extra }) => ({
        id,
        name,
        arguments: given || "{}",
        ...(extra ? { extra } : {}),
      }));
  }

  get isEmpty(): boolean {
    return this.#calls.length === 0;
  }

  /** The call that a piece goes on with; null when it begins one. */
  #continued(part: Part, position: number): OpenCall | null {
    const known =
      part.index !== null
        ? this.#byIndex.get(part.index)
        : part.id !== null
          ? this.#calls.find((call) => call.id === part.id)
          : part.name !== null
            ? this.#last
            : (this.#last ?? this.#calls[position]);
    return known && !beginsAnother(known, part) ? known : null;
  }

  #open(part: Part): OpenCall {
    const at = this.#calls.length;
    const call: OpenCall = {
      id: part.id ?? `call_${newId().replaceAll("-", "")}`,
      name: part.name ?? "",
      arguments: "",
      order: part.index ?? at,
      at,
      isOwnId: part.id === null,
      ...(part.extra ? { extra: part.extra } : {}),
    };
    this.#calls.push(call);
    return call;
  }
}

/**
 * Servers number parallel calls alike, or not at all: a piece with another id, or with a name although the call before
 * is complete, begins another call. A server that makes up a new id for every piece repeats the name meanwhile.
 */
function beginsAnother(call: OpenCall, part: Part): boolean {
  if (part.name === null) return false;
  const isComplete = call.arguments === "" || isJson(call.arguments);
  if (part.id !== null && !call.isOwnId)
    return part.id !== call.id && (isComplete || part.name !== call.name);
  return call.arguments !== "" && isComplete && (part.arguments !== "" || part.name !== call.name);
}

function readPart(value: unknown): Part | null {
  const piece = recordOf(value);
  if (!piece) return null;
  const called = recordOf(piece["function"]) ?? piece;
  return {
    index: numberOf(piece["index"]),
    id: textOf(piece["id"]),
    name: textOf(called["name"]),
    arguments: argumentsOf(called["arguments"]),
    extra: called === piece ? null : extraOf(piece),
  };
}

const knownMembers = new Set(["index", "id", "type", "function"]);

function extraOf(piece: Record<string, unknown>): Record<string, unknown> | null {
  const extra = Object.entries(piece).filter(
    ([name, value]) => !knownMembers.has(name) && value !== null && value !== undefined,
  );
  return extra.length > 0 ? Object.fromEntries(extra) : null;
}

/** A server's own number for a call, which need be neither small nor close to the next one. */
function numberOf(index: unknown): number | null {
  const number = typeof index === "string" && index !== "" ? Number(index) : index;
  return typeof number === "number" && Number.isSafeInteger(number) && number >= 0 ? number : null;
}

/** Some servers send the arguments as the object they mean instead of as its text. */
function argumentsOf(value: unknown): string {
  if (typeof value === "string") return value;
  return typeof value === "object" && value !== null ? JSON.stringify(value) : "";
}

function isJson(text: string): boolean {
  try {
    JSON.parse(text);
    return true;
  } catch {
    return false;
  }
}
