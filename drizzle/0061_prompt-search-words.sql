CREATE TABLE "prompt_words" (
	"project_id" uuid NOT NULL,
	"word" text collate "C" NOT NULL,
	"stem" text collate "C" NOT NULL,
	"prompts" integer NOT NULL,
	CONSTRAINT "prompt_words_project_id_word_pk" PRIMARY KEY("project_id","word")
);
--> statement-breakpoint
ALTER TABLE "prompt_search" ADD COLUMN "name" text DEFAULT '' NOT NULL;--> statement-breakpoint
ALTER TABLE "prompt_search" ADD COLUMN "description" text DEFAULT '' NOT NULL;--> statement-breakpoint
ALTER TABLE "prompt_search" ADD COLUMN "history" text;--> statement-breakpoint
ALTER TABLE "prompt_search" ADD COLUMN "words" "tsvector" GENERATED ALWAYS AS (setweight(to_tsvector('simple'::regconfig, name), 'A') || setweight(to_tsvector('english'::regconfig, name), 'A')
        || setweight(to_tsvector('english'::regconfig, translate(description, '.:/@_-', '      ')), 'B')
        || setweight(to_tsvector('english'::regconfig, translate(text, '.:/@_-', '      ')), 'C')
        || setweight(to_tsvector('english'::regconfig, translate(coalesce(history, ''), '.:/@_-', '      ')), 'D')) STORED;--> statement-breakpoint
ALTER TABLE "prompt_search" ADD COLUMN "is_counted" boolean DEFAULT false NOT NULL;--> statement-breakpoint
ALTER TABLE "prompt_words" ADD CONSTRAINT "prompt_words_project_id_projects_id_fk" FOREIGN KEY ("project_id") REFERENCES "public"."projects"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
CREATE INDEX "prompt_search_words_index" ON "prompt_search" USING gin ("words");