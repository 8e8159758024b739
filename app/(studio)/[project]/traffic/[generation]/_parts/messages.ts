/** A message of a stored input, whatever shape it came in. */
export type ShownMessage = { role: string; text: string };

/** The stored input as messages to read; what is not a list of messages is shown as JSON. */
export function messagesOf(input: unknown): ShownMessage[] {
  if (typeof input === "string") return [{ role: "user", text: input }];
  if (!Array.isArray(input)) return [{ role: "input", text: JSON.stringify(input, null, 2) }];
  return input.map((message: unknown) => {
    if (typeof message !== "object" || message === null) return { role: "input", text: String(message) };
    const role = "role" in message && typeof message.role === "string" ? message.role : "input";
    const content = "content" in message ? message.content : message;
    const calls =
      "toolCalls" in message && message.toolCalls ? `\n${JSON.stringify(message.toolCalls, null, 2)}` : "";
    return { role, text: (typeof content === "string" ? content : JSON.stringify(content, null, 2)) + calls };
  });
}
