import { z } from "zod";
import { MessageRole } from "#schema/prompts";

const Parts = z.array(z.object({ kind: z.enum(["same", "added", "removed"]), text: z.string() }));

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
      words: Parts,
      lines: Parts,
      changedLines: z.number(),
      totalLines: z.number(),
    }),
  ),
  settings: z
    .array(z.object({ name: z.string(), before: z.string().nullable(), after: z.string().nullable() }))
    .describe("Variables, settings, model, tools, response schema, and the orders of variables and tools."),
});
