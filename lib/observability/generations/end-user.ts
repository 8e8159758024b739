/** Where programs say whose call it is: OpenAI's `user` is kept as metadata, and so may be the name we use for feedback. */
export const userFields = ["user", "endUser"];

/** The keys that a call's metadata names, as texts. Pure. */
export function endUsersOf(metadata: Record<string, unknown> | null | undefined): string[] {
  return userFields.flatMap((field) => {
    const value = metadata?.[field];
    const text = typeof value === "string" || typeof value === "number" ? String(value).trim() : "";
    return text === "" ? [] : [text];
  });
}

/** The end user of a call, by metadata as it was sent, before any redaction; null when it names nobody. Pure. */
export function endUserOf(metadata: Record<string, unknown> | null | undefined): string | null {
  return endUsersOf(metadata)[0] ?? null;
}
