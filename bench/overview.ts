import { type SQL, sql } from "drizzle-orm";
import { closeQueue } from "#lib/jobs";
import { readOverview } from "#lib/loop";
import { type Place, places, prepare } from "./prepare.ts";

const promptCount = 2_000;
const callCount = 200_000;

/** The overview of a project whose production serves 2,000 prompts, over 200,000 calls of 30 days. */
export async function benchOverview(print: (line: string) => void): Promise<void> {
  for (const place of await places()) await measure(print, place);
}

async function measure(print: (line: string) => void, place: Place): Promise<void> {
  const { open, ctx } = await prepare(place, "http://127.0.0.1:9");
  for (const statement of rows(ctx.project, ctx.clock.now())) await open.db.execute(statement);
  for (const days of ["7", "30", "90"]) {
    const [started, used] = [performance.now(), process.cpuUsage()];
    const { production, productionCount, tiles } = await readOverview(ctx, { days });
    const wallMs = Math.round(performance.now() - started);
    const { user, system } = process.cpuUsage(used);
    print(
      `  ${place.name}, ${days} days: ${wallMs} ms, our CPU ${Math.round((user + system) / 1_000)} ms, ${production.length} of ${productionCount} prompts, ${tiles.generate.count} calls`,
    );
  }
  await closeQueue();
  await open.close();
  await place.remove();
}

/** Written straight to the tables, which 200,000 calls through the gateway would take minutes to fill. */
function rows(project: string, now: Date): SQL[] {
  const content = JSON.stringify({
    kind: "chat",
    messages: [{ role: "user", content: "x" }],
    variables: [],
    settings: {},
  });
  const buckets = JSON.stringify(Array.from({ length: 80 }, (_, bucket) => (bucket === 40 ? 3 : 0)));
  const each = sql`generate_series(1, ${promptCount}) i`;
  return [
    sql`insert into prompts (id, project_id, path, kind, updated_at, created_at) select overlay(overlay(md5('p' || i) placing '4' from 13) placing '8' from 17)::uuid, ${project}, 'many/p' || i, 'chat', now(), now() from ${each}`,
    sql`insert into prompt_versions (id, project_id, prompt_id, number, content_hash, message, content, created_by_name, created_at) select overlay(overlay(md5('v' || i) placing '4' from 13) placing '8' from 17)::uuid, ${project}, overlay(overlay(md5('p' || i) placing '4' from 13) placing '8' from 17)::uuid, 1, 'h' || i, 'm', ${content}::jsonb, 'bench', now() from ${each}`,
    sql`insert into labels (project_id, prompt_id, name, version_id, updated_by_name, updated_at) select ${project}, overlay(overlay(md5('p' || i) placing '4' from 13) placing '8' from 17)::uuid, 'production', overlay(overlay(md5('v' || i) placing '4' from 13) placing '8' from 17)::uuid, 'bench', now() from ${each}`,
    sql`insert into generations (id, project_id, trace_id, started_at, source, status, prompt_id, prompt_path, prompt_version_id, prompt_version_number, label, provider, model, input, output, input_tokens, output_tokens, is_usage_estimated, cost_usd, latency_ms, carbon_grams, actor_kind) select overlay(overlay(md5('g' || i) placing '4' from 13) placing '8' from 17)::uuid, ${project}, 't' || i, ${now.toISOString()}::timestamptz - (i % 30) * interval '1 day', 'api', 'succeeded', overlay(overlay(md5('p' || (1 + i % ${promptCount}::int)) placing '4' from 13) placing '8' from 17)::uuid, 'many/p' || (1 + i % ${promptCount}::int), overlay(overlay(md5('v' || (1 + i % ${promptCount}::int)) placing '4' from 13) placing '8' from 17)::uuid, 1, 'production', 'openai', 'gpt-4o-mini', '[]'::jsonb, 'x', 100, 20, false, 0.0001, 100 + i % 900, 0.01, 'api_key' from generate_series(1, ${callCount}) i`,
    sql`insert into generation_rollups (project_id, day, prompt_version_key, prompt_id, prompt_path, prompt_version_number, provider, model, environment, source, is_simulated, count, failed, input_tokens, output_tokens, cost_usd, priced, cost_unknown, energy_kwh, carbon_grams, carbon_grams_low, carbon_grams_high, carbon_known, latency_buckets, first_token_buckets) select ${project}::uuid, (started_at at time zone 'UTC')::date, prompt_version_id::text, prompt_id, prompt_path, 1, 'openai', 'gpt-4o-mini', 'production', 'api', false, count(*), 0, sum(input_tokens), sum(output_tokens), sum(cost_usd), count(*), 0, 0, sum(carbon_grams), sum(carbon_grams), sum(carbon_grams), count(*), ${buckets}::jsonb, ${buckets}::jsonb from generations where project_id = ${project} group by 1, 2, 3, 4, 5`,
    sql`analyze`,
  ];
}
