import { z } from "zod";
import { type ConfigOf, defineEvaluator } from "../../descriptor.ts";
import { field } from "../../fields.ts";
import { outputField } from "../../shared-fields.ts";

export const legalCitations = defineEvaluator({
  kind: "legal_citations",
  title: "Legal citations",
  about:
    "The share of citations that are made up: sections of the U.S. Code that are not in it, others that cannot be, and words quoted that are not in the text at hand.",
  category: "text",
  config: z.object({
    countStale: field(z.boolean().default(false), {
      label: "Repealed, omitted and transferred sections count too",
      hint: "Off: they are named in the reasons and are no fault.",
    }),
    textsField: field(z.string().trim().max(200).optional(), {
      label: "Field of the inputs with texts of the law",
      control: "code",
      hint: 'A text, or an object as {"42 U.S.C. § 1983": "Every person who …"}. What is quoted beside a citation must stand in its text. Empty: quotations are not checked.',
    }),
    outputField,
  }),
  measure: { type: "scale" },
  direction: "lower",
  passScore: 0,
  texts: ["output", "inputs"],
  needs: [],
  cost: "A list of 48,000 sections on this machine: free; 1 ms a page.",
  knownError: {
    text: "The U.S. Code is that of summer 2016 (Pub. L. 114-219): a section enacted later counts as not found. Subsections are not checked. Regulations, cases, public laws and EU acts are judged by form and range only, so that one that is made up well is not found out; state law is not read. Of 80 labelled passages, 25 were kept back until the end: of their citations 31 of 36 were found, none falsely.",
    measured: "docs/measurements/evaluators.md",
  },
  example: {
    config: {},
    output:
      "Refusing to hire because of religion is unlawful, 42 U.S.C. § 2000e-2(a)(1); see also 42 U.S.C. § 2000e-42.",
    value: 0.5,
  },
});
export type LegalCitationsConfig = ConfigOf<typeof legalCitations>;
