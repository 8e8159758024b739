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
    language: field(z.enum(["javascript", "typescript", "python"]).default("javascript"), {
      label: "Language",
      choices: {
        javascript: "JavaScript",
        typescript: "TypeScript (types are not checked)",
        python: "Python",
      },
    }),
    tests: field(z.string().max(20_000).default(""), {
      label: "Tests",
      control: "long",
      hint: "They see what the code declares. JavaScript: assert (ok, equal, deepEqual, throws, rejects), test, it, describe. Python: assert, functions test_…, unittest.TestCase. Empty: the reference holds them.",
    }),
    timeMs: field(z.number().int().min(100).max(10_000).default(2_000), { label: "Time at most, ms" }),
    memoryMb: field(z.number().int().min(8).max(256).default(64), { label: "Memory at most, MB" }),
    prefixField: field(z.string().max(200).optional(), {
      label: "Field of the inputs that the code continues",
      control: "code",
      hint: "As HumanEval's prompt: it stands before the code. Empty: the code stands alone.",
    }),
    entryField: field(z.string().max(200).optional(), {
      label: "Field of the inputs that names the function",
      control: "code",
      hint: "As HumanEval's entry_point: the tests define check, which is called with that function. Empty: the tests run by themselves.",
    }),
    extent: codeExtent,
    outputField,
    referenceField,
  }),
  measure: { type: "boolean" },
  texts: ["output", "reference", "inputs"],
  needs: ["sandbox"],
  cost: "An interpreter in a thread of its own: free; beside what the code takes some ten milliseconds a case, for Python half a second.",
  knownError: {
    text: "As right as its tests. The sandbox is the language alone (ECMAScript; Python 3.12 with its standard library): no files, network, threads, packages or DOM. Names that the code declares stand before the language's own in its tests, also len or Math. Python's tests have their own builtins and unittest, but share the rest of the library with the code (re, math), and take the word of an object that says it equals another; bugs in CPython's own memory are not held against.",
    measured: "docs/measurements/evaluators.md",
  },
  example: {
    config: { tests: "assert.equal(add(1, 2), 3);" },
    output: "```js\nexport const add = (a, b) => a + b;\n```",
    value: 1,
  },
});
export type UnitTestsConfig = ConfigOf<typeof unitTests>;
