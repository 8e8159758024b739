import type { OpenDatabase } from "#db";
import { createApiKey } from "#lib/identity";
import { drainJobs } from "#lib/jobs";
import { importPrompts } from "#lib/prompts";
import { readData } from "./files.ts";
import { makeCast } from "./people.ts";
import { tellStory } from "./story.ts";
import { comeBack } from "./time.ts";
import { makeTraffic } from "./traffic.ts";

export { isDemoSeeded } from "./people.ts";

/**
 * Seeds the demo organisation: a support team's month, lived through by the same verbs people call, at a clock that
 * is moved. Everything is marked as demo data. Returns an API key that is shown this once.
 */
export async function seedDemo(open: OpenDatabase): Promise<{ apiKey: string }> {
  try {
    const { support, library } = await makeCast(open.db);
    const told = await tellStory(support);
    await makeTraffic(support, told);
    comeBack();
    await importPrompts(library.engineer, {
      csv: readData("awesome-prompts.csv"),
      folder: "library",
      source: "awesome-chatgpt-prompts (CC0-1.0)",
      isDemo: true,
    });
    await drainJobs();
    const key = await createApiKey(support.owner, {
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
    return { apiKey: key.secret };
  } finally {
    comeBack();
  }
}
