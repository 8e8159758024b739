import { sql } from "drizzle-orm";
import {
  boolean,
  foreignKey,
  index,
  integer,
  jsonb,
  pgTable,
  primaryKey,
  text,
  unique,
  uuid,
} from "drizzle-orm/pg-core";
import { createdAt, id, idText, instant, projectId, tsvector, vector } from "../columns.ts";
import { projects } from "./identity.ts";

export const prompts = pgTable(
  "prompts",
  {
    id: id(),
    projectId: projectId().references(() => projects.id, { onDelete: "cascade" }),
    /** Folder path and name, `support/triage`; unique in the project. */
    path: text("path").notNull(),
    kind: text("kind").$type<"text" | "chat">().notNull(),
    description: text("description").notNull().default(""),
    isDemo: boolean("is_demo").notNull().default(false),
    archivedAt: instant("archived_at"),
    createdBy: uuid("created_by"),
    createdAt: createdAt(),
    updatedAt: instant("updated_at").notNull(),
  },
  (t) => [unique().on(t.projectId, t.id), unique().on(t.projectId, t.path)],
);

export const promptVersions = pgTable(
  "prompt_versions",
  {
    id: id(),
    projectId: projectId(),
    promptId: uuid("prompt_id").notNull(),
    number: integer("number").notNull(),
    branch: text("branch").notNull().default("main"),
    parentId: uuid("parent_id"),
    /** The second parent, where this version merged another branch. */
    mergedFromId: uuid("merged_from_id"),
    contentHash: text("content_hash").notNull(),
    message: text("message").notNull(),
    /** PromptContent of lib/prompts/content/schema.ts: messages or text, variables, settings, tools, response schema. */
    content: jsonb("content").$type<unknown>().notNull(),
    /** Pin[] of lib/prompts/template: which version each include meant at the save; null where nothing is included. */
    includes: jsonb("includes").$type<unknown>(),
    /** Where it came from when not from a hand: a correction, a proposal, an import. */
    provenance: jsonb("provenance").$type<unknown>(),
    createdBy: uuid("created_by"),
    createdByName: text("created_by_name").notNull(),
    createdAt: createdAt(),
  },
  (t) => [
    unique().on(t.projectId, t.id),
    unique().on(t.projectId, t.promptId, t.id),
    unique().on(t.projectId, t.promptId, t.number),
    foreignKey({
      columns: [t.projectId, t.promptId],
      foreignColumns: [prompts.projectId, prompts.id],
    }).onDelete("cascade"),
  ],
);

/** A line of versions: its head is what it says. Every prompt has `main`, which the label `latest` follows. */
export const promptBranches = pgTable(
  "prompt_branches",
  {
    projectId: projectId(),
    promptId: uuid("prompt_id").notNull(),
    name: text("name").notNull(),
    headVersionId: uuid("head_version_id").notNull(),
    archivedAt: instant("archived_at"),
    createdBy: uuid("created_by"),
    createdByName: text("created_by_name").notNull(),
    createdAt: createdAt(),
  },
  (t) => [
    primaryKey({ columns: [t.projectId, t.promptId, t.name] }),
    foreignKey({
      columns: [t.projectId, t.promptId, t.headVersionId],
      foreignColumns: [promptVersions.projectId, promptVersions.promptId, promptVersions.id],
    }).onDelete("cascade"),
  ],
);

export const labels = pgTable(
  "labels",
  {
    projectId: projectId(),
    promptId: uuid("prompt_id").notNull(),
    name: text("name").notNull(),
    versionId: uuid("version_id").notNull(),
    /** NamedTarget of lib/routes: the model or route an environment's promotion put in the place of the version's own. */
    model: jsonb("model").$type<unknown>(),
    updatedBy: uuid("updated_by"),
    updatedByName: text("updated_by_name").notNull(),
    updatedAt: instant("updated_at").notNull(),
  },
  (t) => [
    primaryKey({ columns: [t.projectId, t.promptId, t.name] }),
    foreignKey({
      columns: [t.projectId, t.promptId, t.versionId],
      foreignColumns: [promptVersions.projectId, promptVersions.promptId, promptVersions.id],
    }).onDelete("cascade"),
  ],
);

/** Labels that move by promotions only, beside those that always do; releases writes a row for each environment. */
export const guardedLabels = pgTable(
  "guarded_labels",
  {
    projectId: projectId().references(() => projects.id, { onDelete: "cascade" }),
    name: text("name").notNull(),
  },
  (t) => [primaryKey({ columns: [t.projectId, t.name] })],
);

/** The editable state people share before a version; one per branch, with a revision to notice a second writer. */
export const drafts = pgTable(
  "drafts",
  {
    projectId: projectId(),
    promptId: uuid("prompt_id").notNull(),
    branch: text("branch").notNull().default("main"),
    baseVersionId: uuid("base_version_id"),
    content: jsonb("content").$type<unknown>().notNull(),
    revision: integer("revision").notNull().default(1),
    updatedBy: uuid("updated_by"),
    updatedByName: text("updated_by_name").notNull(),
    updatedAt: instant("updated_at").notNull(),
  },
  (t) => [
    primaryKey({ columns: [t.projectId, t.promptId, t.branch] }),
    foreignKey({
      columns: [t.projectId, t.promptId],
      foreignColumns: [prompts.projectId, prompts.id],
    }).onDelete("cascade"),
  ],
);

/**
 * What the registry is searched by: one row per prompt, vector by the project's embedding model. `words` are stems by the
 * part of the prompt they stand in: A its name and folders, B its description, C its newest text, D what earlier versions
 * said and all messages.
 */
export const promptSearch = pgTable(
  "prompt_search",
  {
    projectId: projectId(),
    promptId: uuid("prompt_id").notNull(),
    name: text("name").notNull().default(""),
    description: text("description").notNull().default(""),
    text: text("text").notNull(),
    /** Texts of earlier versions and the messages of all, newest first; null until a job has gathered them. */
    history: text("history"),
    words: tsvector("words").generatedAlwaysAs(
      sql`setweight(to_tsvector('simple'::regconfig, name), 'A') || setweight(to_tsvector('english'::regconfig, name), 'A')
        || setweight(to_tsvector('english'::regconfig, translate(description, '.:/@_-', '      ')), 'B')
        || setweight(to_tsvector('english'::regconfig, translate(text, '.:/@_-', '      ')), 'C')
        || setweight(to_tsvector('english'::regconfig, translate(coalesce(history, ''), '.:/@_-', '      ')), 'D')`,
    ),
    /** Whether the project's vocabulary knows the words of this row. */
    isCounted: boolean("is_counted").notNull().default(false),
    embedding: vector("embedding"),
    embeddingModel: text("embedding_model"),
    dimensions: integer("dimensions"),
    updatedAt: instant("updated_at").notNull(),
  },
  (t) => [
    primaryKey({ columns: [t.projectId, t.promptId] }),
    foreignKey({
      columns: [t.projectId, t.promptId],
      foreignColumns: [prompts.projectId, prompts.id],
    }).onDelete("cascade"),
    index().on(t.projectId, t.embeddingModel),
    index().using("gin", t.words),
  ],
);

/** The vocabulary of a project's prompts: by it a misspelt word of a search is put right, and a rare one weighs more. */
export const promptWords = pgTable(
  "prompt_words",
  {
    projectId: projectId().references(() => projects.id, { onDelete: "cascade" }),
    word: idText("word").notNull(),
    /** What full text search keeps of the word. */
    stem: idText("stem").notNull(),
    /** How many prompts have the stem; may lag behind by a twentieth of them. */
    prompts: integer("prompts").notNull(),
  },
  (t) => [primaryKey({ columns: [t.projectId, t.word] })],
);
