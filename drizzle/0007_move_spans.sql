-- Spans stored before generations carried them.
update "generations" as g set "spans" = s."list" from (
  select "project_id", "generation_id", json_agg(jsonb_build_object(
    'spanId', "span_id", 'parentSpanId', "parent_span_id", 'name', "name", 'kind', "kind",
    'startedAt', to_char("started_at" at time zone 'utc', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"'),
    'durationMs', "duration_ms", 'status', "status", 'attributes', "attributes"
  ) order by "started_at", "span_id") as "list"
  from "spans" where "generation_id" is not null group by 1, 2
) as s where g."project_id" = s."project_id" and g."id" = s."generation_id" and g."spans" is null;
