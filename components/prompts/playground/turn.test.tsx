// @vitest-environment happy-dom
import { cleanup, render, screen } from "@testing-library/react";
import { userEvent } from "@testing-library/user-event";
import { afterEach, expect, it, vi } from "vitest";
import type { PlaygroundMessage } from "#schema/playground";
import { ToolCall } from "./tool-call.client.tsx";
import { UserTurn } from "./turn.client.tsx";

// The form fetches it when it is first checked, which may take longer than a test waits.
await import("#schema/playground");

afterEach(cleanup);

it("sends an edited turn again, and none without words", async () => {
  const onEdit = vi.fn();
  const message: PlaygroundMessage = { id: "m", role: "user", parts: [{ type: "text", text: "Shorter" }] };
  render(<UserTurn message={message} onEdit={onEdit} />);
  await userEvent.click(screen.getByRole("button", { name: "Edit" }));
  const field = screen.getByRole("textbox", { name: "Your reply" });
  await userEvent.clear(field);
  await userEvent.click(screen.getByRole("button", { name: "Send again" }));
  expect(await screen.findByText("Write a reply, or attach an image.")).toBeTruthy();
  expect(onEdit).not.toHaveBeenCalled();
  await userEvent.type(field, "In one word");
  await userEvent.click(screen.getByRole("button", { name: "Send again" }));
  await vi.waitFor(() => expect(onEdit).toHaveBeenCalledExactlyOnceWith("In one word"));
  expect(screen.queryByRole("textbox")).toBeNull();
});

it.each([
  ['{{"status": "sent"}', { status: "sent" }],
  ["sent", "sent"],
  ['""', ""],
])("gives a tool's result %j as %j, and asks for one that is missing", async (typed, output) => {
  const onOutput = vi.fn();
  render(
    <ToolCall
      part={{
        type: "dynamic-tool",
        toolName: "mail",
        toolCallId: "c",
        state: "input-available",
        input: { to: "a" },
      }}
      onOutput={onOutput}
    />,
  );
  await userEvent.click(screen.getByRole("button", { name: "Send the result" }));
  expect(await screen.findByText(/Write what the tool would give/)).toBeTruthy();
  await userEvent.type(screen.getByRole("textbox", { name: /^Result of mail/ }), typed);
  await userEvent.click(screen.getByRole("button", { name: "Send the result" }));
  await vi.waitFor(() => expect(onOutput).toHaveBeenCalledExactlyOnceWith(output));
});
