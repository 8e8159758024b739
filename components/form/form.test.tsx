// @vitest-environment happy-dom
import { act, cleanup, render, screen, waitFor } from "@testing-library/react";
import { userEvent } from "@testing-library/user-event";
import { renderToString } from "react-dom/server";
import { afterEach, beforeEach, expect, it, vi } from "vitest";
import { z } from "zod";
import { Checkbox } from "#ui/checkbox";
import { Input } from "#ui/input";
import { Textarea } from "#ui/textarea";
import { ShellContext, type ShellControls } from "#components/shell/shell-context.client";
import type { StudioResult } from "./failure.tsx";
import { FormScope, FieldAt } from "./form-scope.client.tsx";
import { Form, FormField, SubmitButton } from "./form.client.tsx";
import { useActionForm } from "./use-action-form.client.tsx";

const Rules = z.object({
  name: z.string().trim().min(1, "Give it a name."),
  about: z.string().max(20, "20 characters at most.").default(""),
  weight: z.number("This is no number."),
  isSafety: z.boolean(),
});
type Sent = { project: string; name: string; about: string; weight: number; isSafety: boolean };
type Answer = StudioResult<{ id: string }> | undefined;
type Action = (input: Sent) => Promise<Answer>;

const begun = { name: "", about: "", weight: "1", isSafety: false };
const worked = { data: { id: "a" } };
const refused = (code: string, message: string, details?: unknown): Answer => ({
  serverError: { code, message, requestId: "req-1", ...(details === undefined ? {} : { details }) },
});

function useSuite(action: Action, onDone?: () => void, keep?: string) {
  return useActionForm({
    action,
    schema: () => Promise.resolve(Rules),
    values: begun,
    input: (values) => ({ project: "demo", ...values, weight: Number(values.weight) }),
    onDone,
    keep,
  });
}

function Fields({ form }: { form: ReturnType<typeof useSuite> }) {
  return (
    <>
      <FormField form={form} name="name" label="Name" required>
        <Input />
      </FormField>
      <FormField form={form} name="about" label="About" hint="What it is for.">
        <Textarea />
      </FormField>
      <FormField form={form} name="weight" label="Weight">
        <Input />
      </FormField>
      <FormField form={form} name="isSafety" as="checked" label="Safety" inline>
        <Checkbox />
      </FormField>
    </>
  );
}

function signedIn(id: string): ShellControls {
  const project = { slug: "demo", name: "Demo", isDemo: false };
  const user = { id, name: "Ana", email: "ana@example.com", role: "owner", mayStartRuns: true };
  return {
    shell: { projects: [project], project, user, waiting: { queues: 0, promotions: 0 } },
    openSidebar: () => {},
  };
}

function Page({ action, onDone, keep }: { action: Action; onDone?: () => void; keep?: string }) {
  const form = useSuite(action, onDone, keep);
  return (
    <Form form={form} actions={<SubmitButton form={form}>Save</SubmitButton>}>
      <Fields form={form} />
    </Form>
  );
}

const field = (label: string) => screen.getByLabelText<HTMLInputElement>(new RegExp(label));
const press = (name: string) => userEvent.click(screen.getByRole("button", { name }));

beforeEach(() => window.sessionStorage.clear());
afterEach(cleanup);

it("says what is wrong beside its field before anything is sent, and goes to the first of them", async () => {
  const action = vi.fn<Action>(async () => worked);
  render(<Page action={action} />);
  await userEvent.clear(field("Weight"));
  await userEvent.type(field("Weight"), "much");
  await press("Save");
  const name = await screen.findByRole("textbox", { name: /Name/, description: /Give it a name/ });
  expect(name.getAttribute("aria-invalid")).toBe("true");
  await waitFor(() => expect(document.activeElement).toBe(name));
  expect(screen.getByRole("textbox", { name: /Weight/, description: /no number/ })).toBeTruthy();
  expect(field("About").getAttribute("aria-invalid")).toBeNull();
  expect(action).not.toHaveBeenCalled();

  await userEvent.type(name, "Tickets");
  await waitFor(() => expect(name.getAttribute("aria-invalid")).toBeNull());
});

it("sends what the action takes, once, though the button is pressed twice", async () => {
  let answer: (value: Answer) => void = () => {};
  const action = vi.fn<Action>(() => new Promise((resolve) => (answer = resolve)));
  const onDone = vi.fn<() => void>();
  render(<Page action={action} onDone={onDone} />);
  await userEvent.type(field("Name"), "Tickets");
  await userEvent.click(field("Safety"));
  await press("Save");
  await waitFor(() => expect(action).toHaveBeenCalled());
  const button = screen.getByRole("button", { name: "Save" });
  expect(button.getAttribute("aria-busy")).toBe("true");
  await press("Save");
  await act(async () => answer(worked));
  await waitFor(() => expect(onDone).toHaveBeenCalledTimes(1));
  expect(action.mock.calls).toEqual([
    [{ project: "demo", name: "Tickets", about: "", weight: 1, isSafety: true }],
  ]);
});

it.each([
  ["an issue of the verb", { issues: [{ path: "name", message: "Another suite has this name." }] }],
  ["the one field of an error", { field: "name" }],
])("puts %s beside its field and keeps what was typed", async (_what, details) => {
  const action = vi.fn<Action>(async () => refused("conflict", "Another suite has this name.", details));
  render(<Page action={action} />);
  await userEvent.type(field("Name"), "Tickets");
  await userEvent.type(field("About"), "what people ask");
  await press("Save");
  const name = await screen.findByRole("textbox", { description: /Another suite has this name/ });
  expect((name as HTMLInputElement).value).toBe("Tickets");
  await waitFor(() => expect(document.activeElement).toBe(name));
  expect(field("About").value).toBe("what people ask");
  expect(screen.getAllByRole("alert")).toHaveLength(1);
});

it("puts what next-safe-action refused beside its field, however deep it lies", async () => {
  const action = vi.fn<Action>(async () => ({
    validationErrors: { about: { lines: { 0: { _errors: ["Not this word."] } } } },
  }));
  render(<Page action={action} />);
  await userEvent.type(field("Name"), "Tickets");
  await press("Save");
  expect(await screen.findByRole("textbox", { name: /About/, description: /Not this word/ })).toBeTruthy();
});

it("says at the foot what belongs to no field", async () => {
  const action = vi.fn<Action>(async () => ({
    validationErrors: { hidden: { _errors: ["The hidden one is wrong."] } },
  }));
  render(<Page action={action} />);
  await userEvent.type(field("Name"), "Tickets");
  await press("Save");
  expect((await screen.findByRole("alert")).textContent).toContain("The hidden one is wrong.");
});

it("keeps what was typed when the connection is lost, and tries again at a press", async () => {
  let isOnline = false;
  const onDone = vi.fn<() => void>();
  const action = vi.fn<Action>(async () => {
    if (!isOnline) throw new TypeError("Failed to fetch");
    return worked;
  });
  render(<Page action={action} onDone={onDone} />);
  await userEvent.type(field("Name"), "Tickets");
  await press("Save");
  expect((await screen.findByRole("alert")).textContent).toContain("did not answer");
  expect(field("Name").value).toBe("Tickets");
  isOnline = true;
  await press("Try again");
  await waitFor(() => expect(onDone).toHaveBeenCalled());
  expect(screen.queryByRole("alert")).toBeNull();
});

it("is sent by Ctrl and Enter from a text of several lines, and by Enter from one line", async () => {
  const action = vi.fn<Action>(async () => worked);
  render(<Page action={action} />);
  await userEvent.type(field("Name"), "Tickets");
  await userEvent.type(field("About"), "two{Enter}lines");
  expect(action).not.toHaveBeenCalled();
  await userEvent.type(field("About"), "{Control>}{Enter}{/Control}");
  await waitFor(() => expect(action).toHaveBeenCalledTimes(1));
  expect(action.mock.calls[0]?.[0].about).toBe("two\nlines");
});

const kept = (userId: string, action: Action) => (
  <ShellContext value={signedIn(userId)}>
    <Page action={action} keep="demo/suite" />
  </ShellContext>
);

it("brings back what this tab holds of a form that was left, until it is sent", async () => {
  const first = render(kept("ana", async () => undefined));
  await userEvent.type(field("Name"), "Tickets");
  await press("Save");
  await screen.findByRole("alert");
  first.unmount();

  const second = render(kept("ana", async () => worked));
  await waitFor(() => expect(field("Name").value).toBe("Tickets"));
  await press("Save");
  await waitFor(() => expect(window.sessionStorage).toHaveLength(0));
  second.unmount();

  render(kept("ana", async () => worked));
  expect(field("Name").value).toBe("");
});

it("shows nobody what another person typed in this tab, and takes it away", async () => {
  const anas = render(kept("ana", async () => worked));
  await userEvent.type(field("Name"), "Tickets");
  anas.unmount();
  window.sessionStorage.setItem("theme", "dark");

  render(kept("ben", async () => worked));
  expect(field("Name").value).toBe("");
  expect(window.sessionStorage).toHaveLength(1);
  await userEvent.type(field("Name"), "Mine");
  const names = [0, 1].map((place) => window.sessionStorage.key(place));
  expect(new Set(names)).toEqual(new Set(["theme", "valueloop.form/ben/demo/suite"]));
});

it("keeps nothing of what is typed where nobody is signed in", async () => {
  render(<Page action={async () => worked} keep="demo/suite" />);
  await userEvent.type(field("Name"), "Tickets");
  expect(window.sessionStorage).toHaveLength(0);
});

it("takes over what was typed before React was there", async () => {
  const action = vi.fn<Action>(async () => worked);
  const container = document.body.appendChild(document.createElement("div"));
  container.innerHTML = renderToString(<Page action={action} />);
  field("Name").value = "Tickets";
  render(<Page action={action} />, { container, hydrate: true });
  await press("Save");
  await waitFor(() => expect(action.mock.calls[0]?.[0].name).toBe("Tickets"));
});

function Server({ action, stored }: { action: Action; stored: string }) {
  const form = useActionForm({
    action,
    schema: () => Promise.resolve(Rules),
    values: { ...begun, name: stored, about: stored },
    input: (values) => ({ project: "demo", ...values, weight: Number(values.weight) }),
  });
  return (
    <Form form={form} actions={<SubmitButton form={form}>Save</SubmitButton>}>
      <Fields form={form} />
    </Form>
  );
}

it("shows what changed on the server, but in no field that somebody is changing", async () => {
  const action = vi.fn<Action>(async () => worked);
  const page = render(<Server action={action} stored="old" />);
  await userEvent.type(field("About"), " and mine");
  page.rerender(<Server action={action} stored="new" />);
  await waitFor(() => expect(field("Name").value).toBe("new"));
  expect(field("About").value).toBe("old and mine");
});

function Rows({ action }: { action: Action }) {
  const form = useActionForm({
    action,
    schema: () => Promise.resolve(z.object({})),
    values: begun,
    input: (values) => ({ project: "demo", ...values, weight: 1 }),
  });
  return (
    <Form form={form} isSentByKey={false} actions={<SubmitButton form={form}>Save</SubmitButton>}>
      <FormScope form={form} path="name">
        <FieldAt path="first" label="First row">
          <Input />
        </FieldAt>
        <FieldAt path="second" label="Second row">
          <Input />
        </FieldAt>
      </FormScope>
    </Form>
  );
}

it("says beside a control that its part draws what is wrong there, and not again at the foot", async () => {
  const action = vi.fn<Action>(async () =>
    refused("invalid_input", "No.", {
      issues: [{ path: "name.second.config", message: "This cannot be read." }],
    }),
  );
  render(<Rows action={action} />);
  await userEvent.type(field("First row"), "x{Enter}");
  expect(action).not.toHaveBeenCalled();
  await press("Save");
  const second = await screen.findByRole("textbox", { name: "Second row", description: /cannot be read/ });
  expect(second.getAttribute("aria-invalid")).toBe("true");
  expect(field("First row").getAttribute("aria-invalid")).toBeNull();
  expect(screen.getAllByRole("alert")).toHaveLength(1);
});

it("keeps nothing of a form that names no place for it", async () => {
  render(<Page action={async () => worked} />);
  await userEvent.type(field("Name"), "secret");
  expect(window.sessionStorage).toHaveLength(0);
});
