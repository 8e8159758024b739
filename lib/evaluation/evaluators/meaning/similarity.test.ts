import { readFileSync } from "node:fs";
import { describe, expect, test } from "vitest";
import { wilsonInterval } from "#statistics";
import { embedTexts } from "#lib/models";
import { createTenant } from "#testing";
import { disagreementOf } from "./disagreement.ts";
import { sidesOf } from "./sides.ts";
import { type Embed, similarityOf } from "./similarity.ts";

type Pair = { id: string; a: string; b: string; label: string; kind: string };
const pairs = (name: string) =>
  readFileSync(new URL(`../data/${name}.jsonl`, import.meta.url), "utf8")
    .trim()
    .split("\n")
    .map((line) => JSON.parse(line) as Pair);
const rule = (a: string, b: string) => disagreementOf(...sidesOf(a, b))?.rule ?? null;

/** The built-in model, as a run uses it. */
const builtIn = async (): Promise<Embed> => {
  const { ctx } = await createTenant();
  return async (texts) => ({ ...(await embedTexts(ctx, texts)), reads: "en" });
};
/** Vectors that say nothing: every pair has the cosine 0.9. */
const flat: Embed = async (texts) => ({
  vectors: texts.map((_, place) => (place === 0 ? [1, 0] : [0.9, Math.sqrt(1 - 0.81)])),
  reads: "any",
  model: "flat",
});

type Tally = { right: number; unjudged: number; all: number };
const empty = (): Tally => ({ right: 0, unjudged: 0, all: 0 });

/** How many pairs of each kind are judged right at 0.5; unjudged is wrong. */
async function tally(rows: Pair[], embed: Embed): Promise<Map<string, Tally>> {
  const tallies = new Map<string, Tally>();
  for (const { a, b, label, kind } of rows) {
    const isSame = label.startsWith("same");
    const found = await similarityOf(a, b, embed);
    for (const name of [isSame ? "same" : "different", kind]) {
      const counts = tallies.get(name) ?? empty();
      tallies.set(name, counts);
      counts.all += 1;
      if ("unjudged" in found) counts.unjudged += 1;
      else if (found.value >= 0.5 === isSame) counts.right += 1;
    }
  }
  return tallies;
}

/** Mean of the shares judged right among the same and among the different, with its 95 % interval from two Wilson's. */
function balanced(tallies: Map<string, Tally>): { share: number; low: number; high: number } {
  const sides = ["same", "different"].map((name) => {
    const { right, all } = tallies.get(name) ?? empty();
    return { share: right / all, ...wilsonInterval(right, all) };
  });
  const share = sides.reduce((sum, side) => sum + side.share, 0) / 2;
  const off = (end: "low" | "high") => Math.hypot(...sides.map((side) => side[end] - side.share)) / 2;
  return { share, low: share - off("low"), high: share + off("high") };
}

async function balancedAccuracy(rows: Pair[], embed: Embed): Promise<number> {
  return balanced(await tally(rows, embed)).share;
}

describe("similarity at the default pass score", () => {
  test("tells contradictions from paraphrases", async () => {
    const embed = await builtIn();
    expect(await balancedAccuracy(pairs("contradiction-dev"), embed)).toBeGreaterThanOrEqual(0.95);
    expect(await balancedAccuracy(pairs("contradiction-own"), embed)).toBeGreaterThanOrEqual(0.92);
    // Every fifth; an embedding takes its time.
    const kept = pairs("contradiction-kept").filter((_, place) => place % 5 === 0);
    expect(await balancedAccuracy(kept, embed)).toBeGreaterThanOrEqual(0.88);
    // Questions of another set, none of which the rules were made for.
    const questions = pairs("cache-negatives-dev").filter(({ kind }) => kind !== "language");
    expect(await balancedAccuracy(questions, embed)).toBeGreaterThanOrEqual(0.85);
  }, 240_000);

  /** The tables of docs/measurements/similarity.md. */
  test.runIf(process.env["MEASURE"])(
    "is measured",
    async () => {
      const embed = await builtIn();
      for (const name of [
        "contradiction-dev",
        "contradiction-own",
        "contradiction-kept",
        "cache-negatives-dev",
      ]) {
        const rows = pairs(name).filter(({ kind }) => kind !== "language");
        const started = performance.now();
        const tallies = await tally(rows, embed);
        const ms = (performance.now() - started) / rows.length;
        const { share, low, high } = balanced(tallies);
        const figures = [share, low, high].map((figure) => figure.toFixed(3)).join(" ");
        process.stdout.write(`${name}: ${figures}, ${ms.toFixed(0)} ms a pair\n`);
        for (const [kind, { right, unjudged, all }] of tallies)
          process.stdout.write(`  ${kind} ${right}/${all}${unjudged ? `, ${unjudged} unjudged` : ""}\n`);
      }
    },
    300_000,
  );

  test("leaves unjudged what the model cannot read and the words do not tell", async () => {
    const embed = await builtIn();
    for (const [a, b] of [
      ["今天天气很好", "我不喜欢吃苹果"],
      ["Ich möchte mein Geld zurück", "Der Hund schläft im Garten"],
      ["🍎", "🍌"],
    ] as const)
      expect(await similarityOf(a, b, embed)).toMatchObject({
        unjudged: expect.stringMatching(/too few words/),
      });
    expect(await similarityOf("🙂", "🙃", embed)).toMatchObject({ value: 0 });
    expect(await similarityOf("禁止停车。", "此处不许停车。", embed)).toMatchObject({
      value: expect.any(Number),
      reasoning: expect.stringContaining("reads English only"),
    });
  }, 60_000);

  test("compares long texts to their end", async () => {
    const embed = await builtIn();
    const filler = "The samples were kept at room temperature and looked at every day. ".repeat(25);
    const same = await similarityOf(
      `${filler}The claim is approved.`,
      `${filler}The claim is approved at once.`,
      embed,
    );
    expect(same).toMatchObject({ reasoning: expect.stringContaining("parts") });
    expect(
      await similarityOf(`${filler}The claim is approved.`, `${filler}The claim is refused, go away.`, embed),
    ).toMatchObject({ value: 0 });
    const [head, tail] = [
      filler,
      "Penguins live in the far south and eat fish and krill all year. ".repeat(25),
    ];
    const half = await similarityOf(head + filler, head + tail, embed);
    expect("value" in half && half.value).toBeLessThan(0.8);
  }, 60_000);

  test("says where it stops", async () => {
    const long = Array.from({ length: 3_000 }, (_, at) => `Sentence ${at} speaks of nothing else.`).join(" ");
    expect(await similarityOf(long, `${long} One more line.`, flat)).toMatchObject({
      reasoning: expect.stringContaining("Only the first 64,000 characters"),
    });
  });
});

describe("a contradiction", () => {
  test.each([
    ["Take 5 mg.", "Take 500 mg.", "number"],
    ["It weighs 1.5 kg.", "The weight is 1500 g.", null],
    ["Six hundred and twenty euros.", "620 €", null],
    ["4.310 Euro", "4,310 euros", null],
    ["einundzwanzig Tage", "drei Wochen", null],
    ["The call is at 3 pm.", "The call is at 15:00.", null],
    ["Half of the 60 seats.", "Thirty of the sixty seats.", null],
    ["70 kg", "70 pounds", "number"],
    ["三个小时", "180分钟", null],
    ["You will get it.", "You will not get it.", "denial"],
    ["It is not uncommon.", "It is common.", null],
    ["Der Termin findet statt.", "The appointment is cancelled.", "opposite"],
    ["Mars is smaller than Earth.", "Earth is larger than Mars.", null],
    ["Mars is smaller than Earth.", "Mars is larger than Earth.", "opposite"],
    ["The dog chased the cat.", "The cat chased the dog.", "roles"],
    ["All seats are sold.", "Some seats are sold.", "quantity"],
    ["On 20/07/1969", "On 20 July 1969", null],
    ["by 1 April", "by 1 August", "month"],
    ["Yes, it is.", "No, it is not.", "answer"],
    ["Send it to Mr Hale.", "Send it to Mr Hall.", "word"],
    ["The EU adopted it.", "The European Union adopted it.", null],
    ["Severity: minor.", "Severity: critical.", "value"],
    ["Severity: minor", "Severity: Minor.", null],
    ["Go with supplier A.", "Go with supplier B.", "letter"],
    ["It is valid until 31 December.", "It is valid from 31 December.", "time"],
    ["Convert the PDF to Word.", "Convert the Word file to PDF.", "roles"],
    ["Convert the PDF to Word.", "Turn the PDF into a Word file.", null],
    ["Agreed.", "I don't agree.", "answer"],
    ["The rope is too short.", "The rope isn't long enough.", null],
    ["The exam was tough.", "The exam was easy.", "opposite"],
    ["The battery is not included.", "You have to buy the battery separately.", null],
    ["The meeting was cancelled.", "The meeting did not happen.", null],
    ["After the storm we left.", "We left after the storm.", null],
    ["It returns the names.", "It yields the names.", null],
    ["Set the oven to 180 °C.", "Set the oven to 180 degrees Celsius.", null],
    ["Set the oven to 180 °C.", "Set the oven to 180 °F.", "number"],
    ["Two dozen tablets.", "24 tablets.", null],
    ["One in three failed.", "A third failed.", null],
    ["It lands at 16:40.", "It lands at 4.40 pm.", null],
    ["Avoid freezing it.", "Do not freeze it.", null],
    ["It costs 5 euros a month.", "It costs 5 euros a year.", "number"],
    ["The alarm sounds unless it is off.", "The alarm sounds if it is off.", "denial"],
    ["The visa was issued.", "The visa was withheld.", "opposite"],
    ["The bank is richer than the shop.", "The shop is poorer than the bank.", null],
    ["The bank is richer than the shop.", "The shop is richer than the bank.", "roles"],
    ["It took three and a half hours.", "It took 3.5 hours.", null],
    ["It leaves at 7.15 in the morning.", "It leaves at 7:15 am.", null],
    ["We sold 340 tickets last night.", "Last night 340 tickets were sold.", null],
  ])("between %j and %j is found by %s", (a, b, expected) => expect(rule(a, b)).toBe(expected));

  test("fails a case whatever the cosine, and says which", async () => {
    expect(await similarityOf("Take 5 mg.", "Take 500 mg.", flat)).toEqual({
      value: 0,
      reasoning: "They contradict each other: 5 mg against 500 mg.",
      details: { rule: "number" },
    });
    expect(await similarityOf("Take five.", "Take 5 pills.", flat)).toMatchObject({ value: 0.9 });
  });
});
