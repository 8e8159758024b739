UPDATE "datasets" SET "is_gated" = true
FROM "environments"
WHERE "environments"."project_id" = "datasets"."project_id"
  AND "environments"."gate"->'evidence'->>'datasetId' = "datasets"."id"::text;
