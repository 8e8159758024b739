-- What is known of older rows: a judge's calls by their purpose, the scope of what people said by the call it is about,
-- and the sums of every day anew from the calls, now with the environment and with durations up to a day.
update "generations" set "source" = 'judge'
where "source" = 'run' and "run_id" is not null and "metadata" @> '{"purpose": "judge"}'::jsonb;--> statement-breakpoint
update "tasks" as t set "environment" = g."label", "source" = g."source", "is_simulated" = g."is_simulated"
from "generations" as g where g."project_id" = t."project_id" and g."id" = t."generation_id";--> statement-breakpoint
update "tasks" set "source" = 'run' where "source" is null and "run_id" is not null;--> statement-breakpoint
update "decisions" as d set "prompt_id" = t."prompt_id", "prompt_version_id" = t."prompt_version_id",
  "environment" = t."environment", "source" = t."source", "is_simulated" = t."is_simulated"
from "tasks" as t where t."project_id" = d."project_id" and t."id" = d."task_id";--> statement-breakpoint
update "feedback" as f set "environment" = g."label", "source" = g."source", "is_simulated" = g."is_simulated"
from "generations" as g where g."project_id" = f."project_id" and g."id" = f."generation_id";--> statement-breakpoint
update "kpi_values" as k set "environment" = g."label", "source" = g."source", "is_simulated" = g."is_simulated"
from "generations" as g where g."project_id" = k."project_id" and g."id" = k."generation_id";--> statement-breakpoint
delete from "generation_rollups";--> statement-breakpoint
insert into "generation_rollups" ("project_id", "day", "prompt_version_key", "provider", "model", "environment", "source", "is_simulated",
  "prompt_id", "prompt_path", "prompt_version_number", "count", "failed", "cancelled", "input_tokens", "output_tokens", "cost_usd", "cost_unknown",
  "energy_kwh", "carbon_grams", "carbon_grams_low", "carbon_grams_high", "carbon_unknown", "latency_buckets", "first_token_buckets")
with calls as (
  select "project_id", ("started_at" at time zone 'UTC')::date as "day",
    coalesce("prompt_version_id"::text, 'draft:' || "prompt_id"::text, '') as "prompt_version_key",
    "provider", "model", coalesce("label", '') as "environment", "source", "is_simulated",
    "prompt_id", "prompt_path", "prompt_version_number", "status", "input_tokens", "output_tokens", "cost_usd", "energy_kwh",
    "carbon_grams", "carbon_grams_low", "carbon_grams_high",
    ("status" = 'succeeded' or coalesce("output_tokens", 0) > 0) as "is_used",
    case when "status" <> 'succeeded' then null when "latency_ms" > 1
      then least(192, ceil(ln("latency_ms") / ln(1.1::double precision) - 1e-9)::int) else 0 end as "latency",
    case when "status" <> 'succeeded' or "time_to_first_token_ms" is null then null when "time_to_first_token_ms" > 1
      then least(192, ceil(ln("time_to_first_token_ms") / ln(1.1::double precision) - 1e-9)::int) else 0 end as "first_token"
  from "generations"
), sums as (
  select "project_id", "day", "prompt_version_key", "provider", "model", "environment", "source", "is_simulated",
    (array_agg("prompt_id"))[1] as "prompt_id", max("prompt_path") as "prompt_path", max("prompt_version_number") as "prompt_version_number",
    count(*) as "count", count(*) filter (where "status" = 'failed') as "failed", count(*) filter (where "status" = 'cancelled') as "cancelled",
    coalesce(sum("input_tokens"), 0) as "input_tokens", coalesce(sum("output_tokens"), 0) as "output_tokens",
    coalesce(sum("cost_usd"), 0) as "cost_usd", count(*) filter (where "is_used" and "cost_usd" is null) as "cost_unknown",
    coalesce(sum("energy_kwh"), 0) as "energy_kwh", coalesce(sum("carbon_grams"), 0) as "carbon_grams",
    coalesce(sum(coalesce("carbon_grams_low", "carbon_grams")), 0) as "carbon_grams_low",
    coalesce(sum(coalesce("carbon_grams_high", "carbon_grams")), 0) as "carbon_grams_high",
    count(*) filter (where "is_used" and "carbon_grams" is null) as "carbon_unknown"
  from calls group by 1, 2, 3, 4, 5, 6, 7, 8
), latencies as (
  select c.*, (select jsonb_agg(coalesce((c."counts" ->> i::text)::bigint, 0) order by i) from generate_series(0, c."top") as i) as "buckets"
  from (select "project_id", "day", "prompt_version_key", "provider", "model", "environment", "source", "is_simulated",
      max("latency") as "top", jsonb_object_agg("latency", n) as "counts"
    from (select "project_id", "day", "prompt_version_key", "provider", "model", "environment", "source", "is_simulated", "latency", count(*) as n
      from calls where "latency" is not null group by 1, 2, 3, 4, 5, 6, 7, 8, 9) as counted group by 1, 2, 3, 4, 5, 6, 7, 8) as c
), first_tokens as (
  select c.*, (select jsonb_agg(coalesce((c."counts" ->> i::text)::bigint, 0) order by i) from generate_series(0, c."top") as i) as "buckets"
  from (select "project_id", "day", "prompt_version_key", "provider", "model", "environment", "source", "is_simulated",
      max("first_token") as "top", jsonb_object_agg("first_token", n) as "counts"
    from (select "project_id", "day", "prompt_version_key", "provider", "model", "environment", "source", "is_simulated", "first_token", count(*) as n
      from calls where "first_token" is not null group by 1, 2, 3, 4, 5, 6, 7, 8, 9) as counted group by 1, 2, 3, 4, 5, 6, 7, 8) as c
)
select s."project_id", s."day", s."prompt_version_key", s."provider", s."model", s."environment", s."source", s."is_simulated",
  s."prompt_id", s."prompt_path", s."prompt_version_number", s."count", s."failed", s."cancelled", s."input_tokens", s."output_tokens",
  s."cost_usd", s."cost_unknown", s."energy_kwh", s."carbon_grams", s."carbon_grams_low", s."carbon_grams_high", s."carbon_unknown",
  coalesce(l."buckets", '[]'::jsonb), coalesce(f."buckets", '[]'::jsonb)
from sums as s
left join latencies as l using ("project_id", "day", "prompt_version_key", "provider", "model", "environment", "source", "is_simulated")
left join first_tokens as f using ("project_id", "day", "prompt_version_key", "provider", "model", "environment", "source", "is_simulated");
