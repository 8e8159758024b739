// @vitest-environment happy-dom
import { cleanup, render, screen } from "@testing-library/react";
import userEvent from "@testing-library/user-event";
import { afterEach, expect, it, vi } from "vitest";
import type { Evaluator } from "#schema/evaluation";

const asked = vi.hoisted(() => vi.fn());
vi.mock("../actions.ts", () => ({ tryEvaluatorAction: asked }));
vi.mock("next/navigation", () => ({ useParams: () => ({ project: "demo" }) }));
const { EvaluatorTry } = await import("./evaluator-try.client.tsx");

const evaluator = { key: "same", name: "Same", kind: "exact", config: {} } as unknown as Evaluator;
afterEach(() => {
  cleanup();
  asked.mockReset();
});

it("asks the evaluator as it stands in the form, and Enter saves no suite", async () => {
  asked.mockResolvedValue({
    data: { value: 1, isPassed: true, reasoning: "The same.", costUsd: 0.002, generationIds: ["g1"] },
  });
  const saved = vi.fn((event: SubmitEvent) => event.preventDefault());
  render(
    <form onSubmit={(event) => saved(event.nativeEvent as SubmitEvent)}>
      <EvaluatorTry evaluator={evaluator} />
    </form>,
  );
  await userEvent.type(screen.getByLabelText("Answer to judge"), "yes");
  await userEvent.type(screen.getByLabelText("Example"), "e1{Enter}");
  expect(await screen.findByText("passed")).toBeTruthy();
  expect(saved).not.toHaveBeenCalled();
  expect(asked).toHaveBeenCalledWith({ project: "demo", evaluator, output: "yes", exampleId: "e1" });
  expect(screen.getByRole("link").getAttribute("href")).toBe("/demo/traffic/g1");
});

it("says why nothing could be judged", async () => {
  asked.mockResolvedValue({
    serverError: { code: "forbidden", message: "Ask an engineer.", requestId: "r" },
  });
  render(<EvaluatorTry evaluator={evaluator} />);
  await userEvent.click(screen.getByRole("button", { name: "Try evaluator" }));
  expect(await screen.findByText("Ask an engineer.")).toBeTruthy();
});
