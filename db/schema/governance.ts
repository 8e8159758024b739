import { bigint, integer, pgTable, primaryKey, text } from "drizzle-orm/pg-core";
import { instant, projectId } from "../columns.ts";
import { projects } from "./identity.ts";

/** How long a project keeps a kind of data; without a row it is kept for ever. */
export const retentionSettings = pgTable(
  "retention_settings",
  {
    projectId: projectId().references(() => projects.id, { onDelete: "cascade" }),
    /** `room.noun`, as a room declares it. */
    kind: text("kind").notNull(),
    days: integer("days").notNull(),
    updatedAt: instant("updated_at").notNull(),
    /** The last night on which something was due, and how much of it went then. */
    prunedAt: instant("pruned_at"),
    prunedCount: bigint("pruned_count", { mode: "number" }),
  },
  (t) => [primaryKey({ columns: [t.projectId, t.kind] })],
);
