import { z } from "zod";
import { type ConfigOf, defineEvaluator } from "../../descriptor.ts";
import { extent, outputField } from "../../shared-fields.ts";

export const html = defineEvaluator({
  kind: "html",
  title: "HTML",
  about: "The output is HTML without an error and nothing beside it, or holds HTML.",
  category: "form",
  config: z.object({ extent, outputField }),
  measure: { type: "boolean" },
  texts: ["output"],
  needs: [],
  cost: "A parser in a thread of its own: free.",
  knownError: {
    text: "Stricter than a browser, which mends everything: one tag left open is an error. “Anywhere” only asks for a tag of HTML, right or wrong.",
    measured: "docs/measurements/evaluators.md",
  },
  example: { config: {}, output: "<ul><li>Fee: 3 euros</ul>", value: 1 },
});
export type HtmlConfig = ConfigOf<typeof html>;
