CREATE TABLE "playground_chats" (
	"id" uuid PRIMARY KEY NOT NULL,
	"project_id" uuid NOT NULL,
	"conversation_id" uuid NOT NULL,
	"pane" text NOT NULL,
	"user_id" uuid NOT NULL,
	"prompt_id" uuid,
	"version_number" integer,
	"connection_id" uuid NOT NULL,
	"model" text NOT NULL,
	"title" text NOT NULL,
	"messages" jsonb NOT NULL,
	"lease_until" timestamp (3) with time zone,
	"stop_requested_at" timestamp (3) with time zone,
	"created_at" timestamp (3) with time zone DEFAULT now() NOT NULL,
	"updated_at" timestamp (3) with time zone NOT NULL,
	CONSTRAINT "playground_chats_project_id_conversation_id_pane_unique" UNIQUE("project_id","conversation_id","pane")
);
--> statement-breakpoint
ALTER TABLE "connections" ADD COLUMN "options" jsonb;--> statement-breakpoint
ALTER TABLE "playground_chats" ADD CONSTRAINT "playground_chats_project_id_projects_id_fk" FOREIGN KEY ("project_id") REFERENCES "public"."projects"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "playground_chats" ADD CONSTRAINT "playground_chats_user_id_users_id_fk" FOREIGN KEY ("user_id") REFERENCES "public"."users"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "playground_chats" ADD CONSTRAINT "playground_chats_project_id_prompt_id_prompts_project_id_id_fk" FOREIGN KEY ("project_id","prompt_id") REFERENCES "public"."prompts"("project_id","id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
CREATE INDEX "playground_chats_project_id_user_id_updated_at_index" ON "playground_chats" USING btree ("project_id","user_id","updated_at");