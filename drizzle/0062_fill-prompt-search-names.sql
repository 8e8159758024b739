UPDATE "prompt_search" s SET "name" = regexp_replace(p."path", '[/._-]+', ' ', 'g'), "description" = p."description"
FROM "prompts" p WHERE p."project_id" = s."project_id" AND p."id" = s."prompt_id";
