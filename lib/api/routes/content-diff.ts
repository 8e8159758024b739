import { z } from "zod";
import { MessageRole } from "#schema/prompts";

const Parts = z.array(z.object({ kind: z.enum(["same", "added", "removed"]), text: z.string() }));

const TextDiff = { words: Parts, lines: Parts, changedLines: z.number(), totalLines: z.number() };
const Rows = z.array(
  z.object({ name: z.string(), before: z.string().nullable(), after: z.string().nullable() }),
);

/** What changes between two contents, in full: where `isSame` is false, something in it differs. */
export const ContentDiff = z.object({
  isSame: z.boolean(),
  summary: z.string(),
  messages: z.array(
    z.object({
      title: z.string(),
      change: z.enum(["same", "changed", "added", "removed"]),
      moved: z.object({ from: z.number(), to: z.number() }).nullable().describe("Places from 1."),
      roleWas: z.object({ role: MessageRole.nullable() }).nullable(),
      ...TextDiff,
    }),
  ),
  includes: z
    .array(
      z.object({
        reference: z.string().describe("As the template writes it, behind those it stands in."),
        change: z.enum(["changed", "added", "removed"]),
        from: z.number().nullable().describe("The number of the version that stood there."),
        to: z.number().nullable().describe("The number of the version that stands there now."),
        ...TextDiff,
        settings: Rows.describe("Its variables that differ."),
      }),
    )
    .describe("The included texts that are not what they were."),
  settings: Rows.describe(
    "Variables, settings, model, tools, response schema, and the orders of variables and tools.",
  ),
});
