import { createPrompt, saveVersion } from "#lib/prompts";
import { approvePromotion, completePromotion, requestPromotion } from "#lib/releases";
import { type DemoPrompt, otherPrompts } from "./content/others.ts";
import type { Cast } from "./people.ts";
import { pinned as onModel } from "./content/pinned.ts";
import type { SeededState, SeededVersion } from "./seeded.ts";
import type { Calendar, Timeline } from "./time.ts";

/** The other prompts went to production in the weeks before, when an approval was all the gate asked. */
export function seedOtherPrompts(cast: Cast, state: SeededState, calendar: Calendar): Timeline[] {
  return otherPrompts.map((prompt, place) => seedOther(cast, state, calendar, { prompt, place }));
}

const reasons = [
  "Tried on thirty tickets of last week; reads like one of us.",
  "The night shift wants it, and it keeps the order numbers.",
  "It names the paragraph and asks when it is not sure.",
  "The help centre team read forty answers and corrected two.",
  "Keeps every number we gave it.",
];
const comments = [
  "Fine for our customers.",
  "I read ten of them and agree.",
  "Good. We look at it again in a month.",
  "The links work. Go.",
  "Much better than what I write at five o'clock.",
];

async function* seedOther(
  { engineer, lead }: Cast,
  state: SeededState,
  calendar: Calendar,
  { prompt: demo, place }: { prompt: DemoPrompt; place: number },
): Timeline {
  const { path, description, perDay, pinned } = demo;
  const [first, ...later] = demo.versions.map(({ content, message }) => ({
    message,
    content: onModel(content, { connectionId: state.connection.id, model: state.connection.model }),
  }));
  if (!first) throw new Error(`${path} has no version`);
  const minute = 7 + 38 * place;
  yield calendar.at(46, 9, minute);
  const prompt = await createPrompt(engineer, {
    path,
    description,
    content: first.content,
    message: first.message,
    isDemo: true,
  });
  const saved: SeededVersion[] = [{ id: prompt.latest.id, number: 1, content: first.content }];
  for (const [index, { content, message }] of later.entries()) {
    yield calendar.at(44 - 2 * index, 10, minute);
    const { version } = await saveVersion(engineer, {
      promptId: prompt.id,
      content,
      message,
      provenance: { kind: "hand" },
    });
    saved.push({ id: version.id, number: version.number, content });
  }
  const newest = saved.at(-1);
  const older = saved.at(-2);
  if (!newest) return;
  yield calendar.at(33, 9, minute);
  const promotion = await requestPromotion(engineer, {
    promptId: prompt.id,
    versionId: newest.id,
    environment: "production",
    reason: reasons[place] ?? "Read and tried by the team.",
    isDemo: true,
  });
  yield calendar.at(33, 13, minute);
  await approvePromotion(lead, { promotionId: promotion.id, comment: comments[place] ?? "Fine." });
  yield calendar.at(33, 13, minute + 4);
  await completePromotion(engineer, { promotionId: promotion.id });
  state.prompts.push({
    id: prompt.id,
    path,
    perDay,
    samples: state.samples[path] ?? [],
    serving: newest,
    ...(older && pinned ? { pinned: { ...pinned, version: { ...older, isPinned: true } } } : {}),
  });
}
