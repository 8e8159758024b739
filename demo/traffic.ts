import { recordFeedback, recordKpi } from "#lib/feedback";
import { loadPolicies } from "#lib/guardrails";
import type { Context } from "#lib/identity";
import { getModelCard, tokenCounter } from "#lib/models";
import { recordGenerations } from "#lib/observability";
import { type Random, seededRandom } from "#platform/random";
import { oneCall, pick, redacting } from "./calls.ts";
import type { Call, CallSetting } from "./call.ts";
import { type FeedbackWords, readFeedbackWords } from "./files.ts";
import { type Ballots, makeBallots } from "./ballots.ts";
import type { Cast } from "./people.ts";
import type { SeededState, SeededPrompt, SeededVersion } from "./seeded.ts";
import { type Calendar, dayMs, type Timeline } from "./time.ts";

const hourMs = dayMs / 24;
/** From one promotion's hour to the next day's: no version changes within such a day. */
const firstDay = 30;
const [dayBegins, dayBeginsMinute] = [13, 15];

type Stage = { cast: Cast; program: () => Promise<Context>; state: SeededState; calendar: Calendar };

/** A month of calls with their feedback and KPI: one life per day, through the same doors the gateway writes by. */
export function trafficOf(stage: Stage): Timeline[] {
  const random = seededRandom(42);
  const setting = openSetting(stage, random);
  const words = readFeedbackWords();
  const ballots = makeBallots();
  return Array.from({ length: firstDay + 1 }, (_, index) =>
    liveDay(stage, { daysAgo: firstDay - index, random, setting, words, ballots }),
  );
}

/** Read when the first day begins, since the connection and the policies are made on the way there. */
function openSetting({ cast, state }: Stage, random: Random): () => Promise<CallSetting> {
  let opened: Promise<CallSetting> | undefined;
  return () => {
    opened ??= open();
    return opened;
  };
  async function open(): Promise<CallSetting> {
    if (!state.connection) throw new Error("the connection is not made yet");
    const { id: connectionId, model } = state.connection;
    const count = await tokenCounter();
    const known = new Map<string, number>();
    return {
      random,
      card: await getModelCard(cast.owner, { connectionId, model }),
      redact: redacting(await loadPolicies(cast.owner)),
      countTokens: (text) => {
        const tokens = known.get(text) ?? count(text);
        known.set(text, tokens);
        return tokens;
      },
    };
  }
}

type Day = {
  daysAgo: number;
  random: Random;
  setting: () => Promise<CallSetting>;
  words: FeedbackWords[];
  ballots: Ballots;
};

async function* liveDay(
  { program, state, calendar }: Stage,
  { daysAgo, random, setting, words, ballots }: Day,
): Timeline {
  const begin = calendar.at(daysAgo, dayBegins, dayBeginsMinute);
  const end = new Date(Math.min(calendar.end.getTime(), begin.getTime() + dayMs));
  if (begin >= end) return;
  yield begin;
  const known = await setting();
  const calls = state.prompts.flatMap((prompt) =>
    momentsOf(prompt, begin, random)
      .filter((moment) => moment < end)
      .map((moment) => oneCall(prompt, versionOf(prompt, daysAgo, random), moment, known)),
  );
  const ctx = await program();
  await recordGenerations(
    ctx,
    calls.map(({ record }) => record),
  );
  state.calls.push(...calls);
  yield* giveFeedback(ctx, calls, { random, words, ballots, end: calendar.end });
  yield end;
  await recordDayOfKpi(ctx, state, random);
}

/** How busy an hour of the day (UTC) is. */
const busy = [2, 1, 1, 1, 1, 2, 4, 7, 10, 12, 12, 11, 9, 10, 11, 11, 10, 8, 6, 5, 5, 4, 3, 2];
const busyTotal = busy.reduce((sum, share) => sum + share, 0);

/** When a prompt is called in the 24 hours from `begin`: by day more than by night, half as much at weekends. */
function momentsOf({ perDay }: SeededPrompt, begin: Date, random: Random): Date[] {
  const mood = 0.85 + 0.3 * random();
  return busy.flatMap((_, hour) => {
    const from = new Date(begin.getTime() + hour * hourMs);
    const weekday = from.getUTCDay();
    const share = (busy[from.getUTCHours()] ?? 0) / busyTotal;
    const expected = perDay * mood * share * (weekday === 0 || weekday === 6 ? 0.45 : 1);
    const count = Math.floor(expected + random());
    return Array.from({ length: count }, () => new Date(from.getTime() + Math.floor(random() * hourMs)));
  });
}

/** The version that production serves; some programs ask for an older one by number until they are brought up to date. */
function versionOf(prompt: SeededPrompt, daysAgo: number, random: Random): SeededVersion {
  const { pinned } = prompt;
  if (pinned && daysAgo > pinned.untilDaysAgo && random() < pinned.share) return pinned.version;
  if (!prompt.serving) throw new Error(`${prompt.path} is not in production yet`);
  return prompt.serving;
}

type Feedback = { random: Random; words: FeedbackWords[]; ballots: Ballots; end: Date };

/** End users say up or down on one call in ten, within the hours after it, and some of them say why. */
async function* giveFeedback(
  ctx: Context,
  calls: Call[],
  { random, words, ballots, end }: Feedback,
): Timeline {
  const given = Map.groupBy(
    calls.filter(({ record }) => record.status === "succeeded"),
    ({ record }) => record.promptVersionId ?? "",
  )
    .values()
    .flatMap((own) => ballots.draw(own, random))
    .map(({ call, isUp }) => ({ call, isUp, at: momentOfFeedback(call, random) }))
    .filter(({ at }) => at < end)
    .toArray()
    .sort((a, b) => a.at.getTime() - b.at.getTime());
  for (const { call, isUp, at } of given) {
    yield at;
    const isRated = call.path === "kb/answer" && random() < 0.3;
    await recordFeedback(ctx, {
      generationId: call.record.id,
      kind: isRated ? "rating" : "thumbs",
      score: isRated ? (isUp ? pick([0.8, 1, 1], random) : pick([0, 0.2, 0.4], random)) : Number(isUp),
      comment: random() < (isUp ? 0.26 : 0.8) ? wordsFor(call, isUp, words, random) : "",
      endUser: call.endUser,
      metadata: { locale: call.sample.language },
      isDemo: true,
    });
  }
}

/** Soon after the answer was read; a few come hours later. */
function momentOfFeedback({ record }: Call, random: Random): Date {
  const hoursLater = random() < 0.15 ? 5 * hourMs * random() : 0;
  return new Date(
    record.startedAt.getTime() + record.latencyMs + 40_000 + 25 * 60_000 * random() ** 2 + hoursLater,
  );
}

/** Words about the same thing in the same language, else such as fit any call of the prompt. */
function wordsFor({ path, sample }: Call, isUp: boolean, words: FeedbackWords[], random: Random): string {
  const own = words.filter((one) => one.prompt === path && one.isUp === isUp);
  const inLanguage = own.filter(({ language }) => language === sample.language);
  const fitting = inLanguage.filter(({ about }) => about === sample.topic);
  const general = inLanguage.filter(({ about }) => about === "*");
  const choices = fitting.length > 0 && random() < 0.75 ? fitting : general.length > 0 ? general : fitting;
  const [only] = choices;
  return only ? pick(choices, random).comment : "";
}

/** The business side of it: how the day's tickets went, per serving version of the prompts that touch them. */
async function recordDayOfKpi(ctx: Context, state: SeededState, random: Random): Promise<void> {
  const versions = state.prompts
    .filter(({ path }) => !["support/tone", "kb/answer"].includes(path))
    .flatMap(({ serving }) => serving ?? []);
  const weight = () => Math.round(30 + 20 * random());
  const noise = () => random() - 0.5;
  await recordKpi(ctx, {
    key: "solved_first_time",
    values: versions.map(({ id, number }) => ({
      value: Math.min(0.97, 0.62 + 0.022 * number + 0.05 * noise()),
      weight: weight(),
      promptVersionId: id,
    })),
    isDemo: true,
  });
  await recordKpi(ctx, {
    key: "handling_time",
    values: versions.map(({ id, number }) => ({
      value: 460 - 12 * number + 40 * noise(),
      weight: weight(),
      promptVersionId: id,
    })),
    isDemo: true,
  });
}
