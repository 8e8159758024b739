import { z } from "zod";
import { Folder } from "../content/path.ts";

/** Which column holds what. Left out: `act` or `name` or `path`, `prompt` or `text` or `content`. */
export const ImportMapping = z.object({
  path: z.string().min(1).max(200),
  text: z.string().min(1).max(200),
  description: z.string().max(200).optional(),
});
export type ImportMapping = z.infer<typeof ImportMapping>;

export const ImportPromptsInput = z
  .object({
    csv: z.string().max(20_000_000, "At most 20 MB at once; split the file.").optional(),
    rows: z.array(z.record(z.string(), z.unknown())).max(10_000).optional(),
    /** The folder everything lands in; empty is the top. */
    folder: Folder.default(""),
    mapping: ImportMapping.optional(),
    source: z.string().max(500).default("import"),
    isDemo: z.boolean().default(false),
  })
  .refine(
    (input) => (input.csv === undefined) !== (input.rows === undefined),
    "Give csv or rows, one of them.",
  );
export type ImportPromptsInput = z.input<typeof ImportPromptsInput>;

export type ImportError = { line: number; message: string };

export type ImportRow = { line: number; path: string; text: string; description: string };

/** `notes` are changes the import makes to a text on the way in. */
export type ImportPlan = {
  rows: ImportRow[];
  errors: ImportError[];
  notes: ImportError[];
  columns: string[];
  mapping: ImportMapping | null;
};
