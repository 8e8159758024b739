-- The model behind what people said so far, by the call it is about. The language of older tasks is not known.
update "tasks" as t set "model" = g."model"
from "generations" as g where g."project_id" = t."project_id" and g."id" = t."generation_id";--> statement-breakpoint
update "feedback" as f set "model" = g."model"
from "generations" as g where g."project_id" = f."project_id" and g."id" = f."generation_id";
