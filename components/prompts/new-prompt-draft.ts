import { PromptContent } from "#schema/prompts";

/**
 * The drafts of prompts that nobody has saved yet, in this browser, so that a reload loses nothing that was typed. Their
 * keys begin with whose they are.
 */
const prefix = "valueloop new prompt ";
const read = new Map<string, PromptContent | null>();
const listeners = new Set<() => void>();

export function onDraft(listener: () => void): () => void {
  listeners.add(listener);
  return () => listeners.delete(listener);
}

/** What was typed under this key, the same object until it is typed on; null for nothing. */
export function keptDraft(key: string): PromptContent | null {
  const known = read.get(key);
  if (known !== undefined) return known;
  const draft = fromStorage(key);
  read.set(key, draft);
  return draft;
}

export function keepDraft(key: string, content: PromptContent): void {
  read.set(key, content);
  try {
    localStorage.setItem(prefix + key, JSON.stringify(content));
  } catch {
    // A full or forbidden storage: the draft then lives as long as the page.
  }
  for (const listener of listeners) listener();
}

export function forgetDraft(key: string): void {
  read.set(key, null);
  try {
    localStorage.removeItem(prefix + key);
  } catch {
    // Nothing was kept there.
  }
  for (const listener of listeners) listener();
}

/** The editor begins with an empty system message; one that nobody wrote in is none of the version that is saved. */
export function withoutUntouched(content: PromptContent): PromptContent {
  if (content.kind !== "chat") return content;
  const messages = content.messages.filter(
    (message) => message.role !== "system" || message.content.trim() !== "",
  );
  return messages.length === 0 ? content : { ...content, messages };
}

function fromStorage(key: string): PromptContent | null {
  try {
    const text = localStorage.getItem(prefix + key);
    const parsed = text === null ? null : PromptContent.safeParse(JSON.parse(text));
    return parsed?.success ? parsed.data : null;
  } catch {
    return null;
  }
}
