import type { Random } from "#platform/random";
import type { ChatRequest } from "./schema.ts";

/** Words that speak for a category of support tickets; a category named otherwise is matched by its own words. */
const hints: Record<string, string[]> = {
  billing: [
    "invoice",
    "charge",
    "charged",
    "refund",
    "payment",
    "card",
    "price",
    "vat",
    "subscription",
    "bill",
    "paid",
  ],
  technical: [
    "error",
    "crash",
    "bug",
    "fails",
    "broken",
    "slow",
    "500",
    "timeout",
    "api",
    "upload",
    "install",
  ],
  bug: ["error", "crash", "fails", "broken", "wrong", "500", "freeze"],
  account: ["password", "login", "sign", "email", "account", "locked", "2fa", "profile", "access"],
  shipping: ["parcel", "delivery", "tracking", "arrive", "shipped", "courier", "address"],
  cancellation: ["cancel", "close", "stop", "leave", "terminate"],
  feature: ["would be nice", "could you add", "wish", "feature", "support for", "roadmap"],
  positive: ["great", "love", "thanks", "perfect", "happy"],
  negative: ["bad", "angry", "terrible", "disappointed", "worst"],
};

const openings = [
  "Thank you for writing to us about {topic}.",
  "I understand that {topic} is what matters here.",
  "Here is what we know about {topic}.",
  "Let us look at {topic} step by step.",
];
const middles = [
  "The most likely cause is a setting that was changed recently, so please check it first.",
  "Our records show that this usually resolves itself within one working day.",
  "You can follow the steps in the help centre, which take about two minutes.",
  "I have passed the details on to the colleagues who look after {topic}.",
  "Two things stand out: {topic} and the time at which it happened.",
  "If the same thing happens again, please send us a screenshot and the time.",
];
const closings = [
  "Please tell us if anything is still open.",
  "We will write to you again by tomorrow.",
  "That should settle the matter.",
  "Thank you for your patience.",
];
const dull = new Set(
  "about after again also because before being could every from have here into just like more only other please should some than that their them then there these they this those very what when where which will with would your customer ticket message write reply answer following".split(
    " ",
  ),
);

/** A plausible answer: JSON where a schema is asked for, one of the categories where the prompt names some, else sentences. */
export function simulatedAnswer(request: ChatRequest, random: Random): string {
  const prompt = request.messages.map((message) => message.content).join("\n");
  const asked = request.messages.findLast((message) => message.role === "user")?.content ?? prompt;
  if (request.responseSchema) return JSON.stringify(valueOf(request.responseSchema, asked, random));
  if (/^say hello\b/i.test(asked)) return "Hello from the simulated model. This text is made up.";
  const categories = categoriesIn(prompt);
  if (categories.length > 1) return pickCategory(categories, asked, random);
  return sentences(asked, random);
}

/** The names after "one of", "categories:" and the like. */
export function categoriesIn(prompt: string): string[] {
  const found =
    /(?:one of|categor(?:y|ies)|labels?|classes|choose (?:from|between)|options?)\b[^:\n]{0,60}:\s*\n?((?:.+(?:\n[-*•].+)*))/i.exec(
      prompt,
    );
  const list = found?.[1] ?? /\bone of ([^.\n:]{3,200})/i.exec(prompt)?.[1];
  if (!list) return [];
  const parts = /^[-*•]/m.test(list) ? list.split("\n") : list.split(/,|\||;|\/| or | and /);
  const names = parts.map((part) => part.replace(/^[-*•\s`"']+/, "").split(/[:.\s`"']/)[0] ?? "");
  return [...new Set(names.filter((name) => /^[\w-]{2,30}$/.test(name)))];
}

function pickCategory(categories: string[], asked: string, random: Random): string {
  const text = ` ${asked.toLowerCase()} `;
  const scored = categories.map((name) => {
    const words = [...(hints[name.toLowerCase()] ?? []), ...name.toLowerCase().split(/[_-]/)];
    // The names themselves often stand in the same message as the list; they say nothing then.
    const known = words.filter(
      (word) =>
        text.includes(word) &&
        !(word === name.toLowerCase() && categories.every((other) => text.includes(other.toLowerCase()))),
    );
    return { name, score: known.length + random() * 0.5 };
  });
  return scored.toSorted((a, b) => b.score - a.score)[0]?.name ?? "";
}

function sentences(asked: string, random: Random): string {
  const topic = topicOf(asked);
  const middle = shuffle(middles, random).slice(0, 2 + Math.floor(random() * 2));
  const closing = pick(closings, random);
  return [pick(openings, random), ...middle, closing].join(" ").replaceAll("{topic}", topic);
}

/** The longest telling words of the request, as a topic to write about. */
function topicOf(text: string): string {
  const words = text.toLowerCase().match(/\p{L}{4,}/gu) ?? [];
  const telling = [...new Set(words.filter((word) => !dull.has(word)))]
    .toSorted((a, b) => b.length - a.length)
    .slice(0, 2);
  return telling.length > 0 ? `the ${telling.join(" and the ")}` : "your request";
}

type Schema = Record<string, unknown>;

/** A value that follows the common part of JSON Schema; what it does not know becomes a short text. */
function valueOf(schema: Schema, asked: string, random: Random): unknown {
  const choices = schema["enum"];
  if (Array.isArray(choices) && choices.length > 0) {
    return choices.every((choice) => typeof choice === "string")
      ? pickCategory(choices, asked, random)
      : pick(choices, random);
  }
  if ("const" in schema) return schema["const"];
  const type = Array.isArray(schema["type"]) ? schema["type"][0] : schema["type"];
  switch (type) {
    case "object": {
      const properties = (schema["properties"] ?? {}) as Record<string, Schema>;
      return Object.fromEntries(
        Object.entries(properties).map(([key, value]) => [key, valueOf(value, asked, random)]),
      );
    }
    case "array": {
      const items = (schema["items"] ?? { type: "string" }) as Schema;
      const count = Math.max(
        Number(schema["minItems"] ?? 1),
        Math.min(Number(schema["maxItems"] ?? 3), 1 + Math.floor(random() * 3)),
      );
      return Array.from({ length: count }, () => valueOf(items, asked, random));
    }
    case "integer":
    case "number": {
      const low = Number(schema["minimum"] ?? 0);
      const high = Number(schema["maximum"] ?? low + (type === "integer" ? 10 : 1));
      const value = low + random() * (high - low);
      return type === "integer" ? Math.round(value) : Math.round(value * 100) / 100;
    }
    case "boolean":
      return random() < 0.5;
    case "null":
      return null;
    default:
      return sentences(asked, random).split(". ")[0];
  }
}

function pick<Item>(items: readonly Item[], random: Random): Item | "" {
  return items[Math.floor(random() * items.length)] ?? "";
}

function shuffle<Item>(items: readonly Item[], random: Random): Item[] {
  return items
    .map((item) => ({ item, at: random() }))
    .toSorted((a, b) => a.at - b.at)
    .map(({ item }) => item);
}
