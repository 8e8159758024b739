ALTER TABLE "benchmarks" ALTER COLUMN "connection_id" DROP NOT NULL;--> statement-breakpoint
ALTER TABLE "benchmarks" ALTER COLUMN "model" DROP NOT NULL;--> statement-breakpoint
ALTER TABLE "playground_chats" ALTER COLUMN "connection_id" DROP NOT NULL;--> statement-breakpoint
ALTER TABLE "benchmarks" ADD COLUMN "route_id" uuid;--> statement-breakpoint
ALTER TABLE "benchmarks" ADD COLUMN "route_version" integer;--> statement-breakpoint
ALTER TABLE "playground_chats" ADD COLUMN "route_id" uuid;--> statement-breakpoint
ALTER TABLE "playground_chats" ADD COLUMN "route_version" integer;