import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { cpuMs } from "#testing/cpu";
import { PolicyRules, type PolicyRulesInput, type Stage } from "../schema.ts";
import { applyPolicies, blockedError } from "./apply.ts";
import { type CompiledPolicy, compilePolicy } from "./compile.ts";
import { defaultRules } from "./default.ts";
import { redactValue } from "./storage.ts";
import { createStreamGuard } from "./stream.ts";

const policy = (rules: PolicyRulesInput, name = "House rules"): CompiledPolicy =>
  compilePolicy({
    id: "0b8f9c0e-0000-4000-8000-000000000001",
    name,
    version: { number: 3, rules: PolicyRules.parse(rules) },
  });

describe("a policy", () => {
  it("redacts kinds of personal data at the stages it names and nowhere else", () => {
    const policies = [
      policy({ pii: [{ type: "EMAIL_ADDRESS", input: "redact", output: "off", stored: "redact" }] }),
    ];
    expect(applyPolicies(policies, "mail a@b.org", "input")).toMatchObject({
      action: "redact",
      text: "mail <EMAIL_ADDRESS>",
    });
    expect(applyPolicies(policies, "mail a@b.org", "output")).toMatchObject({
      action: "pass",
      text: "mail a@b.org",
      findings: [],
    });
  });

  it("redacts a text that is nothing but personal data, however long", async () => {
    const policies = [policy({ pii: [{ type: "EMAIL_ADDRESS", stored: "redact" }] })];
    const { value, findings } = await redactValue(policies, { text: "a@b.co\n".repeat(200_000) });
    expect(findings).toHaveLength(200_000);
    expect(value.text).not.toContain("@");
  });

  it("numbers placeholders by text when asked", () => {
    const policies = [policy({ pii: [{ type: "EMAIL_ADDRESS", input: "redact" }], placeholder: "numbered" })];
    const many = Array.from({ length: 40_000 }, (_, at) => `a${at}@b.co\n`).join("");
    expect(applyPolicies(policies, `${many}a7@b.co`, "input").text).toMatch(
      /<EMAIL_ADDRESS_40000>\n<EMAIL_ADDRESS_8>$/,
    );
    expect(applyPolicies(policies, "From a@b.org to c@d.org. Then A@b.org again.", "input").text).toBe(
      "From <EMAIL_ADDRESS_1> to <EMAIL_ADDRESS_2>. Then <EMAIL_ADDRESS_1> again.",
    );
  });

  it("notes without changing the text, and beside what another rule does at the same place", () => {
    const noting = policy({
      pii: [{ type: "EMAIL_ADDRESS", input: "flag" }],
      blocklist: [{ term: "Titan", action: "review" }],
    });
    expect(applyPolicies([noting], "Titan: a@b.org", "input")).toMatchObject({
      action: "pass",
      text: "Titan: a@b.org",
      findings: [
        { rule: "term 1", action: "review", start: 0, end: 5 },
        { rule: "EMAIL_ADDRESS", action: "flag", start: 7, end: 14 },
      ],
    });
    const redacting = policy({ patterns: [{ name: "Host", pattern: "b\\.org", action: "redact" }] }, "Other");
    expect(applyPolicies([noting, redacting], "Titan: a@b.org", "input")).toMatchObject({
      action: "redact",
      text: "Titan: a@<PATTERN_HOST>",
      findings: [{ action: "review" }, { action: "flag" }, { action: "redact", rule: "Host" }],
    });
  });

  it("blocks and names policy and rule, never the text that matched", () => {
    const policies = [policy({ pii: [{ type: "CREDIT_CARD", input: "block" }] })];
    const result = applyPolicies(policies, "card 4111 1111 1111 1111", "input");
    expect(result).toMatchObject({
      action: "block",
      text: "",
      reason: 'The policy "House rules" blocks text with a payment card.',
    });
    const error = blockedError(result);
    expect(error).toMatchObject({
      code: "guardrail_blocked",
      details: { policyName: "House rules", policyVersion: 3, rule: "CREDIT_CARD" },
    });
    expect(JSON.stringify([result, error.message, error.details])).not.toContain("4111");
  });

  it("finds terms whole or within words, whatever their case and the white space in them", () => {
    const whole = [
      policy({
        blocklist: [
          { term: "Project Titan", action: "redact" },
          { term: "cat", action: "redact" },
        ],
      }),
    ];
    expect(applyPolicies(whole, "PROJECT  titan, concat cat-cat", "output").text).toBe(
      "<BLOCKED_TERM>, concat <BLOCKED_TERM>-<BLOCKED_TERM>",
    );
    const within = [policy({ blocklist: [{ term: "cat", wholeWord: false, action: "redact" }] })];
    expect(applyPolicies(within, "concat", "output").text).toBe("con<BLOCKED_TERM>");
    const blocking = [policy({ blocklist: [{ term: "übel", action: "block" }] })];
    expect(applyPolicies(blocking, "Das ist ÜBEL.", "input")).toMatchObject({
      action: "block",
      reason: expect.stringContaining("term 1"),
    });
  });

  it("runs patterns in linear time and says what is wrong with one it cannot take", async () => {
    const policies = [
      policy({
        patterns: [{ name: "Order number", pattern: "ORD-\\d{6}", action: "redact", stages: ["stored"] }],
      }),
    ];
    expect(applyPolicies(policies, "see ORD-123456", "stored").text).toBe("see <PATTERN_ORDER_NUMBER>");
    const evil = [policy({ patterns: [{ name: "evil", pattern: "(a+)+$", action: "block" }] })];
    expect(await cpuMs(() => applyPolicies(evil, `${"a".repeat(20_000)}!`, "input"))).toBeLessThan(5_000);
    for (const pattern of ["(", "(?<=a)b", "(a)\\1", "a*"]) {
      expect(() => policy({ patterns: [{ name: "p", pattern, action: "block" }] })).toThrow(
        expect.objectContaining({ code: "invalid_input" }),
      );
    }
    expect(
      PolicyRules.safeParse({ patterns: [{ name: "p", pattern: "x".repeat(501), action: "block" }] }).success,
    ).toBe(false);
  });

  it("never refuses to store: what blocks elsewhere is redacted there", () => {
    const policies = [
      policy({ blocklist: [{ term: "secret plan", action: "block", stages: ["input", "stored"] }] }),
    ];
    expect(applyPolicies(policies, "a secret plan", "stored")).toMatchObject({
      action: "redact",
      text: "a <BLOCKED_TERM>",
    });
  });

  it("finds as much by its first look as without one", () => {
    const kinds = [
      "EMAIL_ADDRESS",
      "PHONE_NUMBER",
      "CREDIT_CARD",
      "IBAN_CODE",
      "SECRET",
      "IP_ADDRESS",
    ] as const;
    const pii = kinds.map((type) => ({ type, stored: "redact" as const }));
    const quick = [policy({ pii })];
    // A pattern at the stage makes every text be judged in full.
    const slow = [
      policy({
        pii,
        patterns: [{ name: "none", pattern: "§§never§§", action: "redact", stages: ["stored"] }],
      }),
    ];
    const words = [
      "a@b.org",
      "call +44 20 7946 0958",
      "4111 1111 1111 1111",
      "10.0.0.1",
      "password: hunter2",
    ];
    const plain = [
      "The parcel came.",
      "Mr. Smith wrote",
      "\n",
      " ",
      "sk-",
      "e-mail",
      "GB82 WEST 1234 5698 7654 32",
    ];
    const text = fc.array(fc.oneof(fc.constantFrom(...words, ...plain), fc.string({ maxLength: 30 })), {
      maxLength: 6,
    });
    fc.assert(
      fc.property(text, (parts) => {
        const whole = parts.join(" ");
        expect(applyPolicies(quick, whole, "stored")).toEqual(applyPolicies(slow, whole, "stored"));
      }),
    );
  });

  it("redacts every string of a value before it is stored, and leaves the rest as it is", async () => {
    const input = {
      messages: [{ role: "user", content: "I am at a@b.org" }],
      count: 3,
      none: null,
      at: new Date(0),
    };
    const { value, findings } = await redactValue([policy(defaultRules)], input);
    expect(value).toEqual({ ...input, messages: [{ role: "user", content: "I am at <EMAIL_ADDRESS>" }] });
    expect(findings).toHaveLength(1);
  });
});

describe("a guarded stream", () => {
  const everything = policy({
    pii: (["EMAIL_ADDRESS", "CREDIT_CARD", "PHONE_NUMBER", "PERSON", "SECRET"] as const).map((type) => ({
      type,
      output: "redact" as const,
    })),
    placeholder: "numbered",
    blocklist: [{ term: "damn", action: "redact" }],
    patterns: [{ name: "Order", pattern: "ORD-\\d+", action: "redact" }],
  });
  const parts = fc.constantFrom(
    "My name is Anna Schmidt",
    ". ",
    "! ",
    "\n",
    " and ",
    "call +44 20 7946 0958",
    "4111 1111 1111 1111",
    "a@b.org",
    "damn",
    "ORD-77",
    "😀",
    "Dr. ",
    "Kim",
    " <PERSON_1> ",
    "key sk-a8Kd93LmQz71Xw0PbV5rT2yU",
    "x".repeat(300),
    "word ".repeat(70),
  );
  const text = fc.array(parts, { maxLength: 14 }).map((pieces) => pieces.join(""));

  function stream(policies: CompiledPolicy[], value: string, cuts: number[], stage: Stage = "output") {
    const guard = createStreamGuard(policies, stage);
    const ends = [...new Set(cuts.map((cut) => cut % (value.length + 1)))].sort((a, b) => a - b);
    const pieces = [...ends, value.length].map((end, at) =>
      guard.push(value.slice(at === 0 ? 0 : ends[at - 1], end)),
    );
    pieces.push(guard.end());
    return {
      text: pieces.map((piece) => piece.text).join(""),
      findings: pieces.flatMap((piece) => piece.findings),
      blocked: pieces.at(-1)?.blocked ?? null,
    };
  }

  it("gives what the whole text gives, however it was cut", () => {
    fc.assert(
      fc.property(text, fc.array(fc.nat(5_000), { maxLength: 12 }), (value, cuts) => {
        const whole = applyPolicies([everything], value, "output");
        expect(stream([everything], value, cuts)).toEqual({
          text: whole.text,
          findings: whole.findings,
          blocked: null,
        });
      }),
    );
  });

  it("gives it also character by character", () => {
    fc.assert(
      fc.property(
        text,
        (value) =>
          stream(
            [everything],
            value,
            Array.from(value, (_character, at) => at),
          ).text === applyPolicies([everything], value, "output").text,
      ),
      { numRuns: 20 },
    );
  });

  it("stops at the rule that blocks and lets nothing of it out", () => {
    const policies = [policy({ pii: [{ type: "CREDIT_CARD", output: "block" }] })];
    const value = "First line.\nYour card 4111 1111 1111 1111 is on file.\nMore.";
    fc.assert(
      fc.property(fc.array(fc.nat(80), { maxLength: 8 }), (cuts) => {
        const result = stream(policies, value, cuts);
        expect(result.text).toBe("First line.\n");
        expect(result.blocked).toContain("payment card");
      }),
    );
  });

  it("holds nothing back when no policy looks at answers", () => {
    const guard = createStreamGuard([policy(defaultRules)]);
    expect(guard.push("a@b")).toEqual({ text: "a@b", findings: [], blocked: null });
  });
});
