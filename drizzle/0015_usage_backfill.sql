-- What the spans of older calls say of their tokens, brought into the columns that now keep it.
update generations g
set cached_input_tokens = s.cached, reasoning_tokens = s.reasoning, is_usage_estimated = s.is_estimated
from (
  select c.id,
    max((span -> 'attributes' ->> 'gen_ai.usage.cache_read.input_tokens')::integer) as cached,
    max((span -> 'attributes' ->> 'gen_ai.usage.reasoning.output_tokens')::integer) as reasoning,
    coalesce(bool_or(span -> 'attributes' ->> 'valueloop.usage.estimated' = 'true'), false) as is_estimated
  from generations c, json_array_elements(c.spans) span
  where c.output_tokens is not null and json_typeof(c.spans) = 'array'
    and span -> 'attributes' ->> 'gen_ai.operation.name' = 'chat'
  group by c.id
) s
where g.id = s.id;
--> statement-breakpoint
update generation_rollups r
set usage_estimated = e.estimated
from (
  select project_id, (started_at at time zone 'UTC')::date as day,
    coalesce(prompt_version_id::text, 'draft:' || prompt_id::text, '') as version_key,
    provider, model, coalesce(label, '') as environment, source, is_simulated, count(*) as estimated
  from generations where is_usage_estimated
  group by 1, 2, 3, 4, 5, 6, 7, 8
) e
where r.project_id = e.project_id and r.day = e.day and r.prompt_version_key = e.version_key
  and r.provider = e.provider and r.model = e.model and r.environment = e.environment and r.source = e.source and r.is_simulated = e.is_simulated;
