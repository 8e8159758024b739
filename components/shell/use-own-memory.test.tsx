// @vitest-environment happy-dom
import { cleanup, render, screen } from "@testing-library/react";
import { afterEach, expect, it, vi } from "vitest";
import { useOwnMemory } from "./use-own-memory.ts";

function Frame({ userId }: { userId: string }) {
  return useOwnMemory(userId) ? <p>the draft</p> : null;
}

afterEach(() => {
  cleanup();
  vi.restoreAllMocks();
});

it("shows nobody else what one person's page still holds, and begins again for them", () => {
  const reload = vi.spyOn(window.location, "reload").mockImplementation(() => {});
  const page = render(<Frame userId="ana" />);
  page.unmount();
  // Ana's session has ended, and she signs in again.
  const again = render(<Frame userId="ana" />);
  expect(screen.getByText("the draft")).toBeTruthy();
  expect(reload).not.toHaveBeenCalled();
  again.rerender(<Frame userId="ben" />);
  expect(screen.queryByText("the draft")).toBeNull();
  expect(reload).toHaveBeenCalledTimes(1);
});
