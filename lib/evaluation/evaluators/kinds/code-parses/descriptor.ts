import { z } from "zod";
import { codeLanguages, languageOf } from "../../../code/languages.ts";
import { type ConfigOf, defineEvaluator } from "../../descriptor.ts";
import { field } from "../../fields.ts";
import { codeExtent, outputField } from "../../shared-fields.ts";

const names = Object.keys(codeLanguages) as (keyof typeof codeLanguages)[];

export const codeParses = defineEvaluator({
  kind: "code_parses",
  title: "Code parses",
  about: "The code in the output is read without an error by a parser of its language.",
  category: "form",
  config: z.object({
    language: field(z.enum(names), {
      label: "Language",
      choices: Object.fromEntries(names.map((name) => [name, languageOf(name).label])),
    }),
    level: field(z.enum(["parses", "type-checks"]).default("parses"), {
      label: "Asked of it",
      choices: {
        parses: "it parses (Python: it compiles)",
        "type-checks": "it type-checks (TypeScript, strict)",
      },
    }),
    extent: codeExtent,
    outputField,
  }),
  measure: { type: "boolean" },
  texts: ["output"],
  needs: [],
  cost: "A parser in a thread of its own: free, milliseconds a case; the first of a run takes a second or two for Python and TypeScript.",
  knownError: {
    text: "What parses may still not compile or run: names, types and missing modules are looked at only where TypeScript is type-checked. Rust and Java are read by tree-sitter, which takes some wrong programs; a Go snippet may lack its package.",
    measured: "docs/measurements/evaluators.md",
  },
  example: {
    config: { language: "json" },
    output: 'As asked:\n\n```json\n{"id": 7,}\n```\n',
    value: 0,
  },
  start: { config: { language: "python" } },
  problemOf: ({ language, level }) =>
    level === "parses" || languageOf(language).levels.includes(level)
      ? null
      : { field: "level", message: `${languageOf(language).label} is not type-checked here.` },
});
export type CodeParsesConfig = ConfigOf<typeof codeParses>;
