import { bigint, pgTable, text } from "drizzle-orm/pg-core";
import { instant } from "../columns.ts";

/** How far the models are that run on this installation; one row per model, not per project. */
export const downloads = pgTable("downloads", {
  name: text("name").primaryKey(),
  status: text("status").$type<"waiting" | "running" | "verifying" | "ready" | "failed">().notNull(),
  step: text("step").notNull().default(""),
  receivedBytes: bigint("received_bytes", { mode: "number" }).notNull().default(0),
  totalBytes: bigint("total_bytes", { mode: "number" }),
  error: text("error"),
  updatedAt: instant("updated_at").notNull(),
});
