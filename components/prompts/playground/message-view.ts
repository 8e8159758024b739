import type { PlaygroundData, PlaygroundMessage } from "#schema/playground";
import type { StudioProblem } from "#components/form/failure";

/** How a pane stands. "cut_off": its process ended before the answer did. */
export type TurnState = "idle" | "running" | "done" | "stopped" | "failed" | "cut_off" | "tool";

/** The newest data part of a kind: a turn with tools has one for each of its steps. */
export function dataOf<Name extends keyof PlaygroundData>(
  { parts }: PlaygroundMessage,
  name: Name,
): PlaygroundData[Name] | null {
  const part = parts.findLast(({ type }) => type === `data-${name}`);
  // A part's type says which data it holds.
  return part && "data" in part ? (part.data as PlaygroundData[Name]) : null;
}

export function textOf({ parts }: PlaygroundMessage): string {
  return parts.map((part) => (part.type === "text" ? part.text : "")).join("");
}

/** Files of a message with their names, which those of an answer carry beside them. */
export function filesOf({ parts }: PlaygroundMessage) {
  return parts.flatMap((part) => {
    if (part.type !== "file") return [];
    const named = part.filename ?? part.providerMetadata?.["valueloop"]?.["filename"];
    return [{ ...part, ...(typeof named === "string" ? { filename: named } : {}) }];
  });
}

/** What sends a person's turn again with other words, in its own place, with the images it had. */
export function editOf(message: PlaygroundMessage, text: string) {
  return { text, files: filesOf(message), messageId: message.id };
}

/** A turn with tools may name one source in several of its steps: each is listed once. */
export function sourcesOf({ parts }: PlaygroundMessage) {
  const all = parts.flatMap((part) =>
    part.type === "source-url" || part.type === "source-document" ? [part] : [],
  );
  const placeOf = (part: (typeof all)[number]) => (part.type === "source-url" ? part.url : part.title);
  return all.filter((part, at) => all.findIndex((other) => placeOf(other) === placeOf(part)) === at);
}

/** The model succeeded and answered with nothing that can be shown. */
export function saysNothing(message: PlaygroundMessage): boolean {
  const hasTools = message.parts.some(({ type }) => type === "dynamic-tool");
  const isEmpty = textOf(message) === "" && filesOf(message).length === 0 && !hasTools;
  return isEmpty && dataOf(message, "generation")?.status === "succeeded";
}

/** The tool calls that wait for their result. */
export function openTools({ parts }: PlaygroundMessage) {
  return parts.flatMap((part) =>
    part.type === "dynamic-tool" && part.state === "input-available" ? [part] : [],
  );
}

export function turnState(messages: PlaygroundMessage[], isRunning: boolean): TurnState {
  if (isRunning) return "running";
  const last = messages.at(-1);
  if (last?.role !== "assistant") return "idle";
  const status = dataOf(last, "generation")?.status;
  switch (status) {
    case "succeeded":
      return openTools(last).length > 0 ? "tool" : "done";
    case "cancelled":
      return "stopped";
    case "failed":
      return "failed";
    case "running":
    case undefined:
      return "cut_off";
    default:
      return status satisfies never;
  }
}

export type Figures = {
  inputTokens: number | null;
  outputTokens: number | null;
  /** Nobody counted yet, or the provider never did. */
  isEstimated: boolean;
  firstTokenMs: number | null;
  totalMs: number | null;
  tokensPerSecond: number | null;
  costUsd: number | null;
  carbonGrams: number | null;
  carbonRange: { low: number; high: number } | null;
};

/** The figures under an answer, of its last step: the recorded ones once it is over, the running estimates before. */
export function figuresOf(message: PlaygroundMessage): Figures | null {
  const [tokens, latency] = [dataOf(message, "tokens"), dataOf(message, "latency")];
  if (!tokens || !latency) return null;
  const { firstTokenMs, sinceStartMs, totalMs } = latency;
  const { grams = null, low = null, high = null } = dataOf(message, "carbon") ?? {};
  const streamedMs = firstTokenMs === null ? 0 : sinceStartMs - firstTokenMs;
  // From a handful of tokens, or within a tenth of a second, no rate can be told.
  const hasRate = tokens.output !== null && tokens.output > 3 && streamedMs > 100;
  return {
    inputTokens: tokens.input,
    outputTokens: tokens.output,
    isEstimated: tokens.isEstimated,
    firstTokenMs,
    totalMs,
    tokensPerSecond: hasRate ? (((tokens.output ?? 0) - 1) * 1_000) / streamedMs : null,
    costUsd: dataOf(message, "cost")?.usd ?? null,
    carbonGrams: grams,
    carbonRange: low !== null && high !== null ? { low, high } : null,
  };
}

/** A failed call, kept in the message, or what kept the page from the studio. */
export function problemIn(message: PlaygroundMessage | undefined): StudioProblem | null {
  return message ? dataOf(message, "problem") : null;
}

/** What a conversation was run with; null for one that began with a reply. */
export function runOf(messages: PlaygroundMessage[]): PlaygroundData["run"] | null {
  const [first] = messages;
  return first ? dataOf(first, "run") : null;
}

/** The turn that ran the prompt, in a line: its version and its longest value. */
export function runWords({ versionNumber, variables }: PlaygroundData["run"]): string {
  const values = Object.values(variables).filter((value) => typeof value === "string");
  const longest = values.toSorted((a, b) => b.length - a.length)[0];
  const what = versionNumber === null ? "The draft" : `v${versionNumber}`;
  return longest ? `${what} with “${longest}”` : what;
}
