import { z } from "zod";
import { type ConfigOf, defineEvaluator } from "../../descriptor.ts";
import { field } from "../../fields.ts";

export const ownCode = defineEvaluator({
  kind: "own_code",
  title: "Your own code",
  about: "A function that you write looks at the case and gives the score.",
  category: "own",
  config: z.object({
    language: field(z.enum(["typescript", "python"]).default("typescript"), {
      label: "Language",
      choices: { typescript: "TypeScript", python: "Python" },
    }),
    code: field(z.string().trim().min(1, "Write a function called score.").max(20_000), {
      label: "Code",
      control: "long",
      hint: "A function score of one case: { input, output, expected, metadata, messages, toolCalls }, in Python a dict with these keys. It gives 0 to 1, true or false, or { score, reason }; null where it cannot say. TypeScript may be async.",
    }),
    timeMs: field(z.number().int().min(100).max(10_000).default(2_000), { label: "Time at most, ms" }),
    memoryMb: field(z.number().int().min(8).max(256).default(64), { label: "Memory at most, MB" }),
  }),
  measure: { type: "scale" },
  texts: ["output", "reference", "inputs", "toolCalls"],
  needs: ["sandbox"],
  cost: "An interpreter in a thread of its own: free; some ten milliseconds a case beside what the code takes, for Python half a second.",
  knownError: {
    text: "As right as the code. It has the language alone: no files, network, packages or other cases. Code that breaks or gives no number from 0 to 1 leaves the case unjudged, never 0.",
    measured: null,
  },
  example: {
    config: {
      code: 'export function score({ output, expected }: { output: string; expected: string }) {\n  return { score: output.includes(expected) ? 1 : 0, reason: "looked for the expected words" };\n}',
    },
    output: "The fee is 3 euros.",
    reference: "3 euros",
    value: 1,
  },
  start: {
    key: "own",
    config: {
      code: 'type Case = {\n  input: Record<string, unknown>;\n  output: string;\n  expected: unknown;\n  metadata: Record<string, unknown>;\n  messages: { role: string; content: unknown }[];\n  toolCalls: { name: string; arguments: string }[];\n};\n\nexport function score({ output, expected }: Case) {\n  return { score: output.trim() === expected ? 1 : 0, reason: "compared the whole output" };\n}\n',
    },
  },
});
export type OwnCodeConfig = ConfigOf<typeof ownCode>;
