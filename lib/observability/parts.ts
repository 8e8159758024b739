import { z } from "zod";

/** What a figure can be told apart by. */
export const scopeParts = ["prompt", "version", "model", "source"] as const;
export const ScopePart = z.enum(scopeParts);
export type ScopePart = z.infer<typeof ScopePart>;

/** One part of a figure: whose it is, and null for what belongs to none. */
export type Part = { key: string | null; label: string };

type Row = {
  promptId: string | null;
  promptPath: string | null;
  promptVersionId: string | null;
  promptVersionNumber: number | null;
  model: string | null;
  source: string | null;
};

/** The part that a row with the scope of its call belongs to. */
export function partOf(row: Row, by: ScopePart): Part {
  const path = row.promptPath ?? "no prompt";
  switch (by) {
    case "prompt":
      return { key: row.promptId, label: path };
    case "version":
      return row.promptVersionId === null
        ? { key: null, label: "no stored version" }
        : { key: row.promptVersionId, label: `${path} v${row.promptVersionNumber ?? "?"}` };
    case "model":
      return { key: row.model, label: row.model ?? "model not known" };
    case "source":
      return { key: row.source, label: row.source ?? "source not known" };
    default:
      return by satisfies never;
  }
}
