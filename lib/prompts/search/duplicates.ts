import { sql } from "drizzle-orm";
import { rowsOf } from "#db";
import { prompts, promptSearch } from "#db/schema/prompts";
import { type Context, requirePermission } from "#lib/identity";
import { NearDuplicatesInput } from "../schema.ts";

/** Two prompts that say nearly the same; `similarity` is the cosine of their meanings, 1 is equal. */
export type NearDuplicate = {
  similarity: number;
  first: { id: string; path: string };
  second: { id: string; path: string };
};

type Pair = { a_id: string; a_path: string; b_id: string; b_path: string; similarity: number };

/**
 * Pairs of prompts whose meanings are closer than `threshold`, nearest first. Throws forbidden, invalid_input.
 * @internal No screen shows it yet; measured in docs/measurements/similarity.md.
 */
export async function nearDuplicates(
  ctx: Context,
  input: NearDuplicatesInput = {},
): Promise<NearDuplicate[]> {
  requirePermission(ctx, "prompt.read");
  const { threshold, limit } = NearDuplicatesInput.parse(input);
  const found = await ctx.db.execute(sql`
    with mine as (
      select p.id, p.path, s.embedding, s.embedding_model, s.dimensions
      from ${promptSearch} s join ${prompts} p on p.project_id = s.project_id and p.id = s.prompt_id
      where s.project_id = ${ctx.project} and s.embedding is not null and p.archived_at is null
    )
    select a.id as a_id, a.path as a_path, b.id as b_id, b.path as b_path, 1 - (a.embedding <=> b.embedding) as similarity
    from mine a join mine b on a.path < b.path and a.embedding_model = b.embedding_model and a.dimensions = b.dimensions
    where 1 - (a.embedding <=> b.embedding) >= ${threshold}
    order by similarity desc limit ${limit}`);
  return rowsOf<Pair>(found).map((row) => ({
    similarity: Number(row.similarity),
    first: { id: row.a_id, path: row.a_path },
    second: { id: row.b_id, path: row.b_path },
  }));
}
