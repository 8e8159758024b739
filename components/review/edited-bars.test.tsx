// @vitest-environment happy-dom
import { cleanup, render, screen } from "@testing-library/react";
import { afterEach, expect, it } from "vitest";
import { ShortcutProvider } from "#ui/shortcuts.client";
import { DecisionBar } from "./decision-bar.tsx";
import type { Draft } from "./desk.ts";
import { PhoneBar } from "./phone-bar.tsx";

afterEach(cleanup);

const nothing = () => undefined;
const act = {
  approve: nothing,
  edit: nothing,
  approveEdit: nothing,
  reject: nothing,
  confirmReject: nothing,
  skip: nothing,
  undo: nothing,
};
const draft = (mode: Draft["mode"]): Draft => ({
  mode,
  correction: "not what the schema asks for",
  reasonKey: null,
  comment: "",
  addExample: true,
});
const bar = {
  reasons: [],
  act,
  isDisabled: false,
  isChanged: true,
  onWrite: nothing,
};
const button = (name: string) => screen.getByRole<HTMLButtonElement>("button", { name });

it("a correction that cannot be sent yet is never approved over under the plain word, on a desk or a phone", () => {
  for (const mode of ["read", "edit"] as const) {
    render(
      <ShortcutProvider>
        <DecisionBar
          {...bar}
          draft={draft(mode)}
          isEdited={false}
          isStuck={false}
          canUndo={false}
          stats={null}
          reasonsRef={null}
        />
      </ShortcutProvider>,
    );
    expect(button("Approve as it was A").disabled, mode).toBe(false);
    expect(button("Approve my edit ⌘↵").disabled, mode).toBe(true);
    // Without a keyboard too there is a way back to what is wrong.
    expect(screen.queryByRole("button", { name: "Edit on E" }) !== null, mode).toBe(mode === "read");
    cleanup();
    render(<PhoneBar {...bar} draft={draft(mode)} isEdited={false} />);
    expect(button("Approve edit").disabled, mode).toBe(true);
    cleanup();
  }
});

it("a task that somebody else has can be left by a button", () => {
  render(
    <ShortcutProvider>
      <DecisionBar
        {...bar}
        draft={draft("read")}
        isEdited={false}
        isDisabled
        isStuck
        canUndo={false}
        stats={null}
        reasonsRef={null}
      />
    </ShortcutProvider>,
  );
  expect(button("Next task S").disabled).toBe(false);
});

it("on a phone a correction that cannot be sent can be thrown away", () => {
  render(<PhoneBar {...bar} draft={draft("edit")} isEdited={false} />);
  expect(button("Discard").disabled).toBe(false);
});
