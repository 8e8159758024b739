import { readFileSync } from "node:fs";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { cpuMs } from "#testing/cpu";
import { piiTypes } from "../constants.ts";
import { type PiiType } from "../schema.ts";
import { detectPii } from "./detect.ts";
import { type Labelled, measureDetection } from "./measure.ts";
import { redactPii } from "./redact.ts";

const corpus = readFileSync(new URL("../testdata/presidio-synth.jsonl", import.meta.url), "utf8")
  .trim()
  .split("\n")
  .map((line) => JSON.parse(line) as Labelled);
const found = (text: string, types?: PiiType[]) =>
  detectPii(text, { types: types ?? [...piiTypes] }).map((finding) => [finding.type, finding.text]);

/** Identifiers made so that nothing in one is another: the laws below are about exactly these. */
const identifiers: Record<string, string> = {
  EMAIL_ADDRESS: "anna.bell@example.org",
  CREDIT_CARD: "4111 1111 1111 1111",
  IBAN_CODE: "DE89 3704 0044 0532 0130 00",
  US_SSN: "536-90-4399",
  PHONE_NUMBER: "+44 20 7946 0958",
  IP_ADDRESS: "203.0.113.77",
  API_KEY: "ghp_a8Kd93LmQz71Xw0PbV5rT2yUe6Nc4HsJfGiO",
};

describe("detection measured on Presidio's synthetic sentences", () => {
  const floors: [PiiType, number, number][] = [
    ["CREDIT_CARD", 0.98, 1],
    ["EMAIL_ADDRESS", 1, 1],
    ["IBAN_CODE", 1, 0.95],
    ["US_SSN", 1, 1],
    ["IP_ADDRESS", 0.95, 1],
    ["PHONE_NUMBER", 0.95, 0.95],
    ["URL", 0.95, 0.95],
    ["PERSON", 0.95, 0.9],
  ];
  const measures = measureDetection(
    corpus,
    floors.map(([type]) => type),
  );
  it.each(floors)("%s has at least precision %d and recall %d", (type, precision, recall) => {
    const measure = measures.find((entry) => entry.type === type);
    expect(measure?.precision).toBeGreaterThanOrEqual(precision);
    expect(measure?.recall).toBeGreaterThanOrEqual(recall);
  });
});

describe("each kind", () => {
  it.each([
    [
      "4111-1111-1111-1111 and 378282246310005",
      [
        ["CREDIT_CARD", "4111-1111-1111-1111"],
        ["CREDIT_CARD", "378282246310005"],
      ],
    ],
    ["order 4111111111111112 has a wrong check digit", []],
    ["iban gb42nawi04454264788619 now", [["IBAN_CODE", "gb42nawi04454264788619"]]],
    ["IBAN DE89 3704 0044 0532 0130 00 and then", [["IBAN_CODE", "DE89 3704 0044 0532 0130 00"]]],
    ["IBAN DE88 3704 0044 0532 0130 00", []],
    ["SSN 000-12-3456, 666-12-3456, 078-05-1120", []],
    ["my ssn is 536904399", [["US_SSN", "536904399"]]],
    ["invoice 536904399 is open", []],
    ["NHS number 943 476 5919", [["UK_NHS", "943 476 5919"]]],
    ["national insurance AB 12 34 56 C", [["UK_NINO", "AB 12 34 56 C"]]],
    [
      "from 10.1.2.3 and 2001:db8::8a2e:370:7334",
      [
        ["IP_ADDRESS", "10.1.2.3"],
        ["IP_ADDRESS", "2001:db8::8a2e:370:7334"],
      ],
    ],
    ["at 12:20:39 on 2024-05-06, 300.1.2.3, version 1.2.3.4", []],
    ["call me at 0171 5551234", [["PHONE_NUMBER", "0171 5551234"]]],
    ["order 20231105 of 2023-11-05 for 1,250,000.00 EUR", []],
    ["see https://example.org/a?b=1.", [["URL", "https://example.org/a?b=1"]]],
    ["key sk-proj-a8Kd93LmQz71Xw0PbV5rT2yU here", [["API_KEY", "sk-proj-a8Kd93LmQz71Xw0PbV5rT2yU"]]],
    ["password: Tr0ub4dor&3.", [["PASSWORD", "Tr0ub4dor&3"]]],
    ["AWS AKIAIOSFODNN7EXAMPLE", [["API_KEY", "AKIAIOSFODNN7EXAMPLE"]]],
    ["vl_live_9f8a7b6c5d4e3f2a1b0c leaked", [["API_KEY", "vl_live_9f8a7b6c5d4e3f2a1b0c"]]],
    ["the token of appreciation is sk-learn like", []],
    ["My name is Anna Schmidt.", [["PERSON", "Anna Schmidt"]]],
    ["Please ask Dr. Okonkwo about it", [["PERSON", "Okonkwo"]]],
    ["Hello Support Team, thank you", []],
  ])("in %j", (text, expected) => {
    expect(found(text as string)).toEqual(expected);
  });

  it("of doubtful shape counts only with a telling word before it", () => {
    expect(found("my phone is 5551234567")).toEqual([["PHONE_NUMBER", "5551234567"]]);
    expect(found("my order is 5551234567")).toEqual([]);
  });

  it("is found among others when only some are asked for, and the others do not become it", () => {
    const text = `mail ${identifiers["EMAIL_ADDRESS"]} card ${identifiers["CREDIT_CARD"]}`;
    expect(found(text, ["EMAIL_ADDRESS"])).toEqual([["EMAIL_ADDRESS", identifiers["EMAIL_ADDRESS"]]]);
    expect(found(text, ["PHONE_NUMBER"])).toEqual([]);
  });
});

describe("a telephone number", () => {
  it("is found also when another number follows it", () => {
    expect(redactPii("+44 20 7946 0958 12")).toBe("<PHONE_NUMBER> 12");
    expect(redactPii("Ring +44 20 7946 0958 3 4 times")).toBe("Ring <PHONE_NUMBER> 3 4 times");
  });
});

describe("the laws of redaction", () => {
  const words = fc.constantFrom(
    "please",
    "look",
    "at",
    "my",
    "phone",
    "card",
    "Anna",
    "😀",
    "été",
    "\n",
    ". ",
    "order",
    "12",
    "Dr.",
    "—",
    "🏳️‍🌈",
    "<PERSON>",
  );
  const piece = fc.oneof(
    { weight: 3, arbitrary: words },
    { weight: 2, arbitrary: fc.constantFrom(...Object.values(identifiers)) },
  );
  const text = fc.array(piece, { maxLength: 25 }).map((parts) => parts.join(" "));

  it("no identifier is left in a redacted text", () => {
    fc.assert(
      fc.property(text, (value) => {
        const redacted = redactPii(value);
        for (const identifier of Object.values(identifiers)) expect(redacted).not.toContain(identifier);
        expect(detectPii(redacted)).toEqual([]);
      }),
    );
  });

  it("redacting twice is redacting once", () => {
    fc.assert(fc.property(text, (value) => redactPii(redactPii(value)) === redactPii(value)));
  });

  it("offsets cut out exactly the text found, in order, also beside surrogate pairs, in any text", () => {
    fc.assert(
      fc.property(fc.oneof(text, fc.string({ unit: "binary", maxLength: 80 })), (value) => {
        let end = 0;
        for (const finding of detectPii(value, { types: [...piiTypes] })) {
          expect(value.slice(finding.start, finding.end)).toBe(finding.text);
          expect(finding.start).toBeGreaterThanOrEqual(end);
          end = finding.end;
        }
      }),
    );
    expect(redactPii("😀anna@example.org😀")).toBe("😀<EMAIL_ADDRESS>😀");
  });

  it("takes time in proportion to the text, whatever is in it", async () => {
    for (const unit of ["1 ", "a@", "4111-", "::1", "(1", "A", "x.y-", "Dr. A ", "key key "]) {
      const text = unit.repeat(40_000 / unit.length);
      expect(await cpuMs(() => detectPii(text, { types: [...piiTypes] })), unit).toBeLessThan(5_000);
    }
  });
});
