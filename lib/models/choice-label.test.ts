import { expect, it } from "vitest";
import { choiceLabel } from "./choice-label.ts";

it("says once that a model is simulated, and nests no brackets", () => {
  const of = (model: string, connectionName: string, isSimulated: boolean) =>
    choiceLabel({ model, connectionName, isSimulated });
  expect(of("simulated (quick)", "Simulated", true)).toBe("simulated (quick) · Simulated");
  expect(of("echo", "Trial", true)).toBe("echo · Trial, simulated");
  expect(of("gpt-4o-mini", "OpenAI (EU)", false)).toBe("gpt-4o-mini · OpenAI (EU)");
});
