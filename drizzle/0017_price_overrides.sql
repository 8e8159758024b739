CREATE TABLE "price_overrides" (
	"id" uuid PRIMARY KEY NOT NULL,
	"project_id" uuid NOT NULL,
	"connection_id" uuid NOT NULL,
	"model_pattern" text NOT NULL,
	"valid_from" timestamp (3) with time zone NOT NULL,
	"valid_to" timestamp (3) with time zone,
	"input_price" double precision NOT NULL,
	"cached_input_price" double precision,
	"cache_write_price" double precision,
	"output_price" double precision NOT NULL,
	"reasoning_price" double precision,
	"note" text DEFAULT '' NOT NULL,
	"created_by_name" text NOT NULL,
	"created_at" timestamp (3) with time zone DEFAULT now() NOT NULL,
	CONSTRAINT "price_overrides_project_id_id_unique" UNIQUE("project_id","id")
);
--> statement-breakpoint
ALTER TABLE "price_overrides" ADD CONSTRAINT "price_overrides_connection" FOREIGN KEY ("project_id","connection_id") REFERENCES "public"."connections"("project_id","id") ON DELETE cascade ON UPDATE no action;