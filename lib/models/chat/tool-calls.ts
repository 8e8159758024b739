import { newId } from "#platform/ids";
import type { ToolCall } from "../schema.ts";
import { recordOf, textOf } from "./loose.ts";

type Part = { index: number | null; id: string | null; name: string | null; arguments: string };
type OpenCall = ToolCall & { order: number };

/** Puts tool calls together from the pieces servers send, whichever of index, id and name they give. */
export class ToolCallBuilder {
  readonly #calls: OpenCall[] = [];
  /** The call that a server's number means now. */
  readonly #byIndex = new Map<number, OpenCall>();
  #last: OpenCall | null = null;

  /** Takes one piece of a stream; `position` is its place in its chunk. */
  addPiece(value: unknown, position: number): void {
    const part = readPart(value);
    if (!part) return;
    const call = this.#continued(part, position) ?? this.#open(part);
    call.id ||= part.id ?? "";
    call.name ||= part.name ?? "";
    call.arguments += part.arguments;
    this.#last = call;
    if (part.index !== null) this.#byIndex.set(part.index, call);
  }

  /** Takes one call of an answer that came whole: each is a call of its own, whatever its number. */
  addWhole(value: unknown): void {
    const part = readPart(value);
    if (part) this.#calls.push({ ...callOf(part), order: part.index ?? this.#calls.length });
  }

  /** The calls in the server's order. One that came without an id gets one, since its result must name it. */
  get calls(): ToolCall[] {
    return this.#calls
      .toSorted((a, b) => a.order - b.order)
      .map((call) => ({
        id: (call.id ||= `call_${newId().replaceAll("-", "")}`),
        name: call.name,
        arguments: call.arguments || "{}",
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
    const call = { id: "", name: "", arguments: "", order: part.index ?? this.#calls.length };
    this.#calls.push(call);
    return call;
  }
}

/**
 * Servers number parallel calls alike, or not at all: a piece with another id, or with a name although the call before
 * is complete, begins another call. A server that makes up a new id for every piece repeats the name meanwhile.
 */
function beginsAnother(call: ToolCall, part: Part): boolean {
  if (part.name === null) return false;
  const isComplete = call.arguments === "" || isJson(call.arguments);
  if (part.id !== null && call.id !== "")
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
  };
}

function callOf({ id, name, arguments: given }: Part): ToolCall {
  return { id: id ?? "", name: name ?? "", arguments: given };
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
