-- Rows of 0.1.0: of each settled task one decision counts, the last of those that agree; opinions that differ wait for a third person.
update "decisions" set "is_outcome" = false where "undone_at" is not null;--> statement-breakpoint
update "decisions" d set "correction_status" = 'joined'
  where d."example_id" is not null and d."undone_at" is null;--> statement-breakpoint
update "decisions" d set "is_outcome" = false from "tasks" t
  where t."project_id" = d."project_id" and t."id" = d."task_id" and t."status" = 'open';--> statement-breakpoint
update "tasks" t set "status" = 'differing'
  where t."status" = 'decided' and t."decisions_needed" > 1 and (
    select count(distinct (d."kind", coalesce(r."is_safety", false)))
    from "decisions" d
    left join "reject_reasons" r on r."project_id" = d."project_id" and r."key" = d."reason_key"
    where d."project_id" = t."project_id" and d."task_id" = t."id" and d."undone_at" is null
  ) > 1;--> statement-breakpoint
update "decisions" d set "is_outcome" = false from "tasks" t
  where t."project_id" = d."project_id" and t."id" = d."task_id" and t."status" = 'differing';--> statement-breakpoint
update "decisions" d set "is_outcome" = false
  where d."undone_at" is null and exists (
    select 1 from "decisions" l
    where l."project_id" = d."project_id" and l."task_id" = d."task_id" and l."undone_at" is null
      and (l."created_at", l."id") > (d."created_at", d."id")
  );
