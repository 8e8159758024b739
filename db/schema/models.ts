import {
  boolean,
  doublePrecision,
  foreignKey,
  integer,
  jsonb,
  pgTable,
  primaryKey,
  text,
  unique,
  uuid,
} from "drizzle-orm/pg-core";
import { createdAt, id, instant, projectId } from "../columns.ts";
import { projects } from "./identity.ts";

export const connections = pgTable(
  "connections",
  {
    id: id(),
    projectId: projectId().references(() => projects.id, { onDelete: "cascade" }),
    name: text("name").notNull(),
    kind: text("kind")
      .$type<
        | "openai_compatible"
        | "anthropic"
        | "google"
        | "azure"
        | "bedrock"
        | "vertex"
        | "mistral"
        | "cohere"
        | "groq"
        | "xai"
        | "deepseek"
        | "local"
        | "simulated"
      >()
      .notNull(),
    /** Which preset of lib/models/presets.ts it was made from; says under which provider prices are looked up. */
    preset: text("preset"),
    baseUrl: text("base_url"),
    /** What some providers must know beside address and key, see ConnectionOptions in lib/models/connections/schema.ts. */
    options: jsonb("options").$type<{
      region?: string | undefined;
      project?: string | undefined;
      apiVersion?: string | undefined;
      accessKeyId?: string | undefined;
    }>(),
    /** AES-256-GCM, see platform/crypto; never leaves the server. */
    sealedCredentials: text("sealed_credentials"),
    /** The key's last four characters, so that a person can tell two apart. */
    keyHint: text("key_hint"),
    /** ISO 3166 alpha-3 zone whose grid the provider's data centre draws from; null when unknown. */
    gridZone: text("grid_zone"),
    lastTestedAt: instant("last_tested_at"),
    lastTestError: text("last_test_error"),
    archivedAt: instant("archived_at"),
    createdAt: createdAt(),
  },
  (t) => [unique().on(t.projectId, t.id), unique().on(t.projectId, t.name)],
);

/** The models a connection offers in this project. Prices in USD per million tokens; null is unknown, never 0. */
export const models = pgTable(
  "models",
  {
    id: id(),
    projectId: projectId(),
    connectionId: uuid("connection_id").notNull(),
    name: text("name").notNull(),
    contextTokens: integer("context_tokens"),
    inputPrice: doublePrecision("input_price"),
    cachedInputPrice: doublePrecision("cached_input_price"),
    cacheWritePrice: doublePrecision("cache_write_price"),
    outputPrice: doublePrecision("output_price"),
    reasoningPrice: doublePrecision("reasoning_price"),
    /** Parameters in billions; where only a range is known, the first of each pair is its lower bound. */
    activeParametersBillions: doublePrecision("active_parameters_billions"),
    activeParametersHighBillions: doublePrecision("active_parameters_high_billions"),
    totalParametersBillions: doublePrecision("total_parameters_billions"),
    totalParametersHighBillions: doublePrecision("total_parameters_high_billions"),
    /** Where the figures come from and when they were read. */
    source: text("source").notNull(),
    sourceDate: text("source_date"),
    isEnabled: boolean("is_enabled").notNull().default(true),
    createdAt: createdAt(),
  },
  (t) => [
    unique().on(t.projectId, t.id),
    unique().on(t.projectId, t.connectionId, t.name),
    foreignKey({
      columns: [t.projectId, t.connectionId],
      foreignColumns: [connections.projectId, connections.id],
    }).onDelete("cascade"),
  ],
);

/**
 * A project's own prices, in USD per million tokens, each from one moment to another. They are ended, never changed or
 * removed: a call keeps the cost it was recorded with, and this says why.
 */
export const priceOverrides = pgTable(
  "price_overrides",
  {
    id: id(),
    projectId: projectId(),
    connectionId: uuid("connection_id").notNull(),
    /** A model's name; * stands for anything. */
    modelPattern: text("model_pattern").notNull(),
    from: instant("valid_from").notNull(),
    to: instant("valid_to"),
    inputPrice: doublePrecision("input_price").notNull(),
    cachedInputPrice: doublePrecision("cached_input_price"),
    cacheWritePrice: doublePrecision("cache_write_price"),
    outputPrice: doublePrecision("output_price").notNull(),
    reasoningPrice: doublePrecision("reasoning_price"),
    note: text("note").notNull().default(""),
    createdByName: text("created_by_name").notNull(),
    createdAt: createdAt(),
  },
  (t) => [
    unique().on(t.projectId, t.id),
    foreignKey({
      name: "price_overrides_connection",
      columns: [t.projectId, t.connectionId],
      foreignColumns: [connections.projectId, connections.id],
    }).onDelete("cascade"),
  ],
);

/** Project-wide choices of models: what embeds texts. */
export const modelSettings = pgTable(
  "model_settings",
  {
    projectId: projectId().references(() => projects.id, { onDelete: "cascade" }),
    key: text("key").notNull(),
    value: jsonb("value").$type<unknown>().notNull(),
    updatedAt: instant("updated_at").notNull(),
  },
  (t) => [primaryKey({ columns: [t.projectId, t.key] })],
);
