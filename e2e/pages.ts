import { expect, type Locator, type Page } from "@playwright/test";
import { project } from "./setting.ts";

/** Opens a prompt from the list, by its path. */
export async function openPrompt(page: Page, path: string): Promise<string> {
  const folder = path.split("/").slice(0, -1).join("/");
  await page.goto(`/${project}/prompts?folder=${folder}`);
  await page.getByRole("link", { name: path, exact: true }).click();
  await page.waitForURL(/\/prompts\/[0-9a-f-]{36}/);
  const id = /\/prompts\/([0-9a-f-]{36})/.exec(page.url())?.[1];
  if (!id) throw new Error(`${path} did not open`);
  return id;
}

/** Puts a text in place of another in one of the prompt's messages, once its editor has come. */
export async function writeMessage(page: Page, label: string, text: string): Promise<void> {
  const field = page.getByRole("textbox", { name: label });
  await field.click();
  await field.press("ControlOrMeta+a");
  await page.keyboard.insertText(text);
}

/** One answer of the playground, by its place. */
export function answer(page: Page, place: number): Locator {
  return answers(page).nth(place);
}

function answers(page: Page): Locator {
  return page.getByRole("region", { name: /^Answer of / });
}

/** Chooses a model for an answer of the playground, the next one where there are fewer. */
export async function chooseModel(
  page: Page,
  place: number,
  connection: string,
  model: string,
): Promise<void> {
  // A prompt that has its model begins with one answer, the others are added to compare.
  const isThere = place < (await answers(page).count());
  await (
    isThere
      ? answer(page, place).getByRole("button", { name: /^Change the model/ })
      : page.getByRole("button", { name: "Add a model" })
  ).click();
  await page
    .getByRole("group", { name: connection, exact: true })
    .getByRole("menuitem", { name: model })
    .click();
  // A second answer of the same model says that it is the second.
  await expect(answer(page, place)).toHaveAccessibleName(
    new RegExp(`^Answer of ${model.replaceAll(".", "\\.")}`),
  );
}

/** Fills the variables from an example of a dataset, found by its words. */
export async function fillFromExample(page: Page, dataset: string, words: string): Promise<void> {
  await page.getByRole("button", { name: /dataset example/ }).click();
  const choice = page.getByRole("combobox", { name: "Dataset" });
  const value = await choice.locator("option", { hasText: new RegExp(`^${dataset}@`) }).getAttribute("value");
  await choice.selectOption(value);
  await page.getByRole("searchbox", { name: "Find an example" }).fill(words);
  await page.getByRole("list", { name: "Examples" }).getByRole("button", { name: words }).first().click();
}

/** A connection to a provider that speaks OpenAI's protocol, made by the owner. */
export async function connect(owner: Page, name: string, url: string, model: string): Promise<void> {
  await owner.goto(`/${project}/settings/connections`);
  await owner.getByRole("button", { name: "Add connection" }).click();
  const dialog = owner.getByRole("dialog", { name: "Add connection" });
  await dialog.getByRole("combobox", { name: "Provider" }).click();
  await owner.getByRole("option", { name: "Another OpenAI-compatible server" }).click();
  await dialog.getByLabel("Name").fill(name);
  await dialog.getByLabel("Address").fill(url);
  await dialog.getByLabel("Models").fill(model);
  await dialog.getByRole("button", { name: "Add and try it" }).click();
  await owner.waitForURL(/\/settings\/connections\/[0-9a-f-]{36}/);
}

/** An API key, made by the owner in the settings and read from the dialog that shows it once. */
export async function makeKey(
  owner: Page,
  name: string,
  moreScopes: readonly string[] = [],
): Promise<string> {
  await owner.goto(`/${project}/settings/api-keys`);
  await owner.getByRole("button", { name: "New API key" }).click();
  const making = owner.getByRole("dialog", { name: "New API key" });
  await making.getByLabel("Name of the program").fill(name);
  for (const scope of moreScopes) await making.getByRole("checkbox", { name: scope }).check();
  await making.getByRole("button", { name: "Make key" }).click();
  const shown = owner.getByRole("dialog", { name: "Copy the key now" });
  const key = await shown.getByText(/^vl_/).textContent();
  await shown.getByRole("button", { name: "I have copied it" }).click();
  if (!key) throw new Error("no key was shown");
  return key;
}

/** Waits until a run has ended: its page then shows what it came to by itself. */
export async function waitForRun(page: Page, timeout: number): Promise<void> {
  await expect(page.getByRole("table", { name: "Metrics" })).toBeVisible({ timeout });
}

/** Pins what a prompt is judged by, from its history. */
export async function pinBenchmark(
  page: Page,
  promptId: string,
  wanted: { dataset: RegExp; suite: RegExp; model: RegExp },
): Promise<void> {
  await page.goto(`/${project}/prompts/${promptId}/history`);
  await page.getByRole("button", { name: /^(Pin a benchmark|Change)$/ }).click();
  const dialog = page.getByRole("dialog", { name: "Pin a benchmark" });
  for (const [label, words] of [
    ["Dataset", wanted.dataset],
    ["Suite", wanted.suite],
    ["Model", wanted.model],
  ] as const) {
    const choice = dialog.getByRole("combobox", { name: label });
    const value = await choice.locator("option", { hasText: words }).first().getAttribute("value");
    await choice.selectOption(value);
  }
  await dialog.getByRole("button", { name: "Pin", exact: true }).click();
}
