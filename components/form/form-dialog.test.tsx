// @vitest-environment happy-dom
import { act, cleanup, render, screen, waitFor } from "@testing-library/react";
import { PointerEventsCheckLevel, userEvent } from "@testing-library/user-event";
import { useState } from "react";
import { afterEach, beforeEach, expect, it, vi } from "vitest";
import { z } from "zod";
import { Button } from "#ui/button";
import { Input } from "#ui/input";
import { toastAway, toastUndo } from "#ui/toaster";
import type { StudioResult } from "./failure.tsx";
import { FormDialog } from "./form-dialog.client.tsx";
import { FormField } from "./form.client.tsx";
import { type ShownOnce, ShownOnceDialog } from "./shown-once-dialog.client.tsx";
import { useActionForm } from "./use-action-form.client.tsx";

vi.mock("#ui/toaster", { spy: true });

type Action = (input: { name: string }) => Promise<StudioResult<{ id: string }>>;

const worked = { data: { id: "a" } };
const taken: StudioResult<{ id: string }> = {
  serverError: {
    code: "conflict",
    message: "The name is taken.",
    requestId: "req-1",
    details: { field: "name" },
  },
};

function useNamed(action: Action, onDone?: (data: { id: string }) => void, after: "keep" | "empty" = "keep") {
  return useActionForm({
    action,
    schema: () => Promise.resolve(z.object({ name: z.string().min(1) })),
    values: { name: "" },
    input: (values) => values,
    onDone,
    after,
  });
}

function Name({ form }: { form: ReturnType<typeof useNamed> }) {
  return (
    <FormField form={form} name="name" label="Name">
      <Input />
    </FormField>
  );
}

function InDialog({ action }: { action: Action }) {
  const [isOpen, setOpen] = useState(false);
  const form = useNamed(action, () => setOpen(false));
  return (
    <FormDialog
      form={form}
      open={isOpen}
      onOpenChange={setOpen}
      title="New suite"
      trigger={<Button>New</Button>}
      submitLabel="Make it"
    >
      <Name form={form} />
    </FormDialog>
  );
}

const field = () => screen.getByLabelText<HTMLInputElement>("Name");
const press = (name: string) => userEvent.click(screen.getByRole("button", { name }));

beforeEach(() => {
  vi.mocked(toastUndo).mockClear();
  vi.mocked(toastAway).mockClear();
});
afterEach(cleanup);

it("loses nothing when a half-filled dialog is closed", async () => {
  const action = vi.fn<Action>(async () => worked);
  render(<InDialog action={action} />);
  await press("New");
  expect(screen.queryByText(/still here/)).toBeNull();
  await userEvent.type(field(), "Tickets");
  await userEvent.keyboard("{Escape}");
  await waitFor(() => expect(screen.queryByRole("dialog")).toBeNull());
  await press("New");
  expect(field().value).toBe("Tickets");
  expect(screen.getByText(/still here/)).toBeTruthy();
  await press("Start over");
  await waitFor(() => expect(field().value).toBe(""));
});

it("offers to start over also where something else than its own button opens it, and takes the toast away", async () => {
  function FromMenu() {
    const [isOpen, setOpen] = useState(false);
    const form = useNamed(async () => worked);
    return (
      <>
        <Button onClick={() => setOpen(true)}>Rename…</Button>
        <FormDialog form={form} open={isOpen} onOpenChange={setOpen} title="Rename" submitLabel="Rename">
          <Name form={form} />
        </FormDialog>
      </>
    );
  }
  render(<FromMenu />);
  await press("Rename…");
  expect(toastAway).not.toHaveBeenCalled();
  await userEvent.type(field(), "Tickets");
  expect(screen.queryByText(/still here/)).toBeNull();
  await userEvent.keyboard("{Escape}");
  await waitFor(() => expect(screen.queryByRole("dialog")).toBeNull());
  const id = vi.mocked(toastUndo).mock.calls[0]?.[2]?.id;
  await press("Rename…");
  expect(screen.getByText(/still here/)).toBeTruthy();
  expect(toastAway).toHaveBeenCalledWith(id);
});

it("says a refusal only beside its field, also when the dialog is opened again", async () => {
  const action = vi.fn<Action>(async () => taken);
  render(<InDialog action={action} />);
  await press("New");
  await userEvent.type(field(), "Tickets");
  await press("Make it");
  await screen.findByRole("alert");
  const send = screen.getByRole("button", { name: "Make it" });
  await waitFor(() => expect(send.getAttribute("aria-busy")).toBeNull());
  await userEvent.keyboard("{Escape}");
  await waitFor(() => expect(screen.queryByRole("dialog")).toBeNull());
  await press("New");
  await waitFor(() => expect(document.activeElement).toBe(field()));
  expect(screen.getAllByRole("alert")).toHaveLength(1);
});

const seen: ShownOnce = {
  text: "",
  title: "Copy it",
  description: "Once.",
  copyLabel: "Copy",
  doneLabel: "I have it",
};

function Secret({ action, made = null }: { action: Action; made?: string | null }) {
  const [key, setKey] = useState(made);
  const form = useNamed(action, ({ id }) => setKey(id), "empty");
  return (
    <ShownOnceDialog
      form={form}
      trigger={<Button>New key</Button>}
      title="New key"
      description="One per program."
      submitLabel="Make key"
      shown={key === null ? null : { ...seen, text: key }}
      onSeen={() => setKey(null)}
    >
      <Name form={form} />
    </ShownOnceDialog>
  );
}

it("stays open while it is sent, so that what is shown once is seen", async () => {
  let answer: (value: StudioResult<{ id: string }>) => void = () => {};
  render(<Secret action={() => new Promise((resolve) => (answer = resolve))} />);
  await press("New key");
  await userEvent.type(field(), "Backend");
  await press("Make key");
  await userEvent.keyboard("{Escape}");
  await press("Close");
  expect(screen.getByRole("dialog", { name: "New key" })).toBeTruthy();
  expect(toastUndo).not.toHaveBeenCalled();
  await act(async () => answer({ data: { id: "vl_secret" } }));
  expect(await screen.findByText("vl_secret")).toBeTruthy();
  await press("I have it");
  await waitFor(() => expect(screen.queryByRole("dialog")).toBeNull());
  await press("New key");
  expect(screen.queryByText("vl_secret")).toBeNull();
  expect(field().value).toBe("");
});

it("keeps what is shown once when somebody clicks beside it, which closes a form", async () => {
  // A click beside lands on the page, which takes no pointer while the dialog is open.
  const user = userEvent.setup({ pointerEventsCheck: PointerEventsCheckLevel.Never });
  const pressed = (name: string) => user.click(screen.getByRole("button", { name }));
  render(<Secret action={async () => ({ data: { id: "vl_secret" } })} />);
  await pressed("New key");
  await user.click(document.body);
  await waitFor(() => expect(screen.queryByRole("dialog")).toBeNull());
  await pressed("New key");
  await user.type(field(), "Backend");
  await pressed("Make key");
  await screen.findByText("vl_secret");
  await user.click(document.body);
  expect(screen.getByText("vl_secret")).toBeTruthy();
  await user.keyboard("{Escape}");
  await waitFor(() => expect(screen.queryByText("vl_secret")).toBeNull());
});

it("shows what was made though nobody had the dialog open", async () => {
  render(<Secret action={async () => worked} made="vl_secret" />);
  expect(await screen.findByText("vl_secret")).toBeTruthy();
});

it("says that it was not sent when it was not, and brings back what was typed", async () => {
  render(<InDialog action={async () => worked} />);
  await press("New");
  await userEvent.type(field(), "Tickets");
  await userEvent.keyboard("{Escape}");
  const [words, undo] = vi.mocked(toastUndo).mock.calls[0] ?? [];
  expect(words).toContain("not sent");
  act(() => undo?.());
  expect((await screen.findByRole("dialog")).textContent).toContain("still here");
  expect(field().value).toBe("Tickets");
});

it("is a dialog that stands in the page also when it is closed: the types refuse one that is only there while open", () => {
  const Mounted = ({ isAsking }: { isAsking: boolean }) => {
    const form = useNamed(async () => worked);
    const parts = { form, onOpenChange: () => {}, title: "", submitLabel: "", children: null };
    return isAsking ? (
      // @ts-expect-error Closing would take the form away with what was typed in it.
      <FormDialog {...parts} open={isAsking} />
    ) : (
      // @ts-expect-error The same, written out.
      <FormDialog {...parts} open />
    );
  };
  expect(Mounted).toBeTypeOf("function");
});

it("begins empty, or with what was saved, after it worked", async () => {
  render(<InDialog action={async () => worked} />);
  await press("New");
  await userEvent.type(field(), "Tickets");
  await press("Make it");
  await waitFor(() => expect(screen.queryByRole("dialog")).toBeNull());
  await press("New");
  // What was saved is what stands: nothing is dirty, nothing to start over.
  expect(field().value).toBe("Tickets");
  expect(screen.queryByText(/still here/)).toBeNull();
});
