import type { SeededState } from "./seeded.ts";
import { createBudget } from "#lib/budgets";
import { createConnection } from "#lib/models";
import { updateGate } from "#lib/releases";
import { createRoute } from "#lib/routes";
import { env } from "#platform/env";
import { productionGate } from "./content/demands.ts";
import { readSamples } from "./content/samples.ts";
import { seedOtherPrompts } from "./other-prompts.ts";
import { seedBasics } from "./ground.ts";
import type { Cast } from "./people.ts";
import { openRecording } from "./recording.ts";
import { endRecording } from "./recording-end.ts";
import { checkWriting } from "./spot-checks.ts";
import { type Calendar, restoreClock, setDemoClock, type Timeline, runTimelines } from "./time.ts";
import { trafficOf } from "./traffic.ts";
import { seedTriagePrompt } from "./triage-prompt.ts";
import type { Context } from "#lib/identity";

const model = "gpt-4o-mini";
/** US dollars: a little more than the runs of the seed cost in the month with the most of them. */
const spendingOfAMonth = 0.015;

/** Lives through the month of the support team and its traffic, everything in the order in which it happened. */
export async function seedProject(
  cast: Cast,
  program: () => Promise<Context>,
  calendar: Calendar,
  further: Timeline[],
): Promise<void> {
  const recording = await openRecording();
  const environment = env();
  const allowedBefore = environment.VALUELOOP_ALLOW_PRIVATE_URLS;
  // The recording is a server of our own on loopback; the rule is for addresses people type in.
  environment.VALUELOOP_ALLOW_PRIVATE_URLS = true;
  try {
    setDemoClock(calendar.at(47, 9));
    const connection = await createConnection(cast.owner, {
      name: "openai (demo recording)",
      kind: "openai_compatible",
      preset: "openai",
      baseUrl: recording.url,
      apiKey: "demo-recording",
      gridZone: "USA",
      models: [model],
    });
    const simulated = await createConnection(cast.owner, {
      name: "simulated",
      kind: "simulated",
      models: ["simulated-fast", "simulated-slow"],
    });
    await createRoute(cast.owner, {
      name: "support",
      description:
        "Answers of the support team: three of four by the fast model, the slow one when it fails.",
      definition: {
        targets: [
          { connectionId: simulated.id, model: "simulated-fast", weight: 3 },
          { connectionId: simulated.id, model: "simulated-slow", weight: 1 },
        ],
        firstTokenTimeoutMs: 10_000,
      },
    });
    // It only says so: nothing of the demonstration may be refused by it.
    await createBudget(cast.owner, {
      name: "Spending of a month",
      measure: "usd",
      amount: spendingOfAMonth,
      period: "month",
      isHard: false,
    });
    const setting = await seedBasics(cast);
    const state: SeededState = {
      connection: { id: connection.id, model },
      prompts: [],
      calls: [],
      samples: readSamples(),
    };
    await runTimelines([
      ...seedOtherPrompts(cast, state, calendar),
      seedTriagePrompt({
        cast,
        state,
        calendar,
        setting,
        model,
        connectionId: connection.id,
        play: recording.play,
      }),
      askMoreOfProduction(cast, calendar),
      checkWriting(cast, state, calendar, setting),
      ...trafficOf({ cast, program, state, calendar }),
      ...further,
    ]);
    restoreClock();
    await endRecording(cast.owner, connection.id);
  } finally {
    environment.VALUELOOP_ALLOW_PRIVATE_URLS = allowedBefore;
    await recording.close();
  }
}

/** The gate grows with the team; the last demand comes so late that a slow machine cannot fail a promotion of the past by the time the recording took on it. */
async function* askMoreOfProduction({ owner }: Cast, calendar: Calendar): Timeline {
  yield calendar.at(32, 10);
  await updateGate(owner, { environment: "production", gate: productionGate(0.6) });
  yield calendar.at(14, 8, 40);
  await updateGate(owner, { environment: "production", gate: productionGate(0.8) });
  yield calendar.at(1, 10);
  await updateGate(owner, { environment: "production", gate: productionGate(0.8, 5_000) });
}
