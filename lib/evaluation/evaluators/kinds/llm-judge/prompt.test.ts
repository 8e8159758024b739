import { expect, test } from "vitest";
import { fieldsOf } from "../../fields.ts";
import { llmJudge } from "./descriptor.ts";
import { judgeMessages, judgeSchema } from "./prompt.ts";
import { readJudgement } from "./reply.ts";

const wholeScores = fieldsOf(llmJudge.config).find(({ name }) => name === "wholeScores");

test.each([
  { scaleMin: 0, scaleMax: 1 },
  { scaleMin: 0, scaleMax: 1, wholeScores: true },
  { scaleMin: 0, scaleMax: 1, wholeScores: false },
  { scaleMin: 1, scaleMax: 5 },
  { scaleMin: 1, scaleMax: 5, wholeScores: false },
  { scaleMin: 0, scaleMax: 10 },
])("of %j a judge is asked for what its reply may hold, and the editor shows the same", (scale) => {
  const isWhole = scale.wholeScores ?? scale.scaleMax !== 1;
  const reply = readJudgement(`{"score":${scale.scaleMin + 0.5}}`, scale);
  expect("missing" in reply).toBe(isWhole);
  const config = { ...scale, rubric: "Is it right?", showReference: false };
  const [system] = judgeMessages(config, { output: "", reference: null, inputs: {} });
  expect(system?.content.includes("whole score")).toBe(isWhole);
  expect(judgeSchema(scale)).toHaveProperty("properties.score.type", isWhole ? "integer" : "number");
  expect(scale.wholeScores ?? wholeScores?.whenAbsent?.(scale)).toBe(isWhole);
});
