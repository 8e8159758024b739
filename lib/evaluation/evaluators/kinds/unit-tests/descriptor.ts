import { z } from "zod";
import { type ConfigOf, defineEvaluator } from "../../descriptor.ts";
import { field } from "../../fields.ts";
import { codeExtent, outputField, referenceField } from "../../shared-fields.ts";

export const unitTests = defineEvaluator({
  kind: "unit_tests",
  title: "Unit tests",
  about: "The code in the output is run in a sandbox and passes its tests.",
  category: "form",
  config: z.object({
    language: field(z.enum(["javascript", "typescript"]).default("javascript"), {
      label: "Language",
      choices: { javascript: "JavaScript", typescript: "TypeScript (types are not checked)" },
    }),
    tests: field(z.string().max(20_000).default(""), {
      label: "Tests",
      control: "long",
      hint: "They see what the code declares, and assert (ok, equal, deepEqual, throws, rejects), test, it, describe. Empty: the reference holds them.",
    }),
    timeMs: field(z.number().int().min(100).max(10_000).default(2_000), { label: "Time at most, ms" }),
    memoryMb: field(z.number().int().min(8).max(256).default(64), { label: "Memory at most, MB" }),
    extent: codeExtent,
    outputField,
    referenceField,
  }),
  measure: { type: "boolean" },
  texts: ["output", "reference"],
  needs: ["sandbox"],
  cost: "An interpreter in a thread of its own: free, some ten milliseconds a case beside what the code takes.",
  knownError: {
    text: "As right as its tests. The sandbox is ECMAScript alone: no files, network, timers, modules or DOM, and slower than Node by far.",
    measured: null,
  },
  example: {
    config: { tests: "assert.equal(add(1, 2), 3);" },
    output: "```js\nexport const add = (a, b) => a + b;\n```",
    value: 1,
  },
});
export type UnitTestsConfig = ConfigOf<typeof unitTests>;
