import type { PromptVariable } from "#schema/prompts";

export type SnippetInput = {
  origin: string;
  path: string;
  label: string;
  variables: PromptVariable[];
  /** Without a model of its own, a call must name one. */
  hasModel: boolean;
};
export type Snippet = { title: string; note: string; code: string };

/** The three ways a program uses a prompt, ready to run but for the key. */
export function snippets({ origin, path, label, variables, hasModel }: SnippetInput): Snippet[] {
  const values = Object.fromEntries(variables.map((variable) => [variable.name, sampleOf(variable)]));
  const query = label === "latest" ? "" : `?label=${label}`;
  const json = JSON.stringify({ label, variables: values }, null, 2);
  return [
    {
      title: "Fetch the template",
      note: "curl",
      code: `curl "${origin}/api/v1/prompts/${path}${query}" \\\n  -H "Authorization: Bearer $VALUELOOP_API_KEY"`,
    },
    {
      title: "Fetch it filled",
      note: "JavaScript, any runtime with fetch",
      code: `const response = await fetch("${origin}/api/v1/prompts/${path}/compile", {
  method: "POST",
  headers: { authorization: \`Bearer \${process.env.VALUELOOP_API_KEY}\`, "content-type": "application/json" },
  body: JSON.stringify(${indent(json)}),
});
const { messages, settings, versionNumber } = await response.json();`,
    },
    {
      title: "Call a model with it",
      note: "the openai client, unchanged",
      code: `import OpenAI from "openai";

const client = new OpenAI({ baseURL: "${origin}/api/v1", apiKey: process.env.VALUELOOP_API_KEY });
const answer = await client.chat.completions.create({
  model: "prompt:${path}@${label}",
  messages: [],${hasModel ? "" : '\n  // This prompt has no model of its own.\n  target: "connection/model",'}
  // Our addition to OpenAI's body: the prompt's variables.
  variables: ${indent(JSON.stringify(values, null, 2))},
});
console.log(answer.choices[0].message.content, answer.id);`,
    },
  ];
}

function indent(text: string): string {
  return text.replaceAll("\n", "\n  ");
}

function sampleOf({ type, options, default: fallback, name }: PromptVariable): unknown {
  if (fallback !== undefined) return fallback;
  switch (type) {
    case "number":
      return 1;
    case "boolean":
      return true;
    case "enum":
      return options?.[0] ?? "";
    case "json":
      return {};
    case "messages":
      return [{ role: "user", content: "Hello" }];
    case "string":
    case "text":
      return `the ${name}`;
    default:
      return type satisfies never;
  }
}
