CREATE TABLE "budget_alerts" (
	"project_id" uuid NOT NULL,
	"budget_id" uuid NOT NULL,
	"subject" text NOT NULL,
	"period_start" timestamp (3) with time zone NOT NULL,
	"kind" text NOT NULL,
	"used" numeric NOT NULL,
	"amount" numeric NOT NULL,
	"at" timestamp (3) with time zone NOT NULL,
	CONSTRAINT "budget_alerts_project_id_budget_id_subject_period_start_kind_amount_pk" PRIMARY KEY("project_id","budget_id","subject","period_start","kind","amount")
);
--> statement-breakpoint
CREATE TABLE "budget_reservations" (
	"project_id" uuid NOT NULL,
	"call_id" uuid NOT NULL,
	"budget_id" uuid NOT NULL,
	"subject" text NOT NULL,
	"period_start" timestamp (3) with time zone NOT NULL,
	"measure" text NOT NULL,
	"amount" numeric NOT NULL,
	"expires_at" timestamp (3) with time zone NOT NULL,
	CONSTRAINT "budget_reservations_project_id_call_id_budget_id_pk" PRIMARY KEY("project_id","call_id","budget_id")
);
--> statement-breakpoint
CREATE TABLE "budget_uses" (
	"project_id" uuid NOT NULL,
	"budget_id" uuid NOT NULL,
	"subject" text NOT NULL,
	"period_start" timestamp (3) with time zone NOT NULL,
	"used" numeric DEFAULT 0 NOT NULL,
	"reserved" numeric DEFAULT 0 NOT NULL,
	"refused" integer DEFAULT 0 NOT NULL,
	"unknown" integer DEFAULT 0 NOT NULL,
	CONSTRAINT "budget_uses_project_id_budget_id_subject_period_start_pk" PRIMARY KEY("project_id","budget_id","subject","period_start")
);
--> statement-breakpoint
CREATE TABLE "budgets" (
	"id" uuid PRIMARY KEY NOT NULL,
	"project_id" uuid NOT NULL,
	"name" text NOT NULL,
	"per" text NOT NULL,
	"metadata_key" text,
	"only" text,
	"measure" text NOT NULL,
	"amount" numeric NOT NULL,
	"period" text NOT NULL,
	"is_hard" boolean NOT NULL,
	"alert_share" double precision NOT NULL,
	"refuses_unknown" boolean DEFAULT false NOT NULL,
	"created_by" uuid,
	"created_by_name" text NOT NULL,
	"created_at" timestamp (3) with time zone DEFAULT now() NOT NULL,
	"changed_by" uuid,
	"changed_by_name" text NOT NULL,
	"changed_at" timestamp (3) with time zone NOT NULL,
	CONSTRAINT "budgets_project_id_id_unique" UNIQUE("project_id","id"),
	CONSTRAINT "budgets_project_id_name_unique" UNIQUE("project_id","name")
);
--> statement-breakpoint
ALTER TABLE "budget_alerts" ADD CONSTRAINT "budget_alerts_project_id_budget_id_budgets_project_id_id_fk" FOREIGN KEY ("project_id","budget_id") REFERENCES "public"."budgets"("project_id","id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "budget_reservations" ADD CONSTRAINT "budget_reservations_project_id_budget_id_budgets_project_id_id_fk" FOREIGN KEY ("project_id","budget_id") REFERENCES "public"."budgets"("project_id","id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "budget_uses" ADD CONSTRAINT "budget_uses_project_id_budget_id_budgets_project_id_id_fk" FOREIGN KEY ("project_id","budget_id") REFERENCES "public"."budgets"("project_id","id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "budgets" ADD CONSTRAINT "budgets_project_id_projects_id_fk" FOREIGN KEY ("project_id") REFERENCES "public"."projects"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
CREATE INDEX "budget_alerts_project_id_at_index" ON "budget_alerts" USING btree ("project_id","at");--> statement-breakpoint
CREATE INDEX "budget_reservations_project_id_expires_at_index" ON "budget_reservations" USING btree ("project_id","expires_at");