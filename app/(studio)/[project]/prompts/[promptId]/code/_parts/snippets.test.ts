import { stripTypeScriptTypes } from "node:module";
import { describe, expect, it } from "vitest";
import type { PromptVariable } from "#schema/prompts";
import { snippets } from "./snippets.ts";

const variable = (more: Partial<PromptVariable> & Pick<PromptVariable, "name" | "type">): PromptVariable => ({
  required: true,
  ...more,
});
const given = {
  origin: "https://studio.example",
  path: "support/triage",
  label: "production",
  variables: [
    variable({ name: "ticket", type: "text", default: 'He said "no"\nand `left` ${early}' }),
    variable({ name: "tone", type: "enum", options: ["warm", "plain"] }),
    variable({ name: "history", type: "messages" }),
  ],
  hasModel: true,
};

describe("the snippets of a prompt", () => {
  it.each([true, false])("are programs that parse, whatever the values hold (own model: %s)", (hasModel) => {
    const [, ...programs] = snippets({ ...given, hasModel });
    expect(programs).toHaveLength(2);
    for (const { code } of programs) expect(() => stripTypeScriptTypes(code)).not.toThrow();
  });

  it("carry a value of every variable: its default, its first option, else one of its type", () => {
    const code = snippets(given)[1]?.code ?? "";
    const body = /JSON\.stringify\(([\s\S]*)\),\n\}\)/.exec(code)?.[1] ?? "";
    expect(JSON.parse(body)).toEqual({
      label: "production",
      variables: {
        ticket: 'He said "no"\nand `left` ${early}',
        tone: "warm",
        history: [{ role: "user", content: "Hello" }],
      },
    });
  });

  it("ask for a label in the address, and for none where it is the newest version", () => {
    const curl = (label: string) => snippets({ ...given, label })[0]?.code;
    expect(curl("production")).toContain(
      '"https://studio.example/api/v1/prompts/support/triage?label=production"',
    );
    expect(curl("latest")).toContain('"https://studio.example/api/v1/prompts/support/triage"');
  });

  it("name a target only where the prompt has no model of its own", () => {
    expect(snippets(given)[2]?.code).not.toContain("target:");
    expect(snippets({ ...given, hasModel: false })[2]?.code).toContain('target: "connection/model"');
  });
});
