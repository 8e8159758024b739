// @vitest-environment happy-dom
import { cleanup, render, screen } from "@testing-library/react";
import { userEvent } from "@testing-library/user-event";
import { AppRouterContext } from "next/dist/shared/lib/app-router-context.shared-runtime";
import { NuqsTestingAdapter } from "nuqs/adapters/testing";
import { afterEach, expect, it } from "vitest";
import type { ExploredDecision } from "#schema/review";
import { ShortcutProvider } from "#ui/shortcuts.client";
import { ExploredList } from "./explored-list.client.tsx";

const row = (taskNumber: number): ExploredDecision => ({
  id: `decision-${taskNumber}`,
  taskId: `task-${taskNumber}`,
  taskNumber,
  taskTitle: "",
  queueId: "queue",
  kind: "reject",
  role: "opinion",
  isOutcome: true,
  reviewerId: null,
  reviewerName: "Ana",
  reasonKey: null,
  reasonName: null,
  comment: "",
  output: "An answer.",
  correction: null,
  correctionStatus: null,
  confirmedByName: null,
  editDistance: null,
  editRatio: null,
  decisionMs: 1000,
  exampleId: null,
  datasetId: null,
  datasetVersionId: null,
  promptId: null,
  promptVersionId: null,
  promptPath: null,
  promptVersionNumber: null,
  generationId: null,
  runId: null,
  caseId: null,
  undoneAt: null,
  createdAt: new Date("2026-11-27T10:00:00Z"),
});

const nowhere = {
  bfcacheId: "",
  back: () => {},
  forward: () => {},
  refresh: () => {},
  push: () => {},
  replace: () => {},
  prefetch: () => {},
};

afterEach(cleanup);

it("acts on the rows that are in the list, though more were ticked before it was narrowed", async () => {
  const actions = {
    make: async () => undefined,
    takeOut: async () => undefined,
    archive: async () => undefined,
  };
  const list = (rows: ExploredDecision[]) => (
    <AppRouterContext value={nowhere}>
      <NuqsTestingAdapter>
        <ShortcutProvider>
          <ExploredList
            project="demo"
            rows={rows}
            isWhole
            datasets={{ choices: [], actions }}
            mayDraft={false}
          />
        </ShortcutProvider>
      </NuqsTestingAdapter>
    </AppRouterContext>
  );
  const page = render(list([row(1), row(2)]));
  for (const box of screen.getAllByRole("checkbox", { name: /Select task/ })) await userEvent.click(box);
  expect(screen.getByText("2 selected")).toBeTruthy();
  page.rerender(list([row(2), row(3)]));
  expect(screen.getByText("1 selected")).toBeTruthy();
  expect(screen.getByText("0 have a correction, 1 have none")).toBeTruthy();
  page.rerender(list([row(3)]));
  expect(screen.queryByText(/selected/)).toBeNull();
  expect(screen.queryByRole("button", { name: /Make dataset/ })).toBeNull();
});
