// @vitest-environment happy-dom
import { cleanup, render, screen, waitFor } from "@testing-library/react";
import userEvent from "@testing-library/user-event";
import { afterEach, expect, it, vi } from "vitest";
import type { Evaluator } from "#schema/evaluation";

const asked = vi.hoisted(() => vi.fn());
vi.mock("../actions.ts", () => ({ tryEvaluatorAction: asked }));
vi.mock("next/navigation", () => ({ useParams: () => ({ project: "demo" }) }));
const { EvaluatorTry } = await import("./evaluator-try.client.tsx");
// The form fetches it when it is first checked, which takes longer than a test waits.
await import("#schema/evaluation");

const evaluator = { key: "same", name: "Same", kind: "exact", config: {} } as unknown as Evaluator;
const exampleId = "0197c2a4-6d2e-7c3a-9d55-3b7f0c2c9a11";
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
  await userEvent.type(screen.getByLabelText("Example"), `${exampleId}{Enter}`);
  expect(await screen.findByText("passed")).toBeTruthy();
  expect(saved).not.toHaveBeenCalled();
  expect(asked).toHaveBeenCalledWith({ project: "demo", evaluator, output: "yes", exampleId });
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

it("looks at the example's id before anything is asked, and keeps what was typed", async () => {
  render(<EvaluatorTry evaluator={evaluator} />);
  await userEvent.type(screen.getByLabelText("Answer to judge"), "yes");
  await userEvent.type(screen.getByLabelText("Example"), "the third one");
  await userEvent.click(screen.getByRole("button", { name: "Try evaluator" }));
  await waitFor(() => expect(screen.getByLabelText("Example").getAttribute("aria-invalid")).toBe("true"));
  expect(screen.getByLabelText<HTMLTextAreaElement>("Answer to judge").value).toBe("yes");
  expect(asked).not.toHaveBeenCalled();
});
