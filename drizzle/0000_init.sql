CREATE TABLE "accounts" (
	"user_id" uuid NOT NULL,
	"type" text NOT NULL,
	"provider" text NOT NULL,
	"provider_account_id" text NOT NULL,
	"refresh_token" text,
	"access_token" text,
	"expires_at" integer,
	"token_type" text,
	"scope" text,
	"id_token" text,
	"session_state" text,
	CONSTRAINT "accounts_provider_provider_account_id_pk" PRIMARY KEY("provider","provider_account_id")
);
--> statement-breakpoint
CREATE TABLE "api_keys" (
	"id" uuid PRIMARY KEY NOT NULL,
	"project_id" uuid NOT NULL,
	"name" text NOT NULL,
	"prefix" text NOT NULL,
	"key_hash" text NOT NULL,
	"scopes" jsonb NOT NULL,
	"created_by" uuid,
	"last_used_at" timestamp (3) with time zone,
	"revoked_at" timestamp (3) with time zone,
	"created_at" timestamp (3) with time zone DEFAULT now() NOT NULL,
	CONSTRAINT "api_keys_key_hash_unique" UNIQUE("key_hash"),
	CONSTRAINT "api_keys_project_id_id_unique" UNIQUE("project_id","id")
);
--> statement-breakpoint
CREATE TABLE "invitations" (
	"id" uuid PRIMARY KEY NOT NULL,
	"organisation_id" uuid NOT NULL,
	"email" text NOT NULL,
	"role" text NOT NULL,
	"token_hash" text NOT NULL,
	"invited_by" uuid,
	"expires_at" timestamp (3) with time zone NOT NULL,
	"accepted_at" timestamp (3) with time zone,
	"revoked_at" timestamp (3) with time zone,
	"created_at" timestamp (3) with time zone DEFAULT now() NOT NULL,
	CONSTRAINT "invitations_token_hash_unique" UNIQUE("token_hash")
);
--> statement-breakpoint
CREATE TABLE "members" (
	"organisation_id" uuid NOT NULL,
	"user_id" uuid NOT NULL,
	"role" text NOT NULL,
	"created_at" timestamp (3) with time zone DEFAULT now() NOT NULL,
	CONSTRAINT "members_organisation_id_user_id_pk" PRIMARY KEY("organisation_id","user_id")
);
--> statement-breakpoint
CREATE TABLE "organisations" (
	"id" uuid PRIMARY KEY NOT NULL,
	"slug" text NOT NULL,
	"name" text NOT NULL,
	"created_at" timestamp (3) with time zone DEFAULT now() NOT NULL,
	CONSTRAINT "organisations_slug_unique" UNIQUE("slug")
);
--> statement-breakpoint
CREATE TABLE "projects" (
	"id" uuid PRIMARY KEY NOT NULL,
	"organisation_id" uuid NOT NULL,
	"slug" text NOT NULL,
	"name" text NOT NULL,
	"is_demo" boolean DEFAULT false NOT NULL,
	"created_at" timestamp (3) with time zone DEFAULT now() NOT NULL,
	CONSTRAINT "projects_slug_unique" UNIQUE("slug"),
	CONSTRAINT "projects_organisation_id_id_unique" UNIQUE("organisation_id","id")
);
--> statement-breakpoint
CREATE TABLE "rate_limits" (
	"key" text PRIMARY KEY NOT NULL,
	"window_start" timestamp (3) with time zone NOT NULL,
	"count" integer NOT NULL
);
--> statement-breakpoint
CREATE TABLE "sessions" (
	"session_token" text PRIMARY KEY NOT NULL,
	"user_id" uuid NOT NULL,
	"expires" timestamp with time zone NOT NULL
);
--> statement-breakpoint
CREATE TABLE "users" (
	"id" uuid PRIMARY KEY NOT NULL,
	"name" text,
	"email" text NOT NULL,
	"email_verified" timestamp with time zone,
	"image" text,
	"password_hash" text,
	"created_at" timestamp (3) with time zone DEFAULT now() NOT NULL,
	CONSTRAINT "users_email_unique" UNIQUE("email")
);
--> statement-breakpoint
CREATE TABLE "verification_tokens" (
	"identifier" text NOT NULL,
	"token" text NOT NULL,
	"expires" timestamp with time zone NOT NULL,
	CONSTRAINT "verification_tokens_identifier_token_pk" PRIMARY KEY("identifier","token")
);
--> statement-breakpoint
CREATE TABLE "audit_events" (
	"chain_id" uuid NOT NULL,
	"seq" bigint NOT NULL,
	"organisation_id" uuid NOT NULL,
	"at" timestamp (3) with time zone NOT NULL,
	"actor" jsonb NOT NULL,
	"action" text NOT NULL,
	"subject_type" text NOT NULL,
	"subject_id" text NOT NULL,
	"subject_name" text NOT NULL,
	"before" jsonb,
	"after" jsonb,
	"request_id" text NOT NULL,
	"prev_hash" text NOT NULL,
	"hash" text NOT NULL,
	CONSTRAINT "audit_events_chain_id_seq_pk" PRIMARY KEY("chain_id","seq")
);
--> statement-breakpoint
CREATE TABLE "drafts" (
	"project_id" uuid NOT NULL,
	"prompt_id" uuid NOT NULL,
	"base_version_id" uuid,
	"content" jsonb NOT NULL,
	"revision" integer DEFAULT 1 NOT NULL,
	"updated_by" uuid,
	"updated_by_name" text NOT NULL,
	"updated_at" timestamp (3) with time zone NOT NULL,
	CONSTRAINT "drafts_project_id_prompt_id_pk" PRIMARY KEY("project_id","prompt_id")
);
--> statement-breakpoint
CREATE TABLE "labels" (
	"project_id" uuid NOT NULL,
	"prompt_id" uuid NOT NULL,
	"name" text NOT NULL,
	"version_id" uuid NOT NULL,
	"updated_by" uuid,
	"updated_by_name" text NOT NULL,
	"updated_at" timestamp (3) with time zone NOT NULL,
	CONSTRAINT "labels_project_id_prompt_id_name_pk" PRIMARY KEY("project_id","prompt_id","name")
);
--> statement-breakpoint
CREATE TABLE "prompt_search" (
	"project_id" uuid NOT NULL,
	"prompt_id" uuid NOT NULL,
	"text" text NOT NULL,
	"embedding" vector,
	"embedding_model" text,
	"dimensions" integer,
	"updated_at" timestamp (3) with time zone NOT NULL,
	CONSTRAINT "prompt_search_project_id_prompt_id_pk" PRIMARY KEY("project_id","prompt_id")
);
--> statement-breakpoint
CREATE TABLE "prompt_versions" (
	"id" uuid PRIMARY KEY NOT NULL,
	"project_id" uuid NOT NULL,
	"prompt_id" uuid NOT NULL,
	"number" integer NOT NULL,
	"branch" text DEFAULT 'main' NOT NULL,
	"parent_id" uuid,
	"content_hash" text NOT NULL,
	"message" text NOT NULL,
	"content" jsonb NOT NULL,
	"provenance" jsonb,
	"created_by" uuid,
	"created_by_name" text NOT NULL,
	"created_at" timestamp (3) with time zone DEFAULT now() NOT NULL,
	CONSTRAINT "prompt_versions_project_id_id_unique" UNIQUE("project_id","id"),
	CONSTRAINT "prompt_versions_project_id_prompt_id_id_unique" UNIQUE("project_id","prompt_id","id"),
	CONSTRAINT "prompt_versions_project_id_prompt_id_number_unique" UNIQUE("project_id","prompt_id","number")
);
--> statement-breakpoint
CREATE TABLE "prompts" (
	"id" uuid PRIMARY KEY NOT NULL,
	"project_id" uuid NOT NULL,
	"path" text NOT NULL,
	"kind" text NOT NULL,
	"description" text DEFAULT '' NOT NULL,
	"is_demo" boolean DEFAULT false NOT NULL,
	"archived_at" timestamp (3) with time zone,
	"created_by" uuid,
	"created_at" timestamp (3) with time zone DEFAULT now() NOT NULL,
	"updated_at" timestamp (3) with time zone NOT NULL,
	CONSTRAINT "prompts_project_id_id_unique" UNIQUE("project_id","id"),
	CONSTRAINT "prompts_project_id_path_unique" UNIQUE("project_id","path")
);
--> statement-breakpoint
CREATE TABLE "connections" (
	"id" uuid PRIMARY KEY NOT NULL,
	"project_id" uuid NOT NULL,
	"name" text NOT NULL,
	"kind" text NOT NULL,
	"base_url" text,
	"sealed_credentials" text,
	"grid_zone" text,
	"last_tested_at" timestamp (3) with time zone,
	"last_test_error" text,
	"archived_at" timestamp (3) with time zone,
	"created_at" timestamp (3) with time zone DEFAULT now() NOT NULL,
	CONSTRAINT "connections_project_id_id_unique" UNIQUE("project_id","id"),
	CONSTRAINT "connections_project_id_name_unique" UNIQUE("project_id","name")
);
--> statement-breakpoint
CREATE TABLE "downloads" (
	"name" text PRIMARY KEY NOT NULL,
	"status" text NOT NULL,
	"step" text DEFAULT '' NOT NULL,
	"received_bytes" bigint DEFAULT 0 NOT NULL,
	"total_bytes" bigint,
	"error" text,
	"updated_at" timestamp (3) with time zone NOT NULL
);
--> statement-breakpoint
CREATE TABLE "model_settings" (
	"project_id" uuid NOT NULL,
	"key" text NOT NULL,
	"value" jsonb NOT NULL,
	"updated_at" timestamp (3) with time zone NOT NULL,
	CONSTRAINT "model_settings_project_id_key_pk" PRIMARY KEY("project_id","key")
);
--> statement-breakpoint
CREATE TABLE "models" (
	"id" uuid PRIMARY KEY NOT NULL,
	"project_id" uuid NOT NULL,
	"connection_id" uuid NOT NULL,
	"name" text NOT NULL,
	"context_tokens" integer,
	"input_price" double precision,
	"output_price" double precision,
	"active_parameters_billions" double precision,
	"total_parameters_billions" double precision,
	"source" text NOT NULL,
	"source_date" text,
	"is_enabled" boolean DEFAULT true NOT NULL,
	"created_at" timestamp (3) with time zone DEFAULT now() NOT NULL,
	CONSTRAINT "models_project_id_id_unique" UNIQUE("project_id","id"),
	CONSTRAINT "models_project_id_connection_id_name_unique" UNIQUE("project_id","connection_id","name")
);
--> statement-breakpoint
CREATE TABLE "policies" (
	"id" uuid PRIMARY KEY NOT NULL,
	"project_id" uuid NOT NULL,
	"name" text NOT NULL,
	"is_enabled" boolean DEFAULT true NOT NULL,
	"current_version" integer NOT NULL,
	"created_at" timestamp (3) with time zone DEFAULT now() NOT NULL,
	CONSTRAINT "policies_project_id_id_unique" UNIQUE("project_id","id"),
	CONSTRAINT "policies_project_id_name_unique" UNIQUE("project_id","name")
);
--> statement-breakpoint
CREATE TABLE "policy_versions" (
	"id" uuid PRIMARY KEY NOT NULL,
	"project_id" uuid NOT NULL,
	"policy_id" uuid NOT NULL,
	"number" integer NOT NULL,
	"rules" jsonb NOT NULL,
	"content_hash" text NOT NULL,
	"message" text DEFAULT '' NOT NULL,
	"created_by" uuid,
	"created_by_name" text NOT NULL,
	"created_at" timestamp (3) with time zone DEFAULT now() NOT NULL,
	CONSTRAINT "policy_versions_project_id_policy_id_number_unique" UNIQUE("project_id","policy_id","number")
);
--> statement-breakpoint
CREATE TABLE "dataset_version_examples" (
	"project_id" uuid NOT NULL,
	"dataset_version_id" uuid NOT NULL,
	"position" integer NOT NULL,
	"example_id" uuid NOT NULL,
	CONSTRAINT "dataset_version_examples_dataset_version_id_position_pk" PRIMARY KEY("dataset_version_id","position")
);
--> statement-breakpoint
CREATE TABLE "dataset_versions" (
	"id" uuid PRIMARY KEY NOT NULL,
	"project_id" uuid NOT NULL,
	"dataset_id" uuid NOT NULL,
	"number" integer NOT NULL,
	"content_hash" text NOT NULL,
	"message" text NOT NULL,
	"example_count" integer NOT NULL,
	"created_by" uuid,
	"created_by_name" text NOT NULL,
	"created_at" timestamp (3) with time zone DEFAULT now() NOT NULL,
	CONSTRAINT "dataset_versions_project_id_id_unique" UNIQUE("project_id","id"),
	CONSTRAINT "dataset_versions_project_id_dataset_id_number_unique" UNIQUE("project_id","dataset_id","number")
);
--> statement-breakpoint
CREATE TABLE "datasets" (
	"id" uuid PRIMARY KEY NOT NULL,
	"project_id" uuid NOT NULL,
	"name" text NOT NULL,
	"description" text DEFAULT '' NOT NULL,
	"is_demo" boolean DEFAULT false NOT NULL,
	"archived_at" timestamp (3) with time zone,
	"created_at" timestamp (3) with time zone DEFAULT now() NOT NULL,
	CONSTRAINT "datasets_project_id_id_unique" UNIQUE("project_id","id"),
	CONSTRAINT "datasets_project_id_name_unique" UNIQUE("project_id","name")
);
--> statement-breakpoint
CREATE TABLE "examples" (
	"id" uuid PRIMARY KEY NOT NULL,
	"project_id" uuid NOT NULL,
	"dataset_id" uuid NOT NULL,
	"content_hash" text NOT NULL,
	"inputs" jsonb NOT NULL,
	"reference" jsonb,
	"metadata" jsonb NOT NULL,
	"provenance" jsonb NOT NULL,
	"created_at" timestamp (3) with time zone DEFAULT now() NOT NULL,
	CONSTRAINT "examples_project_id_id_unique" UNIQUE("project_id","id"),
	CONSTRAINT "examples_project_id_dataset_id_content_hash_unique" UNIQUE("project_id","dataset_id","content_hash")
);
--> statement-breakpoint
CREATE TABLE "generation_rollups" (
	"project_id" uuid NOT NULL,
	"day" date NOT NULL,
	"prompt_version_key" text NOT NULL,
	"prompt_id" uuid,
	"prompt_path" text,
	"prompt_version_number" integer,
	"provider" text NOT NULL,
	"model" text NOT NULL,
	"source" text NOT NULL,
	"is_simulated" boolean NOT NULL,
	"count" bigint NOT NULL,
	"failed" bigint NOT NULL,
	"input_tokens" bigint NOT NULL,
	"output_tokens" bigint NOT NULL,
	"cost_usd" double precision NOT NULL,
	"cost_unknown" bigint NOT NULL,
	"energy_kwh" double precision NOT NULL,
	"carbon_grams" double precision NOT NULL,
	"carbon_grams_low" double precision NOT NULL,
	"carbon_grams_high" double precision NOT NULL,
	"latency_buckets" jsonb NOT NULL,
	CONSTRAINT "generation_rollups_project_id_day_prompt_version_key_provider_model_source_is_simulated_pk" PRIMARY KEY("project_id","day","prompt_version_key","provider","model","source","is_simulated")
);
--> statement-breakpoint
CREATE TABLE "generations" (
	"id" uuid PRIMARY KEY NOT NULL,
	"project_id" uuid NOT NULL,
	"trace_id" text NOT NULL,
	"started_at" timestamp (3) with time zone NOT NULL,
	"source" text NOT NULL,
	"status" text NOT NULL,
	"prompt_id" uuid,
	"prompt_path" text,
	"prompt_version_id" uuid,
	"prompt_version_number" integer,
	"label" text,
	"run_id" uuid,
	"case_id" uuid,
	"connection_id" uuid,
	"connection_name" text,
	"provider" text NOT NULL,
	"model" text NOT NULL,
	"input" jsonb NOT NULL,
	"variables" jsonb,
	"settings" jsonb,
	"output" text NOT NULL,
	"finish_reason" text,
	"error_code" text,
	"error_message" text,
	"input_tokens" integer,
	"output_tokens" integer,
	"cost_usd" double precision,
	"latency_ms" double precision NOT NULL,
	"time_to_first_token_ms" double precision,
	"energy_kwh" double precision,
	"carbon_grams" double precision,
	"carbon_grams_low" double precision,
	"carbon_grams_high" double precision,
	"carbon_method" jsonb,
	"guardrails" jsonb,
	"metadata" jsonb,
	"is_simulated" boolean DEFAULT false NOT NULL,
	"is_demo" boolean DEFAULT false NOT NULL,
	"actor_kind" text NOT NULL,
	"actor_id" text,
	CONSTRAINT "generations_project_id_id_unique" UNIQUE("project_id","id")
);
--> statement-breakpoint
CREATE TABLE "spans" (
	"project_id" uuid NOT NULL,
	"trace_id" text NOT NULL,
	"span_id" text NOT NULL,
	"parent_span_id" text,
	"generation_id" uuid,
	"name" text NOT NULL,
	"kind" text NOT NULL,
	"started_at" timestamp (3) with time zone NOT NULL,
	"duration_ms" double precision NOT NULL,
	"status" text NOT NULL,
	"attributes" jsonb NOT NULL,
	CONSTRAINT "spans_project_id_trace_id_span_id_pk" PRIMARY KEY("project_id","trace_id","span_id")
);
--> statement-breakpoint
CREATE TABLE "cases" (
	"id" uuid PRIMARY KEY NOT NULL,
	"project_id" uuid NOT NULL,
	"run_id" uuid NOT NULL,
	"position" integer NOT NULL,
	"example_id" uuid NOT NULL,
	"status" text NOT NULL,
	"lease_id" uuid,
	"leased_until" timestamp (3) with time zone,
	"attempts" integer DEFAULT 0 NOT NULL,
	"output" text,
	"generation_id" uuid,
	"latency_ms" double precision,
	"cost_usd" double precision,
	"input_tokens" integer,
	"output_tokens" integer,
	"carbon_grams" double precision,
	"error_code" text,
	"error_message" text,
	"finished_at" timestamp (3) with time zone,
	CONSTRAINT "cases_project_id_id_unique" UNIQUE("project_id","id"),
	CONSTRAINT "cases_project_id_run_id_example_id_unique" UNIQUE("project_id","run_id","example_id")
);
--> statement-breakpoint
CREATE TABLE "runs" (
	"id" uuid PRIMARY KEY NOT NULL,
	"project_id" uuid NOT NULL,
	"number" integer NOT NULL,
	"prompt_id" uuid NOT NULL,
	"prompt_version_id" uuid NOT NULL,
	"dataset_version_id" uuid NOT NULL,
	"suite_version_id" uuid NOT NULL,
	"target" jsonb NOT NULL,
	"status" text NOT NULL,
	"concurrency" integer NOT NULL,
	"total_cases" integer NOT NULL,
	"done_cases" integer DEFAULT 0 NOT NULL,
	"failed_cases" integer DEFAULT 0 NOT NULL,
	"summary" jsonb,
	"error" text,
	"is_demo" boolean DEFAULT false NOT NULL,
	"is_simulated" boolean DEFAULT false NOT NULL,
	"created_by" uuid,
	"created_by_name" text NOT NULL,
	"created_at" timestamp (3) with time zone DEFAULT now() NOT NULL,
	"started_at" timestamp (3) with time zone,
	"finished_at" timestamp (3) with time zone,
	"cancel_requested_at" timestamp (3) with time zone,
	CONSTRAINT "runs_project_id_id_unique" UNIQUE("project_id","id"),
	CONSTRAINT "runs_project_id_number_unique" UNIQUE("project_id","number")
);
--> statement-breakpoint
CREATE TABLE "scores" (
	"project_id" uuid NOT NULL,
	"case_id" uuid NOT NULL,
	"run_id" uuid NOT NULL,
	"evaluator_key" text NOT NULL,
	"value" double precision,
	"is_passed" boolean,
	"reasoning" text,
	"details" jsonb,
	"created_at" timestamp (3) with time zone DEFAULT now() NOT NULL,
	CONSTRAINT "scores_project_id_case_id_evaluator_key_pk" PRIMARY KEY("project_id","case_id","evaluator_key")
);
--> statement-breakpoint
CREATE TABLE "suite_versions" (
	"id" uuid PRIMARY KEY NOT NULL,
	"project_id" uuid NOT NULL,
	"suite_id" uuid NOT NULL,
	"number" integer NOT NULL,
	"content_hash" text NOT NULL,
	"content" jsonb NOT NULL,
	"message" text DEFAULT '' NOT NULL,
	"created_by" uuid,
	"created_by_name" text NOT NULL,
	"created_at" timestamp (3) with time zone DEFAULT now() NOT NULL,
	CONSTRAINT "suite_versions_project_id_id_unique" UNIQUE("project_id","id"),
	CONSTRAINT "suite_versions_project_id_suite_id_number_unique" UNIQUE("project_id","suite_id","number")
);
--> statement-breakpoint
CREATE TABLE "suites" (
	"id" uuid PRIMARY KEY NOT NULL,
	"project_id" uuid NOT NULL,
	"name" text NOT NULL,
	"description" text DEFAULT '' NOT NULL,
	"is_demo" boolean DEFAULT false NOT NULL,
	"archived_at" timestamp (3) with time zone,
	"created_at" timestamp (3) with time zone DEFAULT now() NOT NULL,
	CONSTRAINT "suites_project_id_id_unique" UNIQUE("project_id","id"),
	CONSTRAINT "suites_project_id_name_unique" UNIQUE("project_id","name")
);
--> statement-breakpoint
CREATE TABLE "decisions" (
	"id" uuid PRIMARY KEY NOT NULL,
	"project_id" uuid NOT NULL,
	"task_id" uuid NOT NULL,
	"kind" text NOT NULL,
	"reviewer_id" uuid,
	"reviewer_name" text NOT NULL,
	"correction" text,
	"reason_key" text,
	"comment" text DEFAULT '' NOT NULL,
	"edit_distance" integer,
	"edit_ratio" double precision,
	"decision_ms" integer NOT NULL,
	"example_id" uuid,
	"undone_at" timestamp (3) with time zone,
	"created_at" timestamp (3) with time zone DEFAULT now() NOT NULL,
	CONSTRAINT "decisions_project_id_id_unique" UNIQUE("project_id","id")
);
--> statement-breakpoint
CREATE TABLE "queues" (
	"id" uuid PRIMARY KEY NOT NULL,
	"project_id" uuid NOT NULL,
	"name" text NOT NULL,
	"guidelines" text DEFAULT '' NOT NULL,
	"is_blind" boolean DEFAULT true NOT NULL,
	"is_demo" boolean DEFAULT false NOT NULL,
	"archived_at" timestamp (3) with time zone,
	"created_at" timestamp (3) with time zone DEFAULT now() NOT NULL,
	CONSTRAINT "queues_project_id_id_unique" UNIQUE("project_id","id"),
	CONSTRAINT "queues_project_id_name_unique" UNIQUE("project_id","name")
);
--> statement-breakpoint
CREATE TABLE "reject_reasons" (
	"project_id" uuid NOT NULL,
	"key" text NOT NULL,
	"name" text NOT NULL,
	"position" integer NOT NULL,
	"is_safety" boolean DEFAULT false NOT NULL,
	"archived_at" timestamp (3) with time zone,
	CONSTRAINT "reject_reasons_project_id_key_pk" PRIMARY KEY("project_id","key")
);
--> statement-breakpoint
CREATE TABLE "tasks" (
	"id" uuid PRIMARY KEY NOT NULL,
	"project_id" uuid NOT NULL,
	"queue_id" uuid NOT NULL,
	"number" integer NOT NULL,
	"title" text NOT NULL,
	"reason" text NOT NULL,
	"prompt_id" uuid,
	"prompt_version_id" uuid,
	"generation_id" uuid,
	"run_id" uuid,
	"case_id" uuid,
	"example_id" uuid,
	"dataset_id" uuid,
	"inputs" jsonb NOT NULL,
	"output" text NOT NULL,
	"reference" jsonb,
	"scores" jsonb NOT NULL,
	"status" text DEFAULT 'open' NOT NULL,
	"skipped_by" jsonb DEFAULT '[]'::jsonb NOT NULL,
	"held_by" uuid,
	"held_by_name" text,
	"held_until" timestamp (3) with time zone,
	"created_at" timestamp (3) with time zone DEFAULT now() NOT NULL,
	CONSTRAINT "tasks_project_id_id_unique" UNIQUE("project_id","id"),
	CONSTRAINT "tasks_project_id_queue_id_number_unique" UNIQUE("project_id","queue_id","number"),
	CONSTRAINT "tasks_project_id_queue_id_case_id_unique" UNIQUE("project_id","queue_id","case_id")
);
--> statement-breakpoint
CREATE TABLE "feedback" (
	"id" uuid PRIMARY KEY NOT NULL,
	"project_id" uuid NOT NULL,
	"generation_id" uuid NOT NULL,
	"prompt_id" uuid,
	"prompt_version_id" uuid,
	"kind" text NOT NULL,
	"score" double precision,
	"comment" text DEFAULT '' NOT NULL,
	"end_user" text,
	"metadata" jsonb NOT NULL,
	"is_demo" boolean DEFAULT false NOT NULL,
	"created_at" timestamp (3) with time zone DEFAULT now() NOT NULL,
	CONSTRAINT "feedback_project_id_id_unique" UNIQUE("project_id","id")
);
--> statement-breakpoint
CREATE TABLE "kpi_values" (
	"id" uuid PRIMARY KEY NOT NULL,
	"project_id" uuid NOT NULL,
	"kpi_id" uuid NOT NULL,
	"at" timestamp (3) with time zone NOT NULL,
	"sum" double precision NOT NULL,
	"weight" integer DEFAULT 1 NOT NULL,
	"prompt_id" uuid,
	"prompt_version_id" uuid,
	"generation_id" uuid,
	"is_demo" boolean DEFAULT false NOT NULL
);
--> statement-breakpoint
CREATE TABLE "kpis" (
	"id" uuid PRIMARY KEY NOT NULL,
	"project_id" uuid NOT NULL,
	"key" text NOT NULL,
	"name" text NOT NULL,
	"unit" text NOT NULL,
	"is_higher_better" boolean DEFAULT true NOT NULL,
	"created_at" timestamp (3) with time zone DEFAULT now() NOT NULL,
	CONSTRAINT "kpis_project_id_id_unique" UNIQUE("project_id","id"),
	CONSTRAINT "kpis_project_id_key_unique" UNIQUE("project_id","key")
);
--> statement-breakpoint
CREATE TABLE "approvals" (
	"id" uuid PRIMARY KEY NOT NULL,
	"project_id" uuid NOT NULL,
	"promotion_id" uuid NOT NULL,
	"user_id" uuid NOT NULL,
	"user_name" text NOT NULL,
	"verdict" text NOT NULL,
	"comment" text DEFAULT '' NOT NULL,
	"created_at" timestamp (3) with time zone DEFAULT now() NOT NULL,
	CONSTRAINT "approvals_project_id_promotion_id_user_id_unique" UNIQUE("project_id","promotion_id","user_id")
);
--> statement-breakpoint
CREATE TABLE "environments" (
	"id" uuid PRIMARY KEY NOT NULL,
	"project_id" uuid NOT NULL,
	"name" text NOT NULL,
	"position" integer NOT NULL,
	"gate" jsonb NOT NULL,
	"created_at" timestamp (3) with time zone DEFAULT now() NOT NULL,
	"updated_at" timestamp (3) with time zone NOT NULL,
	CONSTRAINT "environments_project_id_id_unique" UNIQUE("project_id","id"),
	CONSTRAINT "environments_project_id_name_unique" UNIQUE("project_id","name")
);
--> statement-breakpoint
CREATE TABLE "promotions" (
	"id" uuid PRIMARY KEY NOT NULL,
	"project_id" uuid NOT NULL,
	"number" integer NOT NULL,
	"kind" text NOT NULL,
	"prompt_id" uuid NOT NULL,
	"environment_id" uuid NOT NULL,
	"environment_name" text NOT NULL,
	"from_version_id" uuid,
	"to_version_id" uuid NOT NULL,
	"status" text NOT NULL,
	"reason" text DEFAULT '' NOT NULL,
	"baseline_run_id" uuid,
	"candidate_run_id" uuid,
	"evidence" jsonb,
	"evidence_hash" text,
	"requested_by" uuid,
	"requested_by_name" text NOT NULL,
	"is_demo" boolean DEFAULT false NOT NULL,
	"created_at" timestamp (3) with time zone DEFAULT now() NOT NULL,
	"closed_at" timestamp (3) with time zone,
	CONSTRAINT "promotions_project_id_id_unique" UNIQUE("project_id","id"),
	CONSTRAINT "promotions_project_id_number_unique" UNIQUE("project_id","number")
);
--> statement-breakpoint
ALTER TABLE "accounts" ADD CONSTRAINT "accounts_user_id_users_id_fk" FOREIGN KEY ("user_id") REFERENCES "public"."users"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "api_keys" ADD CONSTRAINT "api_keys_project_id_projects_id_fk" FOREIGN KEY ("project_id") REFERENCES "public"."projects"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "api_keys" ADD CONSTRAINT "api_keys_created_by_users_id_fk" FOREIGN KEY ("created_by") REFERENCES "public"."users"("id") ON DELETE set null ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "invitations" ADD CONSTRAINT "invitations_organisation_id_organisations_id_fk" FOREIGN KEY ("organisation_id") REFERENCES "public"."organisations"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "invitations" ADD CONSTRAINT "invitations_invited_by_users_id_fk" FOREIGN KEY ("invited_by") REFERENCES "public"."users"("id") ON DELETE set null ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "members" ADD CONSTRAINT "members_organisation_id_organisations_id_fk" FOREIGN KEY ("organisation_id") REFERENCES "public"."organisations"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "members" ADD CONSTRAINT "members_user_id_users_id_fk" FOREIGN KEY ("user_id") REFERENCES "public"."users"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "projects" ADD CONSTRAINT "projects_organisation_id_organisations_id_fk" FOREIGN KEY ("organisation_id") REFERENCES "public"."organisations"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "sessions" ADD CONSTRAINT "sessions_user_id_users_id_fk" FOREIGN KEY ("user_id") REFERENCES "public"."users"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "drafts" ADD CONSTRAINT "drafts_project_id_prompt_id_prompts_project_id_id_fk" FOREIGN KEY ("project_id","prompt_id") REFERENCES "public"."prompts"("project_id","id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "labels" ADD CONSTRAINT "labels_project_id_prompt_id_version_id_prompt_versions_project_id_prompt_id_id_fk" FOREIGN KEY ("project_id","prompt_id","version_id") REFERENCES "public"."prompt_versions"("project_id","prompt_id","id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "prompt_search" ADD CONSTRAINT "prompt_search_project_id_prompt_id_prompts_project_id_id_fk" FOREIGN KEY ("project_id","prompt_id") REFERENCES "public"."prompts"("project_id","id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "prompt_versions" ADD CONSTRAINT "prompt_versions_project_id_prompt_id_prompts_project_id_id_fk" FOREIGN KEY ("project_id","prompt_id") REFERENCES "public"."prompts"("project_id","id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "prompts" ADD CONSTRAINT "prompts_project_id_projects_id_fk" FOREIGN KEY ("project_id") REFERENCES "public"."projects"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "connections" ADD CONSTRAINT "connections_project_id_projects_id_fk" FOREIGN KEY ("project_id") REFERENCES "public"."projects"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "model_settings" ADD CONSTRAINT "model_settings_project_id_projects_id_fk" FOREIGN KEY ("project_id") REFERENCES "public"."projects"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "models" ADD CONSTRAINT "models_project_id_connection_id_connections_project_id_id_fk" FOREIGN KEY ("project_id","connection_id") REFERENCES "public"."connections"("project_id","id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "policies" ADD CONSTRAINT "policies_project_id_projects_id_fk" FOREIGN KEY ("project_id") REFERENCES "public"."projects"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "policy_versions" ADD CONSTRAINT "policy_versions_project_id_policy_id_policies_project_id_id_fk" FOREIGN KEY ("project_id","policy_id") REFERENCES "public"."policies"("project_id","id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "dataset_version_examples" ADD CONSTRAINT "dataset_version_examples_project_id_dataset_version_id_dataset_versions_project_id_id_fk" FOREIGN KEY ("project_id","dataset_version_id") REFERENCES "public"."dataset_versions"("project_id","id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "dataset_version_examples" ADD CONSTRAINT "dataset_version_examples_project_id_example_id_examples_project_id_id_fk" FOREIGN KEY ("project_id","example_id") REFERENCES "public"."examples"("project_id","id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "dataset_versions" ADD CONSTRAINT "dataset_versions_project_id_dataset_id_datasets_project_id_id_fk" FOREIGN KEY ("project_id","dataset_id") REFERENCES "public"."datasets"("project_id","id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "datasets" ADD CONSTRAINT "datasets_project_id_projects_id_fk" FOREIGN KEY ("project_id") REFERENCES "public"."projects"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "examples" ADD CONSTRAINT "examples_project_id_dataset_id_datasets_project_id_id_fk" FOREIGN KEY ("project_id","dataset_id") REFERENCES "public"."datasets"("project_id","id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "cases" ADD CONSTRAINT "cases_project_id_run_id_runs_project_id_id_fk" FOREIGN KEY ("project_id","run_id") REFERENCES "public"."runs"("project_id","id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "cases" ADD CONSTRAINT "cases_project_id_example_id_examples_project_id_id_fk" FOREIGN KEY ("project_id","example_id") REFERENCES "public"."examples"("project_id","id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "runs" ADD CONSTRAINT "runs_project_id_projects_id_fk" FOREIGN KEY ("project_id") REFERENCES "public"."projects"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "runs" ADD CONSTRAINT "runs_project_id_prompt_id_prompt_version_id_prompt_versions_project_id_prompt_id_id_fk" FOREIGN KEY ("project_id","prompt_id","prompt_version_id") REFERENCES "public"."prompt_versions"("project_id","prompt_id","id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "runs" ADD CONSTRAINT "runs_project_id_dataset_version_id_dataset_versions_project_id_id_fk" FOREIGN KEY ("project_id","dataset_version_id") REFERENCES "public"."dataset_versions"("project_id","id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "runs" ADD CONSTRAINT "runs_project_id_suite_version_id_suite_versions_project_id_id_fk" FOREIGN KEY ("project_id","suite_version_id") REFERENCES "public"."suite_versions"("project_id","id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "scores" ADD CONSTRAINT "scores_project_id_case_id_cases_project_id_id_fk" FOREIGN KEY ("project_id","case_id") REFERENCES "public"."cases"("project_id","id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "suite_versions" ADD CONSTRAINT "suite_versions_project_id_suite_id_suites_project_id_id_fk" FOREIGN KEY ("project_id","suite_id") REFERENCES "public"."suites"("project_id","id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "suites" ADD CONSTRAINT "suites_project_id_projects_id_fk" FOREIGN KEY ("project_id") REFERENCES "public"."projects"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "decisions" ADD CONSTRAINT "decisions_project_id_task_id_tasks_project_id_id_fk" FOREIGN KEY ("project_id","task_id") REFERENCES "public"."tasks"("project_id","id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "queues" ADD CONSTRAINT "queues_project_id_projects_id_fk" FOREIGN KEY ("project_id") REFERENCES "public"."projects"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "reject_reasons" ADD CONSTRAINT "reject_reasons_project_id_projects_id_fk" FOREIGN KEY ("project_id") REFERENCES "public"."projects"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "tasks" ADD CONSTRAINT "tasks_project_id_queue_id_queues_project_id_id_fk" FOREIGN KEY ("project_id","queue_id") REFERENCES "public"."queues"("project_id","id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "feedback" ADD CONSTRAINT "feedback_project_id_projects_id_fk" FOREIGN KEY ("project_id") REFERENCES "public"."projects"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "kpi_values" ADD CONSTRAINT "kpi_values_project_id_kpi_id_kpis_project_id_id_fk" FOREIGN KEY ("project_id","kpi_id") REFERENCES "public"."kpis"("project_id","id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "kpis" ADD CONSTRAINT "kpis_project_id_projects_id_fk" FOREIGN KEY ("project_id") REFERENCES "public"."projects"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "approvals" ADD CONSTRAINT "approvals_project_id_promotion_id_promotions_project_id_id_fk" FOREIGN KEY ("project_id","promotion_id") REFERENCES "public"."promotions"("project_id","id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "environments" ADD CONSTRAINT "environments_project_id_projects_id_fk" FOREIGN KEY ("project_id") REFERENCES "public"."projects"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "promotions" ADD CONSTRAINT "promotions_project_id_environment_id_environments_project_id_id_fk" FOREIGN KEY ("project_id","environment_id") REFERENCES "public"."environments"("project_id","id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "promotions" ADD CONSTRAINT "promotions_project_id_prompt_id_to_version_id_prompt_versions_project_id_prompt_id_id_fk" FOREIGN KEY ("project_id","prompt_id","to_version_id") REFERENCES "public"."prompt_versions"("project_id","prompt_id","id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
CREATE INDEX "members_user_id_index" ON "members" USING btree ("user_id");--> statement-breakpoint
CREATE INDEX "audit_events_chain_id_subject_type_subject_id_index" ON "audit_events" USING btree ("chain_id","subject_type","subject_id");--> statement-breakpoint
CREATE INDEX "audit_events_chain_id_action_index" ON "audit_events" USING btree ("chain_id","action");--> statement-breakpoint
CREATE INDEX "prompt_search_project_id_embedding_model_index" ON "prompt_search" USING btree ("project_id","embedding_model");--> statement-breakpoint
CREATE INDEX "dataset_version_examples_project_id_example_id_index" ON "dataset_version_examples" USING btree ("project_id","example_id");--> statement-breakpoint
CREATE INDEX "generations_project_id_started_at_index" ON "generations" USING btree ("project_id","started_at");--> statement-breakpoint
CREATE INDEX "generations_project_id_prompt_version_id_started_at_index" ON "generations" USING btree ("project_id","prompt_version_id","started_at");--> statement-breakpoint
CREATE INDEX "generations_project_id_run_id_index" ON "generations" USING btree ("project_id","run_id");--> statement-breakpoint
CREATE INDEX "generations_project_id_trace_id_index" ON "generations" USING btree ("project_id","trace_id");--> statement-breakpoint
CREATE INDEX "spans_project_id_started_at_index" ON "spans" USING btree ("project_id","started_at");--> statement-breakpoint
CREATE INDEX "cases_project_id_run_id_status_index" ON "cases" USING btree ("project_id","run_id","status");--> statement-breakpoint
CREATE INDEX "runs_project_id_prompt_version_id_index" ON "runs" USING btree ("project_id","prompt_version_id");--> statement-breakpoint
CREATE INDEX "scores_project_id_run_id_index" ON "scores" USING btree ("project_id","run_id");--> statement-breakpoint
CREATE INDEX "decisions_project_id_task_id_index" ON "decisions" USING btree ("project_id","task_id");--> statement-breakpoint
CREATE INDEX "decisions_project_id_created_at_index" ON "decisions" USING btree ("project_id","created_at");--> statement-breakpoint
CREATE INDEX "tasks_project_id_queue_id_status_index" ON "tasks" USING btree ("project_id","queue_id","status");--> statement-breakpoint
CREATE INDEX "tasks_project_id_prompt_version_id_index" ON "tasks" USING btree ("project_id","prompt_version_id");--> statement-breakpoint
CREATE INDEX "feedback_project_id_created_at_index" ON "feedback" USING btree ("project_id","created_at");--> statement-breakpoint
CREATE INDEX "feedback_project_id_generation_id_index" ON "feedback" USING btree ("project_id","generation_id");--> statement-breakpoint
CREATE INDEX "feedback_project_id_prompt_version_id_index" ON "feedback" USING btree ("project_id","prompt_version_id");--> statement-breakpoint
CREATE INDEX "kpi_values_project_id_kpi_id_at_index" ON "kpi_values" USING btree ("project_id","kpi_id","at");--> statement-breakpoint
CREATE UNIQUE INDEX "promotions_one_open" ON "promotions" USING btree ("project_id","prompt_id","environment_id") WHERE status = 'open';--> statement-breakpoint
CREATE INDEX "promotions_project_id_prompt_id_created_at_index" ON "promotions" USING btree ("project_id","prompt_id","created_at");