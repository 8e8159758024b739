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
  readFileSync(new URL(`./data/${name}.jsonl`, import.meta.url), "utf8")
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
      process.stdout.write(`by ${(await embed(["Which model?"])).model}\n`);
      for (const name of [
        "contradiction-dev",
        "contradiction-own",
        "contradiction-kept",
        "contradiction-further",
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
    900_000,
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

  test.each<[string, string, 0 | 1]>([
    ["-5 °C", "5 °C", 0],
    ["It is -5 °C outside.", "It is 5 °C outside.", 0],
    ["minus five degrees", "five degrees", 0],
    ["The balance is -20 euros.", "The balance is 20 euros.", 0],
    ["5 µg", "5 mg", 0],
    ["Take 5 µg.", "Take 5 mg.", 0],
    ["12 V", "12 A", 0],
    ["It needs 12 V.", "It needs 12 A.", 0],
    ["5 kW", "5 kWh", 0],
    ["3 GHz", "3 MHz", 0],
    ["Call Dr. Smith.", "Call Dr. Jones.", 0],
    ["Mr. Lee", "Mr. Kim", 0],
    ["Ask Mr. Lee.", "Ask Mr. Kim.", 0],
    ["x > 5", "x < 5", 0],
    ["x >= 5", "x <= 5", 0],
    ["a = b", "a != b", 0],
    ["Stop taking the drug.", "Keep taking the drug.", 0],
    ["I agree", "I disagree", 0],
    ["He is married.", "He is unmarried.", 0],
    ["married", "unmarried", 0],
    ["1k", "1m", 0],
    ["It has 1k users.", "It has 1m users.", 0],
    ["Two of the three passed.", "All three passed.", 0],
    ["Section 5(a)", "Section 5(b)", 0],
    ["5(a)", "5(b)", 0],
    ["version 2.1", "version 2.10", 0],
    ["Use version 2.1.", "Use version 2.10.", 0],
    ["Room 12A", "Room 12B", 0],
    ["a 2-1 win", "a 1-2 loss", 0],
    ["It was a 2-1 win.", "It was a 1-2 loss.", 0],
    ["그는 왔습니다.", "그는 오지 않았습니다.", 0],
    ["담배를 피워도 됩니다.", "담배를 피우면 안 됩니다.", 0],
    ["هو يحب القهوة", "هو لا يحب القهوة", 0],
    ["Toplantı yapılacak.", "Toplantı yapılmayacak.", 0],
    ["Bu doğru.", "Bu doğru değil.", 0],
    ["Schůzka se koná.", "Schůzka se nekoná.", 0],
    ["Je to bezpečné.", "Není to bezpečné.", 0],
    ["Mám čas.", "Nemám čas.", 0],
    ["المتجر مفتوح", "المتجر غير مفتوح", 0],
    ["وافق المدير على الطلب.", "لم يوافق المدير على الطلب.", 0],
    ["The claim is approved. The claim is refused.", "The claim is approved.", 0],
    ["The claim is approved.", "The claim is approved. The claim is refused.", 0],
    ["Yes, it is covered. No, it is not covered.", "Yes, it is covered.", 0],
    ["Take 5 mg. Take 500 mg.", "Take 5 mg.", 0],
    ["The claim is approved. You will get 500 euros on Monday.", "The claim is approved.", 1],
    ["The shop is open on Monday. It is closed on Sunday.", "The shop is open on Monday.", 1],
    ["Paris is in France. Rome is in Italy.", "Paris is in France.", 1],
    ["¼ cup", "0.25 cup", 1],
    ["Add ¼ cup of milk.", "Add 0.25 cup of milk.", 1],
    ["two thirds", "2/3", 1],
    ["Two thirds of the votes.", "2/3 of the votes.", 1],
    ["1½ hours", "90 minutes", 1],
    ["three quarters", "75 %", 1],
    ["Dr. Smith called.", "Doctor Smith called.", 1],
    ["Mr. Lee called.", "Mister Lee called.", 1],
    ["It was not until May that it shipped.", "It shipped in May.", 1],
    ["Prof. Kim teaches.", "Professor Kim teaches.", 1],
    ["5 degrees below zero", "-5 degrees", 1],
    ["12 V", "12 volts", 1],
    ["1k", "1000", 1],
    ["5 mcg", "5 µg", 1],
    ["x > 5", "x is greater than 5", 1],
    ["from 5-7 days", "5 to 7 days", 1],
    ["pages 3-5", "pages 3 to 5", 1],
    ["It is −5 °C.", "It is -5 °C.", 1],
    ["well-known", "well known", 1],
    ["version 2.1", "v2.1", 1],
    ["$5k", "5,000 dollars", 1],

    ["The fee is 5 euros. The fine is 50 euros.", "The fee is 5 euros.", 1],
    ["The refund is granted. The refund is not granted.", "The refund is granted.", 0],
    ["The shop opens on Monday. The cafe does not open on Monday.", "The shop opens on Monday.", 1],
    ["The test is positive. No, the test is negative.", "The test is positive.", 0],
    ["You may park here. You may not park here.", "You may park here.", 0],
    ["Python 3.1 is needed.", "Python 3.10 is needed.", 0],
    ["Go to gate B12.", "Go to gate C12.", 0],
    ["Můžete parkovat zde.", "Nemůžete parkovat zde.", 0],
    ["서비스를 이용할 수 있습니다.", "서비스를 이용할 수 없습니다.", 0],
    ["2½ years", "30 months", 1],
    ["1.5k users", "1,500 users", 1],
    ["Drive at 50 km/h.", "Drive at 50 kilometres per hour.", 1],
    ["Drive at 50 km/h.", "Drive at 50 mph.", 0],
    ["Seat 14C is yours.", "Seat 14D is yours.", 0],
    ["if n <= 10 then stop", "if n >= 10 then stop", 0],
    ["Tôi đồng ý với bạn.", "Tôi không đồng ý với bạn.", 0],
  ])("%j against %j passes as %s says", async (a, b, passes) => {
    const found = await similarityOf(a, b, flat);
    expect("value" in found && found.value >= 0.5).toBe(passes === 1);
  });

  test("says where it stops looking for one", async () => {
    const lines = (word: string) =>
      Array.from({ length: 201 }, (_, at) => `Some${word} went ${word}${at}${word}.`).join(" ");
    expect(await similarityOf(lines("ab"), lines("xy"), flat)).toMatchObject({
      reasoning: expect.stringContaining("Only the first 200 sentences"),
    });
    expect(await similarityOf("It holds.", "It is so.", flat)).not.toMatchObject({
      reasoning: expect.stringContaining("Only"),
    });
  });
});
