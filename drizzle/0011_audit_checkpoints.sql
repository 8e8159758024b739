CREATE TABLE "audit_checkpoints" (
	"chain_id" uuid NOT NULL,
	"size" bigint NOT NULL,
	"at" timestamp (3) with time zone NOT NULL,
	"note" text NOT NULL,
	"frontier" jsonb NOT NULL,
	CONSTRAINT "audit_checkpoints_chain_id_size_pk" PRIMARY KEY("chain_id","size")
);
