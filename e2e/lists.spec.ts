import type { Locator, Page } from "@playwright/test";
import { expect, project, test } from "./fixtures.ts";

const base = `/${project}`;
const phone = { viewport: { width: 390, height: 844 } };

/** The title cells of a list, in the order they stand. */
function titlesOf(page: Page, list: string): Locator {
  return page.getByRole("table", { name: list }).locator('tbody [data-mobile="title"]');
}

test("a list is put in order by its heads, in the address, and stays so over a reload", async ({ login }) => {
  const page = await login("engineer");
  await page.goto(`${base}/runs`);
  const table = page.getByRole("table", { name: "Runs" });
  const head = table.getByRole("columnheader", { name: "Cost" });
  // The rows stream in after the page has loaded.
  await expect(titlesOf(page, "Runs").first()).toBeVisible();
  const before = await titlesOf(page, "Runs").allTextContents();
  await head.getByRole("button").click();
  await expect(page).toHaveURL(/[?&]sort=-cost/);
  await expect(head).toHaveAttribute("aria-sort", "descending");
  await head.getByRole("button").click();
  await expect(head).toHaveAttribute("aria-sort", "ascending");
  const cheapestFirst = await titlesOf(page, "Runs").allTextContents();
  expect(cheapestFirst).not.toEqual(before);
  expect(cheapestFirst.toSorted()).toEqual(before.toSorted());
  // Without any script the order is there already: the server made it.
  const response = await page.reload();
  const html = (await response?.text()) ?? "";
  expect(html).toContain('aria-sort="ascending"');
  await expect(titlesOf(page, "Runs")).toHaveText(cheapestFirst);
  const [one, two] = await titlesOf(page, "Runs")
    .getByRole("link")
    .evaluateAll((links) => links.map((link) => link.getAttribute("href") ?? "?"));
  expect(html.indexOf(`href="${one}"`)).toBeGreaterThan(-1);
  expect(html.indexOf(`href="${two}"`)).toBeGreaterThan(html.indexOf(`href="${one}"`));
  await head.getByRole("button").click();
  await expect(head).not.toHaveAttribute("aria-sort", /./);
  await expect(titlesOf(page, "Runs")).toHaveText(before);
});

test("a list that is one page of several offers no order over that page", async ({ login }) => {
  const page = await login("engineer");
  await page.goto(`${base}/traffic?sort=cost`);
  const table = page.getByRole("table", { name: "Generations" });
  await expect(table.getByRole("row").nth(50)).toBeVisible();
  await expect(table.getByRole("columnheader").getByRole("button")).toHaveCount(0);
  await expect(table.locator("[aria-sort]")).toHaveCount(0);
});

test("filters act at once, stand in the address, come off one by one, and go back with Back", async ({
  login,
}) => {
  const page = await login("engineer");
  await page.goto(`${base}/traffic?environment=any`);
  const state = page.getByRole("combobox", { name: "State" });
  await expect(async () => {
    await state.selectOption("failed");
    await expect(page).toHaveURL(/status=failed/, { timeout: 1_000 });
  }).toPass();
  await expect(page.getByText(/calls? fits? the filters/)).toBeVisible();
  await page.getByRole("combobox", { name: "Simulated" }).selectOption("false");
  await expect(page).toHaveURL(/simulated=false/);
  await page.getByRole("button", { name: "Take off: State: failed" }).click();
  await expect(page).not.toHaveURL(/status=/);
  await expect(state).toHaveValue("");
  await page.goBack();
  await expect(state).toHaveValue("failed");
  await page.getByRole("searchbox", { name: "Metadata" }).fill("channel=nowhere");
  await page.getByRole("searchbox", { name: "Metadata" }).press("Enter");
  await expect(page.getByText("No call fits these filters")).toBeVisible();
  await page.getByRole("button", { name: "Show all" }).click();
  await expect(page.getByRole("table", { name: "Generations" })).toBeVisible();
  await expect(page).not.toHaveURL(/status|simulated|metadata/);
});

test("what makes no sense in an address narrows nothing", async ({ login }) => {
  const page = await login("engineer");
  for (const path of [
    "runs?status=lost&promptId=x&cursor=y&sort=--",
    "promotions?environment=%25%25&kind=x",
  ]) {
    await page.goto(`${base}/${path}`);
    await expect(page.getByRole("table").first()).toBeVisible();
    await expect(page.getByRole("list", { name: "Filters set" })).toHaveCount(0);
  }
});

test("a list is searched as one types, reached by /", async ({ login }) => {
  const page = await login("engineer");
  await page.goto(`${base}/datasets`);
  const field = page.getByRole("searchbox", { name: "Find a dataset" });
  await expect(async () => {
    await page.keyboard.press("/");
    await expect(field).toBeFocused({ timeout: 500 });
  }).toPass();
  await page.keyboard.type("ticke");
  await expect(page).toHaveURL(/q=ticke$/);
  await expect(field).toBeFocused();
  await expect(titlesOf(page, "Datasets").filter({ hasText: "tickets" })).toBeVisible();
  await page.keyboard.type("zzz");
  await expect(page.getByText("Nothing found")).toBeVisible();
  // "/" in the field is a letter, and so are the keys of the list.
  await page.keyboard.type("/jk");
  await expect(field).toHaveValue("tickezzz/jk");
});

test("columns can be hidden, and stay hidden for this person", async ({ login }) => {
  const page = await login("engineer");
  await page.goto(`${base}/runs`);
  const suite = page.getByRole("columnheader", { name: "Suite" });
  const menu = page.getByRole("button", { name: /^Runs: order and columns/ });
  await expect(suite).toBeVisible();
  await menu.click();
  await page.getByRole("menuitemcheckbox", { name: "Suite" }).click();
  await expect(page.getByRole("menuitemcheckbox", { name: "Suite" })).not.toBeChecked();
  // What a row is called by cannot go.
  await expect(page.getByRole("menuitemcheckbox", { name: "Run", exact: true })).toHaveCount(0);
  await page.keyboard.press("Escape");
  await expect(suite).toHaveCount(0);
  await page.reload();
  await expect(page.getByRole("button", { name: "Runs: order and columns, 1 hidden" })).toBeVisible();
  await expect(suite).toHaveCount(0);
  await menu.click();
  await page.getByRole("menuitem", { name: "Show all columns" }).click();
  await expect(suite).toBeVisible();
});

test("rows are walked by J and K, ticked by X, with Shift up to a row, and opened by Enter", async ({
  login,
}) => {
  const page = await login("lead");
  await page.goto(`${base}/decisions?source=any&environment=any`);
  const list = page.getByRole("table", { name: "Decisions" });
  const boxes = list.getByRole("checkbox", { name: /^Select task/ });
  const links = list.locator("tbody [data-row-link]");
  await expect(async () => {
    await page.keyboard.press("j");
    await expect(list.locator("tbody [data-row-link]:focus")).toHaveCount(1, { timeout: 500 });
  }).toPass();
  // However many presses it took until the page listened: the way back ends at the first row.
  for (let step = 0; step < 5; step += 1) await page.keyboard.press("k");
  await expect(links.first()).toBeFocused();
  await page.keyboard.press("x");
  await expect(boxes.first()).toBeChecked();
  await page.keyboard.press("j");
  await page.keyboard.press("x");
  await expect(page.getByText("2 selected")).toBeVisible();
  await page.keyboard.press("k");
  await page.keyboard.press("x");
  await expect(page.getByText("1 selected")).toBeVisible();
  await page.keyboard.press("Escape");
  await expect(page.getByText(/\d selected/)).toHaveCount(0);
  await boxes.nth(1).click();
  await boxes.nth(4).click({ modifiers: ["Shift"] });
  await expect(page.getByText("4 selected")).toBeVisible();
  await page.getByRole("checkbox", { name: "Select all rows here" }).click();
  await expect(page.getByText("50 selected")).toBeVisible();
  await page.keyboard.press("Escape");
  await links.nth(2).focus();
  await page.keyboard.press("Enter");
  await expect(page.getByRole("dialog")).toBeVisible();
});

test("the sheet of keys lists those of the list", async ({ login }) => {
  const page = await login("engineer");
  await page.goto(`${base}/runs`);
  await expect(async () => {
    await page.keyboard.press("?");
    await expect(page.getByRole("dialog", { name: "Shortcuts on this page" })).toBeVisible({
      timeout: 1_000,
    });
  }).toPass();
  const sheet = page.getByRole("dialog", { name: "Shortcuts on this page" });
  for (const label of ["Next row", "Row before", "Open the row", "Datasets"])
    await expect(sheet.getByText(label, { exact: true })).toBeVisible();
  await page.keyboard.press("Escape");
  await page.keyboard.press("g");
  await page.keyboard.press("d");
  await page.waitForURL(/\/datasets$/);
});

test("on a phone a list is put in order by its menu", async ({ login }) => {
  const page = await login("engineer", phone);
  await page.goto(`${base}/runs`);
  await page.getByRole("button", { name: /^Runs: order and columns/ }).click();
  await page.getByRole("menuitemradio", { name: "Cost" }).click();
  await expect(page).toHaveURL(/sort=cost/);
  await expect(titlesOf(page, "Runs").first()).toContainText("1 · ");
});
