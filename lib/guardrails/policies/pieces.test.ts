import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { PolicyRules, type PolicyRulesInput } from "../schema.ts";
import { applyPolicies } from "./apply.ts";
import { type CompiledPolicy, compilePolicy } from "./compile.ts";
import { mayHoldSpace } from "./pieces.ts";
import { createStreamGuard } from "./stream.ts";

const policy = (rules: PolicyRulesInput): CompiledPolicy =>
  compilePolicy({
    id: "0b8f9c0e-0000-4000-8000-000000000001",
    name: "House rules",
    version: { number: 1, rules: PolicyRules.parse(rules) },
  });
const terms = policy({
  pii: [
    { type: "EMAIL_ADDRESS", output: "redact" },
    { type: "PERSON", output: "flag" },
  ],
  blocklist: [
    { term: "Project Titan", action: "redact" },
    { term: "grüne straße nein", action: "redact" },
    { term: "😀 😎", action: "redact", wholeWord: false },
    { term: "kK", action: "redact" },
  ],
});
const patterns = policy({
  pii: [{ type: "CREDIT_CARD", output: "redact" }],
  patterns: [
    { name: "Note", pattern: "(?s)<note>.{0,150}?</note>", action: "redact" },
    { name: "Order", pattern: "ORD-[0-9]+", action: "redact" },
  ],
});
const whole = (policies: CompiledPolicy[], text: string) => applyPolicies(policies, text, "output");

/** What comes out of a stream of these cuts, and the most characters that were held back at once. */
function streamed(policies: CompiledPolicy[], text: string, cuts: readonly number[]) {
  const guard = createStreamGuard(policies);
  const ends = [...new Set(cuts.map((cut) => cut % (text.length + 1))), text.length].sort((a, b) => a - b);
  let [said, from, mostHeld, decided] = ["", 0, 0, 0];
  const findings = [];
  for (const end of ends) {
    const piece = guard.push(text.slice(from, end));
    said += piece.text;
    findings.push(...piece.findings);
    // What was taken out is decided as well: a placeholder counts as long as what it stands for.
    decided += piece.text.length;
    mostHeld = Math.max(mostHeld, end - decided);
    from = end;
  }
  const last = guard.end();
  return {
    text: said + last.text,
    findings: [...findings, ...last.findings],
    blocked: last.blocked,
    mostHeld,
  };
}
const everywhere = (text: string) => Array.from({ length: text.length }, (_, at) => at);

describe("a match over the end of a sentence or a line", () => {
  it.each([
    ["Project\n\nTitan is late.", "<BLOCKED_TERM> is late."],
    ["About the project.\n\nTitan", "About the project.\n\nTitan"],
    ["So we say PROJECT\u00a0 \n titan! And more.", "So we say <BLOCKED_TERM>! And more."],
    ["Grüne\nSTRASSE nein", "Grüne\nSTRASSE nein"],
    ["Grüne\nSTRAßE\n\nnein.", "<BLOCKED_TERM>."],
    ["He smiled 😀\n\n😎 twice", "He smiled <BLOCKED_TERM> twice"],
    ["Project\n\nTitanic sank.", "Project\n\nTitanic sank."],
  ])("is found whole: %j", (text, left) => {
    expect(whole([terms], text).text).toBe(left);
    expect(streamed([terms], text, everywhere(text)).text).toBe(left);
  });

  it("is found of a pattern that can hold white space, and of one longer than a line", () => {
    const text = `See <note>The card. Is\n\n${"here ".repeat(20)}</note> now. ORD-77. Bye.`;
    const left = "See <PATTERN_NOTE> now. <PATTERN_ORDER>. Bye.";
    expect(whole([patterns], text).text).toBe(left);
    expect(streamed([patterns], text, everywhere(text)).text).toBe(left);
  });

  it("refuses before its first character leaves", () => {
    const blocking = [policy({ blocklist: [{ term: "Project Titan", action: "block" }] })];
    const text = "First. All about project\n\ntitan and more.";
    fc.assert(
      fc.property(fc.array(fc.nat(60), { maxLength: 8 }), (cuts) => {
        const { text: said, blocked } = streamed(blocking, text, cuts);
        expect(said).toBe("First.");
        expect(blocked).toContain("term 1");
      }),
    );
  });
});

describe("a stream", () => {
  const part = fc.constantFrom(
    "Project",
    "Titan",
    "project\n\ntitan",
    "Grüne straße\nnein",
    "😀",
    "😎",
    "\u212a\u212a",
    "<note>",
    "</note>",
    " a@b.org",
    "4111 1111 1111 1111",
    "ORD-123",
    "My name is Anna Schmidt",
    ". ",
    "! ",
    "\n",
    "\n\n",
    " ",
    "a",
    "x".repeat(650),
    "word ".repeat(45),
    " ".repeat(30),
    "\ud83d",
  );
  const text = fc.array(part, { maxLength: 16 }).map((parts) => parts.join(""));

  it("gives what the whole text gives, whatever its pieces", () => {
    fc.assert(
      fc.property(text, fc.array(fc.nat(4_000), { maxLength: 14 }), (value, cuts) => {
        for (const policies of [[terms], [patterns], [terms, patterns]]) {
          const { text: left, findings } = whole(policies, value);
          const { mostHeld: _, ...seen } = streamed(policies, value, cuts);
          expect(seen).toEqual({ text: left, findings, blocked: null });
        }
      }),
    );
  });

  it("holds back no more than a sentence where nothing begins that a rule is about", () => {
    const prose = "The parcel left the depot this morning and should be with you soon. ".repeat(30);
    const sentence = prose.length / 30;
    expect(streamed([terms], prose, everywhere(prose)).mostHeld).toBeLessThanOrEqual(sentence + 2);
    const plain = [policy({ patterns: [{ name: "Order", pattern: "ORD-\\d{6}", action: "redact" }] })];
    expect(streamed(plain, prose, everywhere(prose)).mostHeld).toBeLessThanOrEqual(sentence + 2);
    expect(streamed([patterns], prose, everywhere(prose)).mostHeld).toBeLessThanOrEqual(sentence + 200);
  });

  it("never holds back more than its bound", () => {
    for (const endless of [`Project${" ".repeat(9_000)}`, "<note>".repeat(2_000), "x".repeat(9_000)])
      expect(streamed([terms, patterns], endless, everywhere(endless)).mostHeld).toBeLessThan(3_100);
  });
});

it("a pattern is taken to hold white space unless it surely holds none", () => {
  for (const pattern of ["ORD-\\d{6}", "(?i)[a-z]+@acme", "[A-Z]{2}\\.\\d+", "(?:a|b)*c$", "\\bkey_[\\w.-]+"])
    expect([pattern, mayHoldSpace(pattern)]).toEqual([pattern, false]);
  for (const pattern of [
    "a b",
    "a\\sb",
    "a.b",
    "[^a]",
    "\\W",
    "\\D",
    "[\\s]",
    "\\pL",
    "\\x20",
    "[[:space:]]",
    "\\Qa b",
  ])
    expect([pattern, mayHoldSpace(pattern)]).toEqual([pattern, true]);
});
