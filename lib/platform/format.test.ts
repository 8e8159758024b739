import fc from "fast-check";
import { describe, expect, it } from "vitest";
import * as format from "./format.ts";

describe("money", () => {
  it.each([
    [0, "$0"],
    [0.00003, "$0.00003"],
    [0.000123456, "$0.0001235"],
    [0.5, "$0.50"],
    [1.82, "$1.82"],
    [1.8234, "$1.823"],
    [12.3456, "$12.35"],
    [212.4, "$212.40"],
    [48_210.6, "$48,211"],
    [-1.5, "−$1.50"],
  ])("%d is %s", (usd, text) => expect(format.formatMoney(usd)).toBe(text));

  it("never loses more than a thousandth of what it says", () => {
    fc.assert(
      fc.property(fc.double({ min: 1e-9, max: 1e9, noNaN: true }), (usd) => {
        const read = Number(format.formatMoney(usd).replace(/[$,]/g, ""));
        expect(Math.abs(read - usd) / usd).toBeLessThan(1e-3);
      }),
    );
  });
});

describe("numbers", () => {
  it("groups, signs and marks shares", () => {
    expect(format.formatNumber(48_210)).toBe("48,210");
    expect(format.formatNumber(-0.4)).toBe("0");
    expect(format.formatValue(0.81324)).toBe("0.813");
    expect(format.formatValue(48_210.4)).toBe("48,210");
    expect(format.formatCompact(48_210)).toBe("48.2k");
    expect(format.formatPercent(0.905)).toBe("90.5 %");
    expect(format.formatPercent(1)).toBe("100 %");
    expect(format.formatSigned(4.2)).toBe("+4.2");
    expect(format.formatSigned(-2.1)).toBe("−2.1");
    expect(format.formatSigned(0.0001)).toBe("+0.0001");
    expect(format.formatSigned(0)).toBe("0");
    expect(format.formatPoints(0.042)).toBe("+4.2 points");
    expect(format.formatTokens(1204)).toBe("1,204 tokens");
    expect(format.formatCount(1, "case")).toBe("1 case");
    expect(format.formatBytes(1_400_000)).toBe("1.4 MB");
    expect(format.formatBytes(0)).toBe("0 B");
  });
});

describe("rounding never crosses a limit", () => {
  it.each([
    [1999 / 2000, "99.95 %"],
    [2999 / 3000, "99.97 %"],
    [1 / 3000, "0.03 %"],
    [1 / 30_000, "0.003 %"],
    [0.9996, "99.96 %"],
    [-0.00001, "−0.001 %"],
    [0, "0 %"],
    [1, "100 %"],
    [0.1 + 0.2 - 0.3, "0 %"],
  ])("%d is %s", (share, text) => expect(format.formatPercent(share)).toBe(text));

  it("holds for the limit a figure is compared with", () => {
    expect(format.formatPercent(0.8796, 0, [0.88])).toBe("87.96 %");
    expect(format.formatPercent(0.88, 0, [0.88])).toBe("88 %");
    expect(format.formatDuration(2001, [2000])).toBe("2.001 s");
    expect(format.formatDuration(1999.9, [2000])).toBe("1.9999 s");
    expect(format.formatDuration(120_001, [120_000])).toBe("120.001 s");
    expect(format.formatDuration(999.7, [1000])).toBe("0.9997 s");
    expect(format.formatMoney(0.500001, [0.5])).toBe("$0.500001");
    expect(format.formatMoney(1000.4, [1000])).toBe("$1,000.4");
    expect(format.formatValue(0.9996, 3, [1])).toBe("0.9996");
  });

  const read = (text: string) => Number(text.replace(/[^\d.−-]/g, "").replace("−", "-"));
  it("whatever the figure and the limit", () => {
    const part = fc.double({ min: 0, max: 1, noNaN: true });
    fc.assert(
      fc.property(part, part, fc.constantFrom(0, 1, 2), (value, near, digits) => {
        // Limits that matter are round and close.
        const limit = Math.round(near * 100) / 100;
        for (const share of [value, limit + (value - 0.5) / 1000, limit]) {
          const printed = read(format.formatPercent(share, digits, [limit]));
          for (const bound of [0, limit * 100, 100])
            if (Math.abs(share * 100 - bound) > 1e-6)
              expect(Math.sign(printed - bound)).toBe(Math.sign(share * 100 - bound));
          expect(Math.abs(printed - share * 100)).toBeLessThanOrEqual(0.5 * 10 ** -digits + 1e-9);
        }
        const usd = limit + (value - 0.5) / 1e4;
        if (limit > 0 && usd > 0 && Math.abs(usd - limit) > 1e-8)
          expect(Math.sign(read(format.formatMoney(usd, [limit])) - limit)).toBe(Math.sign(usd - limit));
      }),
    );
  });

  it.each([
    [0.00622, "0.63 %"],
    [0.0381, "3.9 %"],
    [0.25, "25 %"],
    [0.1461, "15 %"],
    [0.9999, "100 %"],
    [1, "100 %"],
  ])("as an upper bound %d is %s", (share, text) => expect(format.formatPercentUp(share)).toBe(text));

  it("more is never printed as less", () => {
    const share = fc.double({ min: 0, max: 1, noNaN: true });
    fc.assert(
      fc.property(share, share, (left, right) => {
        const [low, high] = [Math.min(left, right), Math.max(left, right)];
        expect(read(format.formatPercent(low))).toBeLessThanOrEqual(read(format.formatPercent(high)));
      }),
    );
  });
});

describe("carbon", () => {
  it("carries its uncertainty", () => {
    expect(format.formatCarbon(0.021, { low: 0.0126, high: 0.0294 })).toBe("0.021 gCO₂e ± 40 %");
    expect(format.formatCarbon(1900)).toBe("1.9 kgCO₂e");
    expect(format.formatCarbon(0)).toBe("0 gCO₂e");
    expect(format.formatEnergy(0.00042)).toBe("0.42 Wh");
  });

  it.each([
    ["above", { low: 0.9, high: 1.5 }, "± 50 %"],
    ["below", { low: 0.4, high: 1.1 }, "± 60 %"],
    ["nowhere", { low: 1, high: 1 }, ""],
  ])("an interval that reaches further %s is told by its longer side", (_, interval, text) => {
    expect(format.formatUncertainty(1, interval)).toBe(text);
    expect(format.formatCarbon(1, interval)).toBe(`1 gCO₂e ${text}`.trim());
  });

  it("nothing has no uncertainty, and a guess without an interval tells none", () => {
    expect(format.formatUncertainty(0, { low: 0, high: 1 })).toBe("");
    expect(format.formatUncertainty(null, { low: 0, high: 1 })).toBe("");
    expect(format.formatUncertainty(1, null)).toBe("");
  });
});

describe("time", () => {
  it.each([
    [0, "0 ms"],
    [2.44, "2.4 ms"],
    [26, "26 ms"],
    [1410, "1.41 s"],
    [38_000, "38 s"],
    [200_000, "3 min 20 s"],
    [7_500_000, "2 h 5 min"],
    [120_960_000, "1.4 d"],
  ])("%d ms is %s", (ms, text) => expect(format.formatDuration(ms)).toBe(text));

  const now = "2026-11-23T12:00:00Z";
  it.each([
    ["2026-11-23T11:59:55Z", "just now"],
    ["2026-11-23T11:40:00Z", "20 min ago"],
    ["2026-11-23T09:00:00Z", "3 h ago"],
    ["2026-11-25T12:00:00Z", "in 2 d"],
    ["2026-10-12T09:00:00Z", "Oct 12"],
    ["2025-10-12T09:00:00Z", "Oct 12, 2025"],
  ])("%s is %s", (moment, text) => expect(format.formatRelative(moment, now)).toBe(text));

  it("gives the exact moment and a clock", () => {
    expect(format.formatExact("2026-11-23T15:46:09.123Z")).toBe("2026-11-23 15:46:09 UTC");
    expect(format.formatElapsed(31_000)).toBe("0:31");
    expect(format.formatElapsed(3_723_000)).toBe("1:02:03");
  });
});

it("writes a dash for nothing, never a zero", () => {
  for (const nothing of [null, undefined, Number.NaN]) {
    for (const write of [
      format.formatMoney,
      format.formatNumber,
      format.formatPercent,
      format.formatCarbon,
      format.formatDuration,
      format.formatTokens,
      format.formatSigned,
    ]) {
      expect(write(nothing)).toBe("—");
    }
  }
  expect(format.formatRelative(null, 0)).toBe("—");
  expect(format.formatExact("not a date")).toBe("—");
});
