import { and, asc, eq, ne } from "drizzle-orm";
import { labels, prompts, promptVersions } from "#db/schema/prompts";
import { type AuditCheck, type CheckedEvent, partsOf } from "#lib/governance";

/** Compares where labels point with the last event that moved each, both ways; `latest` moves by itself and has none. */
export const labelsAuditCheck: AuditCheck = {
  actions: ["label.move"],
  findProblems: async (ctx, events) => {
    const rows = await ctx.db
      .select({
        promptId: labels.promptId,
        path: prompts.path,
        name: labels.name,
        number: promptVersions.number,
      })
      .from(labels)
      .innerJoin(prompts, and(eq(prompts.projectId, labels.projectId), eq(prompts.id, labels.promptId)))
      .innerJoin(
        promptVersions,
        and(eq(promptVersions.projectId, labels.projectId), eq(promptVersions.id, labels.versionId)),
      )
      .where(and(eq(labels.projectId, ctx.project), ne(labels.name, "latest")))
      .orderBy(asc(prompts.path), asc(labels.name));
    const last = new Map(events.map((event) => [keyOf(event.subjectId, moveOf(event).name), event]));
    const stored = new Set(rows.map(({ promptId, name }) => keyOf(promptId, name)));
    const gone = [...last].filter(([key]) => !stored.has(key));
    const changed = rows.flatMap(({ promptId, path, name, number }) => {
      const event = last.get(keyOf(promptId, name));
      if (!event)
        return [`The label ${name} of ${path} points to version ${number}, and no event tells of it.`];
      const { version } = moveOf(event);
      return version === number
        ? []
        : [
            `The label ${name} of ${path} points to version ${number}; event ${event.seq} moved it to version ${String(version)}.`,
          ];
    });
    return [
      ...changed,
      ...gone.map(
        ([, event]) =>
          `Event ${event.seq} moved the label ${String(moveOf(event).name)}, which is not stored.`,
      ),
    ];
  },
};

function keyOf(promptId: string, name: unknown): string {
  return `${promptId} ${String(name)}`;
}

function moveOf({ after }: CheckedEvent): { name: unknown; version: unknown } {
  const { name, versionNumber: version } = partsOf(after);
  return { name, version };
}
