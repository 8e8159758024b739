import { bigint, integer, pgTable, primaryKey, text } from "drizzle-orm/pg-core";
import { instant, projectId } from "../columns.ts";
import { projects } from "./identity.ts";

/** How long a project keeps a kind of data, and what went of it; without a row it is kept for ever, and all of it is there. */
export const retentionSettings = pgTable(
  "retention_settings",
  {
    projectId: projectId().references(() => projects.id, { onDelete: "cascade" }),
    /** `room.noun`, as a room declares it. */
    kind: text("kind").notNull(),
    /** Null: for ever from now on. */
    days: integer("days"),
    updatedAt: instant("updated_at").notNull(),
    /** The last night on which something was due, and how much of it went then. */
    prunedAt: instant("pruned_at"),
    prunedCount: bigint("pruned_count", { mode: "number" }),
    /** What began before this moment is gone; null while nothing is, or since a version that did not say it. */
    prunedBefore: instant("pruned_before"),
  },
  (t) => [primaryKey({ columns: [t.projectId, t.kind] })],
);
