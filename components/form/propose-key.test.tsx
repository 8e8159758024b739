// @vitest-environment happy-dom
import { cleanup, render, screen } from "@testing-library/react";
import { userEvent } from "@testing-library/user-event";
import { afterEach, expect, it } from "vitest";
import { z } from "zod";
import { Input } from "#ui/input";
import { Form, FormField } from "./form.client.tsx";
import { proposeKey } from "./propose-key.tsx";
import { useActionForm } from "./use-action-form.client.tsx";

const keyOf = (name: string) => name.toLowerCase().replaceAll(" ", "_");

function Named() {
  const form = useActionForm({
    action: async () => ({ data: null }),
    schema: () => Promise.resolve(z.object({ key: z.string().min(3, "Too short.") })),
    values: { name: "", key: "" },
    input: (values) => values,
  });
  return (
    <Form form={form} actions={<button type="submit">Save</button>}>
      <FormField form={form} name="name" label="Name" onTyped={proposeKey(form, "key", keyOf)}>
        <Input />
      </FormField>
      <FormField form={form} name="key" label="Key">
        <Input />
      </FormField>
    </Form>
  );
}

const field = (label: string) => screen.getByLabelText<HTMLInputElement>(label);

afterEach(cleanup);

it("follows the name until somebody writes their own key", async () => {
  render(<Named />);
  await userEvent.type(field("Name"), "Reopen rate");
  expect(field("Key").value).toBe("reopen_rate");
  await userEvent.type(field("Key"), "_2");
  await userEvent.type(field("Name"), " now");
  expect(field("Key").value).toBe("reopen_rate_2");
});

it("takes back what was said of a key that the name has mended", async () => {
  render(<Named />);
  await userEvent.type(field("Name"), "Re");
  await userEvent.click(screen.getByRole("button", { name: "Save" }));
  expect(await screen.findByRole("textbox", { name: "Key", description: /Too short/ })).toBeTruthy();
  await userEvent.type(field("Name"), "open rate");
  expect(await screen.findByRole("textbox", { name: "Key", description: "" })).toBeTruthy();
});
