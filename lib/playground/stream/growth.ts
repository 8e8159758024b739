import type { PlaygroundChunk, PlaygroundMessage, PlaygroundPart } from "../schema.ts";

/**
 * The chunks that make `message` out of `known`, which is an earlier state of it; null begins from nothing. Where the
 * newer state is no continuation (a fallback took text back), its last step is told again.
 */
export function growthChunks(known: PlaygroundMessage | null, message: PlaygroundMessage): PlaygroundChunk[] {
  const before = known?.parts ?? [];
  const start: PlaygroundChunk[] = known ? [] : [{ type: "start", messageId: message.id }];
  if (before.every((part, at) => continues(part, message.parts[at])))
    return [...start, ...message.parts.flatMap((part, at) => partChunks(message.id, at, before[at], part))];
  const lastStep = message.parts.findLastIndex(({ type }) => type === "step-start") + 1;
  return [
    ...start,
    { type: "reset-step" },
    ...message.parts
      .slice(lastStep)
      .flatMap((part, at) => partChunks(message.id, lastStep + at, undefined, part)),
  ];
}

function continues(known: PlaygroundPart, now: PlaygroundPart | undefined): boolean {
  if (now?.type !== known.type) return false;
  if (isWritten(known) && isWritten(now)) return now.text.startsWith(known.text);
  return true;
}

type Written = Extract<PlaygroundPart, { type: "text" | "reasoning" }>;

function isWritten(part: PlaygroundPart): part is Written {
  return part.type === "text" || part.type === "reasoning";
}

function partChunks(
  messageId: string,
  at: number,
  known: PlaygroundPart | undefined,
  part: PlaygroundPart,
): PlaygroundChunk[] {
  if (isWritten(part)) return writtenChunks(`${messageId}:${at}`, known as Written | undefined, part);
  if (part.type === "dynamic-tool") return toolChunks(known, part);
  if (known && JSON.stringify(known) === JSON.stringify(part)) return [];
  if (part.type === "step-start") return [{ type: "start-step" }];
  // A data part is its own chunk; a file and a source are as well.
  if (part.type.startsWith("data-") || ownChunks.has(part.type)) return [part as PlaygroundChunk];
  return [];
}

const ownChunks = new Set<PlaygroundPart["type"]>(["file", "source-url", "source-document"]);

function writtenChunks(id: string, known: Written | undefined, part: Written): PlaygroundChunk[] {
  const { type } = part;
  const delta = part.text.slice(known?.text.length ?? 0);
  const isOver = part.state !== "streaming" && (!known || known.state === "streaming");
  return [
    ...(known ? [] : [{ type: `${type}-start` as const, id }]),
    ...(delta === "" ? [] : [{ type: `${type}-delta` as const, id, delta }]),
    ...(isOver ? [{ type: `${type}-end` as const, id }] : []),
  ];
}

function toolChunks(
  known: PlaygroundPart | undefined,
  part: Extract<PlaygroundPart, { type: "dynamic-tool" }>,
): PlaygroundChunk[] {
  const { toolCallId, toolName, input } = part;
  const hadState = known?.type === "dynamic-tool" ? known.state : null;
  const call: PlaygroundChunk[] = hadState
    ? []
    : [{ type: "tool-input-available", toolCallId, toolName, input, dynamic: true }];
  if (hadState === part.state) return call;
  if (part.state === "output-available")
    return [...call, { type: "tool-output-available", toolCallId, output: part.output, dynamic: true }];
  if (part.state === "output-error")
    return [...call, { type: "tool-output-error", toolCallId, errorText: part.errorText, dynamic: true }];
  return call;
}
