import { describe, expect, it } from "vitest";
import { applyPolicies } from "./policies/apply.ts";
import { compilePolicy } from "./policies/compile.ts";
import { policyPresets } from "./presets.ts";
import { PolicyRules } from "./schema.ts";

const compiled = (key: string) => {
  const preset = policyPresets.find((one) => one.key === key);
  const rules = PolicyRules.parse(preset?.rules);
  return [compilePolicy({ id: "p", name: key, version: { number: 1, rules } })];
};
const left = (key: string, text: string) => applyPolicies(compiled(key), text, "input").text;

describe("a preset", () => {
  it.each(policyPresets.map((preset) => [preset.key, preset] as const))(
    "%s says of each thing which of its rules looks for it, and says what none looks for",
    (_, { rules, items }) => {
      const known = new Set([
        ...(rules.pii ?? []).map(({ type }) => type as string),
        ...(rules.patterns ?? []).map(({ name }) => name),
      ]);
      const named = items.flatMap(({ by }) => by);
      expect(named.filter((rule) => !known.has(rule))).toEqual([]);
      expect(items.filter(({ by, gap }) => by.length === 0 && gap === null)).toEqual([]);
      for (const { name } of rules.patterns ?? []) expect(named).toContain(name);
    },
  );

  it("hipaa lists the eighteen identifiers of the safe harbour", () => {
    expect(policyPresets.find(({ key }) => key === "hipaa")?.items).toHaveLength(18);
  });

  it.each([
    ["MRN: 00482-17 was seen", "<PATTERN_MEDICAL_RECORD_NUMBER_1> was seen"],
    ["Medicare number 1EG4-TE5-MK73", "<PATTERN_HEALTH_PLAN_NUMBER_1>"],
    ["her account no. 4471-0932", "her <PATTERN_ACCOUNT_NUMBER_1>"],
    ["admitted on March 14 with pain", "admitted on <PATTERN_MONTH_AND_DAY_1> with pain"],
    ["admitted 2026-03-14, aged 93", "admitted <PATTERN_DATE_WITH_ITS_DAY_1>, <PATTERN_AGE_OVER_89_1>"],
    ["lives in Boulder, CO 80301", "lives in Boulder, <PATTERN_STATE_AND_ZIP_CODE_1>"],
    ["VIN 1HGCM82633A004352", "VIN <PATTERN_VEHICLE_NUMBER_1>"],
    ["pacemaker serial number PM4471902", "pacemaker <PATTERN_DEVICE_OR_SERIAL_NUMBER_1>"],
    ["driver's license no D4471902", "<PATTERN_LICENCE_OR_CERTIFICATE_NUMBER_1>"],
    ["He is 42 years old, took 20 mg in 2019.", "He is 42 years old, took 20 mg in 2019."],
    ["Take the tablets twice; version 12 of the plan.", "Take the tablets twice; version 12 of the plan."],
  ])("hipaa: %s", (text, after) => {
    expect(left("hipaa", text)).toBe(after);
  });

  it.each([
    ["4111 1111 1111 1111 exp 04/29 cvv 123", "<CREDIT_CARD> <PATTERN_EXPIRY_DATE> <PATTERN_SECURITY_CODE>"],
    ["%B4111111111111111^DOE/JANE^29041010000000000000?", "<PATTERN_TRACK_DATA>"],
    ["my PIN is 4821", "my <PATTERN_PIN>"],
    ["order 4821 of 04/29", "order 4821 of 04/29"],
  ])("pci: %s", (text, after) => {
    expect(left("pci", text)).toBe(after);
  });

  it("gdpr gives the caller's own text back", () => {
    expect(compiled("gdpr")[0]?.placeholder).toBe("restored");
    expect(left("gdpr", "Mail anna@example.org.")).toBe("Mail <EMAIL_ADDRESS_1>.");
  });
});
