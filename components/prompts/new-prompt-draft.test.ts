import { expect, it } from "vitest";
import type { PromptContent } from "#schema/prompts";
import { withoutUntouched } from "./new-prompt-draft.ts";

const chat = (system: string, user: string): PromptContent => ({
  kind: "chat",
  messages: [
    { role: "system", content: system },
    { role: "user", content: user },
  ],
  variables: [],
  settings: {},
});
const rolesOf = (content: PromptContent) =>
  content.kind === "chat" ? content.messages.map(({ role }) => role) : [];

it("saves no system message that nobody wrote in, and keeps every other", () => {
  expect(rolesOf(withoutUntouched(chat(" \n", "Sort it")))).toEqual(["user"]);
  expect(rolesOf(withoutUntouched(chat("Be brief", "Sort it")))).toEqual(["system", "user"]);
  expect(rolesOf(withoutUntouched(chat("", "")))).toEqual(["user"]);
  const text: PromptContent = { kind: "text", text: "", variables: [], settings: {} };
  expect(withoutUntouched(text)).toBe(text);
});
