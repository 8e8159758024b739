import { expect, it } from "vitest";
import { measures } from "./measure.ts";

it("writes a tick from its value only, whatever the chart passes beside it", () => {
  for (const [name, { tick }] of Object.entries(measures)) {
    const called = tick as (...given: unknown[]) => string;
    expect(called(1_234.5, 3), name).toBe(tick(1_234.5));
  }
});
