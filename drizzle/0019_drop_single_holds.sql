ALTER TABLE "tasks" DROP COLUMN "held_by";--> statement-breakpoint
ALTER TABLE "tasks" DROP COLUMN "held_by_name";--> statement-breakpoint
ALTER TABLE "tasks" DROP COLUMN "held_since";--> statement-breakpoint
ALTER TABLE "tasks" DROP COLUMN "held_until";