// @vitest-environment happy-dom
import { cleanup, render, screen } from "@testing-library/react";
import { userEvent } from "@testing-library/user-event";
import { afterEach, expect, it, vi } from "vitest";
import { mostImageBytes } from "#constants/playground";
import { Composer } from "./composer.client.tsx";

// The form fetches it when it is first checked, which may take longer than a test waits.
await import("#schema/playground");

afterEach(cleanup);

const onSend = vi.fn();
function show(isBusy = false) {
  onSend.mockReset();
  const composer = (busy: boolean) => <Composer paneCount={1} isBusy={busy} keep="reply/p" onSend={onSend} />;
  const { rerender } = render(composer(isBusy));
  return { setBusy: (busy: boolean) => rerender(composer(busy)) };
}
const reply = () => screen.getByRole<HTMLTextAreaElement>("textbox", { name: "Reply" });
const png = (name: string, bytes = 3) => new File(["x".repeat(bytes)], name, { type: "image/png" });

it("sends with Enter what is written, begins a line with Shift, and is empty afterwards", async () => {
  show();
  await userEvent.type(reply(), "One{Shift>}{Enter}{/Shift}two{Enter}");
  await vi.waitFor(() =>
    expect(onSend).toHaveBeenCalledExactlyOnceWith([{ type: "text", text: "One\ntwo" }]),
  );
  await vi.waitFor(() => expect(reply().value).toBe(""));
});

it("sends no turn while answers come, says so, and keeps what is written", async () => {
  const { setBusy } = show(true);
  await userEvent.type(reply(), "And in German?{Enter}");
  expect(await screen.findByText("Wait for the answers, or stop them.")).toBeTruthy();
  expect(reply().value).toBe("And in German?");
  expect(onSend).not.toHaveBeenCalled();
  setBusy(false);
  await userEvent.type(reply(), "{Enter}");
  await vi.waitFor(() => expect(onSend).toHaveBeenCalledOnce());
});

it("says what is missing of an empty turn", async () => {
  show();
  await userEvent.type(reply(), "  {Enter}");
  expect(await screen.findByText("Write a reply, or attach an image.")).toBeTruthy();
  expect(reply().getAttribute("aria-invalid")).toBe("true");
  expect(onSend).not.toHaveBeenCalled();
});

it("sends images before the words, at most four, none above 3 MB", async () => {
  show();
  const picker = screen.getByLabelText<HTMLInputElement>("Attach images", { selector: "input" });
  await userEvent.upload(picker, [png("large.png", mostImageBytes + 1), png("a.png")]);
  expect(await screen.findByText(/large\.png is larger than 3 MB/)).toBeTruthy();
  await userEvent.upload(picker, [png("b.png"), png("c.png"), png("d.png"), png("e.png")]);
  await screen.findByText("e.png");
  await userEvent.type(reply(), "Compare{Enter}");
  expect(await screen.findByText("A reply may show 4 images; take some away.")).toBeTruthy();
  expect(reply().value).toBe("Compare");
  await userEvent.click(screen.getByRole("button", { name: "Remove c.png" }));
  await userEvent.click(screen.getByRole("button", { name: "Send" }));
  await vi.waitFor(() => expect(onSend).toHaveBeenCalledOnce());
  const [parts] = onSend.mock.calls[0] as [{ type: string; filename?: string }[]];
  expect(parts.map(({ type, filename }) => filename ?? type)).toEqual([
    "a.png",
    "b.png",
    "d.png",
    "e.png",
    "text",
  ]);
  expect(screen.queryByText("a.png")).toBeNull();
});
