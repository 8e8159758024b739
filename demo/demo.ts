import type { OpenDatabase } from "#db";
import { contextForApiKey, createApiKey } from "#lib/identity";
import { drainJobs } from "#lib/jobs";
import { importPrompts } from "#lib/prompts";
import { readData } from "./files.ts";
import { type Cast, makeCast } from "./people.ts";
import { seedProject } from "./seed-project.ts";
import { type Calendar, restoreClock, type Timeline, makeCalendar } from "./time.ts";

export { isDemoSeeded } from "./people.ts";

/**
 * Seeds the demo organisation: a support team's month, lived through by the same verbs people call, at a clock that
 * is moved and never runs backwards. Everything is marked as demo data. Returns an API key that is shown this once.
 */
export async function seedDemo(open: OpenDatabase): Promise<{ apiKey: string }> {
  const calendar = makeCalendar();
  try {
    const { support, library } = await makeCast(open.db, calendar);
    const helpdesk = await createApiKey(support.owner, {
      name: "Helpdesk",
      scopes: ["prompts:read", "generations:write", "feedback:write"],
    });
    const demo = await createApiKey(support.owner, {
      name: "Demo program",
      scopes: [
        "prompts:read",
        "generations:write",
        "generations:read",
        "feedback:write",
        "datasets:read",
        "evaluations:read",
        "releases:read",
        "reviews:read",
        "audit:read",
      ],
    });
    const program = () => contextForApiKey(open.db, { secret: helpdesk.secret });
    await seedProject(support, program, calendar, [fillLibrary(library, calendar)]);
    await drainJobs();
    return { apiKey: demo.secret };
  } finally {
    restoreClock();
  }
}

/** A public collection in a project of its own, for search and duplicates. */
async function* fillLibrary({ engineer }: Cast, calendar: Calendar): Timeline {
  yield calendar.at(40, 15, 20);
  await importPrompts(engineer, {
    csv: readData("awesome-prompts.csv"),
    folder: "library",
    source: "awesome-chatgpt-prompts (CC0-1.0)",
    isDemo: true,
  });
}
