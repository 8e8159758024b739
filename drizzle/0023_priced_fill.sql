-- How many calls of a day have a price and a carbon figure, from the calls.
update "generation_rollups" as r set "priced" = s."priced", "carbon_known" = s."carbon_known"
from (
  select "project_id", ("started_at" at time zone 'UTC')::date as "day",
    coalesce("prompt_version_id"::text, 'draft:' || "prompt_id"::text, '') as "prompt_version_key",
    "provider", "model", coalesce("label", '') as "environment", "source", "is_simulated",
    count("cost_usd") as "priced", count("carbon_grams") as "carbon_known"
  from "generations" group by 1, 2, 3, 4, 5, 6, 7, 8
) as s
where r."project_id" = s."project_id" and r."day" = s."day" and r."prompt_version_key" = s."prompt_version_key"
  and r."provider" = s."provider" and r."model" = s."model" and r."environment" = s."environment"
  and r."source" = s."source" and r."is_simulated" = s."is_simulated";
