INSERT INTO "prompt_branches" ("project_id", "prompt_id", "name", "head_version_id", "created_by", "created_by_name", "created_at")
SELECT p."project_id", p."id", 'main', newest."id", p."created_by", first."created_by_name", p."created_at"
FROM "prompts" p
JOIN LATERAL (
  SELECT v."id" FROM "prompt_versions" v
  WHERE v."project_id" = p."project_id" AND v."prompt_id" = p."id"
  ORDER BY v."number" DESC LIMIT 1
) newest ON true
JOIN LATERAL (
  SELECT v."created_by_name" FROM "prompt_versions" v
  WHERE v."project_id" = p."project_id" AND v."prompt_id" = p."id"
  ORDER BY v."number" LIMIT 1
) first ON true
ON CONFLICT DO NOTHING;
--> statement-breakpoint
UPDATE "prompt_versions" SET "branch" = 'main' WHERE "branch" <> 'main';
