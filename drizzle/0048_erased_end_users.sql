CREATE TABLE "erased_end_users" (
	"project_id" uuid NOT NULL,
	"end_user_hash" text NOT NULL,
	"erased_at" timestamp (3) with time zone NOT NULL,
	CONSTRAINT "erased_end_users_project_id_end_user_hash_pk" PRIMARY KEY("project_id","end_user_hash")
);
