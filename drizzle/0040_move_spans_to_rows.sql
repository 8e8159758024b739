-- Spans stored in their generation's row become rows of their own.
insert into "spans" ("project_id", "generation_id", "start_us", "end_us", "trace_id", "span_id", "parent_span_id", "name", "kind", "status", "attributes")
select g."project_id", g."id", s."start_us", s."start_us" + round((span ->> 'durationMs')::numeric * 1000)::bigint,
  g."trace_id", span ->> 'spanId', span ->> 'parentSpanId', span ->> 'name', span ->> 'kind', span ->> 'status',
  coalesce((span -> 'attributes')::jsonb, '{}'::jsonb)
from "generations" g
cross join lateral json_array_elements(case when json_typeof(g."spans") = 'array' then g."spans" else '[]'::json end) span
cross join lateral (select (extract(epoch from (span ->> 'startedAt')::timestamptz) * 1000000)::bigint as "start_us") s
on conflict do nothing;
