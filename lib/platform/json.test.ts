import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { losesDigits, parseJsonExactly } from "./json.ts";

describe("reading JSON exactly", () => {
  it.each([
    ['{"inputs":{"order_id":9007199254740993}}', "inputs.order_id", "9007199254740993"],
    ["1234567890123456789", "", "1234567890123456789"],
    ['{"a":[{"b":[1,-9007199254740993]}]}', "a.0.b.1", "-9007199254740993"],
    ['{"a":9007199254740993.0}', "a", "9007199254740993.0"],
    ['{"a":9.007199254740993e15}', "a", "9.007199254740993e15"],
    ['{"a":12345678901234567890.5}', "a", "12345678901234567890.5"],
    ['{"a":1e400}', "a", "1e400"],
    ['{"a":[1e-400]}', "a.0", "1e-400"],
    ['{"a":4e-324}', "a", "4e-324"],
    ['{"pi":3.14159265358979323846}', "pi", "3.14159265358979323846"],
    ["0.1234567890123456789", "", "0.1234567890123456789"],
    ['{"__proto__":{"id":12345678901234567890}}', "__proto__.id", "12345678901234567890"],
  ])("refuses %s, naming the field", (text, path, number) => {
    expect(() => parseJsonExactly(text)).toThrow(
      expect.objectContaining({ code: "invalid_input", details: { path, number } }),
    );
  });
  it.each([
    '{"a":9007199254740991,"b":9007199254740992,"c":1e23,"d":-9007199254740994}',
    '{"pi":3.141592653589793,"tiny":0.10000000000000001,"exact":0.1000000000000000055511151231257827,"small":5e-324}',
    '{"none":0.000000000000000000000,"zero":0e-999,"padded":0.50000000000000000000000}',
    '{"text":"9007199254740993 and 1e400"}',
    '{"9007199254740993":1}',
  ])("keeps %s as JSON.parse does", (text) => {
    expect(parseJsonExactly(text)).toEqual(JSON.parse(text));
  });
  it("throws a SyntaxError for what is no JSON", () => {
    expect(() => parseJsonExactly("{9007199254740993")).toThrow(SyntaxError);
  });
  it("refuses a whole number exactly when writing it again gives other digits", () => {
    const whole = fc.bigInt({ min: -(10n ** 30n), max: 10n ** 30n });
    fc.assert(
      fc.property(whole, (number) => {
        const again = BigInt(Number(number).toLocaleString("fullwide", { useGrouping: false }));
        expect(losesDigits(String(number))).toBe(again !== number);
      }),
    );
  });
});
