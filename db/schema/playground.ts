import { foreignKey, index, integer, jsonb, pgTable, text, unique, uuid } from "drizzle-orm/pg-core";
import { createdAt, id, instant, projectId } from "../columns.ts";
import { projects, users } from "./identity.ts";
import { prompts } from "./prompts.ts";

/** One pane of a conversation in the playground: the turns of one model, kept so that a reload finds them again. */
export const playgroundChats = pgTable(
  "playground_chats",
  {
    id: id(),
    projectId: projectId().references(() => projects.id, { onDelete: "cascade" }),
    /** The panes of one conversation share it; the browser makes it. */
    conversationId: uuid("conversation_id").notNull(),
    pane: text("pane").notNull(),
    /** Whose conversation it is: nobody else reads it. */
    userId: uuid("user_id")
      .notNull()
      .references(() => users.id, { onDelete: "cascade" }),
    promptId: uuid("prompt_id"),
    /** Null when the draft, or a scratch prompt, answers. */
    versionNumber: integer("version_number"),
    /** A connection's model, or a version of a route by its id; `model` holds the model's or the route's name. */
    connectionId: uuid("connection_id"),
    routeId: uuid("route_id"),
    routeVersion: integer("route_version"),
    model: text("model").notNull(),
    /** The first words of it, for the list of conversations. */
    title: text("title").notNull(),
    /** UI messages, see lib/playground/schema.ts; personal data is replaced as the policies say. */
    messages: jsonb("messages").$type<unknown[]>().notNull(),
    /** While a process works on an answer it renews this; once it is past, nobody does any more. */
    leaseUntil: instant("lease_until"),
    stopRequestedAt: instant("stop_requested_at"),
    createdAt: createdAt(),
    updatedAt: instant("updated_at").notNull(),
  },
  (t) => [
    unique().on(t.projectId, t.conversationId, t.pane),
    index().on(t.projectId, t.userId, t.updatedAt),
    foreignKey({
      columns: [t.projectId, t.promptId],
      foreignColumns: [prompts.projectId, prompts.id],
    }).onDelete("cascade"),
  ],
);
