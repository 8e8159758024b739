import type { Driver } from "#db";

/** Where the calls' sums are not those of the calls themselves. */
export type Sums = { missing: number; surplus: number; faults: string[] };

/** Each figure that the sums keep of a cell, as they say it and as the calls do. */
const compared = `
  with said as (
    select project_id::text || ' ' || day::text || ' ' || prompt_version_key || ' ' || provider || '/' || model
             || ' ' || environment || ' ' || source as cell,
           sum(count)::float8 as count, sum(failed)::float8 as failed, sum(cancelled)::float8 as cancelled,
           sum(input_tokens)::float8 as input, sum(output_tokens)::float8 as output, sum(cost_usd)::float8 as cost
    from generation_rollups group by 1
  ), had as (
    select project_id::text || ' ' || to_char(started_at at time zone 'UTC', 'YYYY-MM-DD') || ' '
             || coalesce(prompt_version_id::text, 'draft:' || prompt_id::text, '') || ' ' || provider || '/' || model
             || ' ' || coalesce(label, '') || ' ' || source as cell,
           count(*)::float8 as count, count(*) filter (where status = 'failed')::float8 as failed,
           count(*) filter (where status = 'cancelled')::float8 as cancelled,
           coalesce(sum(input_tokens), 0)::float8 as input, coalesce(sum(output_tokens), 0)::float8 as output,
           coalesce(sum(cost_usd), 0)::float8 as cost
    from generations group by 1
  )
  select coalesce(said.cell, had.cell) as cell, figure,
         coalesce(said_value, 0) as said, coalesce(had_value, 0) as had
  from said full join had on said.cell = had.cell
  cross join lateral (values
    ('count', said.count, had.count), ('failed', said.failed, had.failed),
    ('cancelled', said.cancelled, had.cancelled), ('input tokens', said.input, had.input),
    ('output tokens', said.output, had.output), ('cost', said.cost, had.cost)
  ) as figures(figure, said_value, had_value)
  where abs(coalesce(said_value, 0) - coalesce(had_value, 0)) > 1e-9 * (1 + abs(coalesce(had_value, 0)))
  order by 1, 2`;

/** Compares the sums of every cell with those over the calls in the table: in all each may be right where two cells are wrong. */
export async function compareSums(driver: Driver): Promise<Sums> {
  const sums: Sums = { missing: 0, surplus: 0, faults: [] };
  const { rows } = await driver.query(compared);
  for (const { cell, figure, said, had } of rows) {
    const difference = Number(said) - Number(had);
    if (figure === "count" && difference < 0) sums.missing -= difference;
    if (figure === "count" && difference > 0) sums.surplus += difference;
    sums.faults.push(
      `the sums say ${String(figure)} ${String(said)} and the calls ${String(had)} of ${String(cell)}`,
    );
  }
  return sums;
}
