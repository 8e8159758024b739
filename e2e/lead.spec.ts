import type { Page } from "@playwright/test";
import { expect, hrefsLike, project, test } from "./fixtures.ts";

test("every stage of the overview shows a number and opens what is behind it", async ({ login }) => {
  const page = await login("lead");
  const behind = {
    Design: /\/prompts/,
    Generate: /\/traffic\?/,
    Evaluate: /\/judged/,
    Review: /\/decisions/,
    Release: /\/promotions\?/,
  };
  for (const [stage, address] of Object.entries(behind)) {
    await page.goto(`/${project}`);
    await page.getByRole("main").getByRole("link", { name: stage, exact: true }).click();
    await page.waitForURL(address);
    await expect(page.getByRole("heading", { level: 1 })).toBeVisible();
  }
});

test("quality stands with its interval and n, and its line opens the days behind it", async ({ login }) => {
  const page = await login("lead");
  await page.goto(`/${project}`);
  await expect(page.getByText(/quality, 0\.\d+ to 0\.\d+ · n \d+/)).toBeVisible();
  const days = page.getByRole("table", { name: "Quality", exact: true });
  await expect(days.getByRole("row").nth(1)).toContainText(/0\.\d+ to [01]/);
  await expect(days.getByRole("row", { name: /v\d promoted/ }).first()).toBeAttached();
});

const metrics = {
  Quality: "quality",
  Approved: "approval",
  Edited: "edit",
  Cost: "cost",
  Latency: "latency",
  Tokens: "tokens",
  Carbon: "carbon",
  KPI: "kpi",
};

test("every metric is drawn over time, together, by prompt and by version", async ({ login }) => {
  const page = await login("lead");
  for (const [name, metric] of Object.entries(metrics)) {
    await page.goto(`/${project}?metric=${metric}`);
    await expect(
      page.getByRole("navigation", { name: "Metric" }).getByRole("link", { name, exact: true }),
    ).toHaveAttribute("aria-current", /./);
    await expect(chart(page), `${name} together`).toBeVisible();
    for (const split of ["By prompt", "By version"]) {
      await page.getByRole("navigation", { name: "Lines" }).getByRole("link", { name: split }).click();
      await page.waitForURL(/split=/);
      // No prompt of the demo has 59 answers on a day: its p95 is of a week or of the whole span, and that is said.
      await expect(chart(page), `${name} ${split}`).toBeVisible();
      if (name === "Latency")
        await expect(page.getByText(/over [\d or]+ days where days have fewer/), split).toBeVisible();
    }
  }
});

test("prompts in production show quality, approval, edits, cost, latency, carbon and KPI, each with what is behind it", async ({
  login,
}) => {
  const page = await login("lead");
  await page.goto(`/${project}`);
  const table = page.getByRole("table", { name: "Prompts in production" });
  for (const head of ["Calls", "Quality", "Edited", "Cost / 1,000", "p95", "gCO₂e / 1,000"])
    await expect(table.getByRole("columnheader", { name: head })).toBeVisible();
  const row = table.getByRole("row", { name: /support\/triage/ });
  const hrefs = await hrefsLike(row, /./, 7);
  for (const part of ["/judged?", "/settings/kpis?", "/traffic?"])
    expect(
      hrefs.some((href) => href.includes(part)),
      part,
    ).toBe(true);
  // Nobody decided on what the newest version of triage served; where somebody did, the share opens the decisions.
  await hrefsLike(table.getByRole("row", { name: /kb\/answer/ }), /\/decisions\?/);
  await row.getByRole("link", { name: /^\$/ }).click();
  await page.waitForURL(/\/traffic\?/);
  await expect(
    page
      .getByRole("main")
      .getByRole("row", { name: /support\/triage/ })
      .first(),
  ).toBeVisible();
});

test("from a promotion the chain leads back to the run, the version, the example and the correction, and on to the KPI", async ({
  login,
}) => {
  const page = await login("lead");
  const address = await openPromotion(page);
  const steps = {
    Correction: /\/queues\/.*\?task=/,
    Example: /\/examples\//,
    Version: /\/history\/5$/,
    Run: /\/runs\//,
    KPI: /\/settings\/kpis\?kpi=.*&version=/,
  };
  for (const [step, behind] of Object.entries(steps)) {
    await page.goto(address);
    await chain(page)
      .getByRole("link", { name: new RegExp(`^${step}`) })
      .click();
    await page.waitForURL(behind);
    await expect(page.getByRole("heading", { level: 1 }).first()).toBeVisible();
  }
});

test("from a correction the chain leads on to its example and to the promotion that came of it", async ({
  login,
}) => {
  const page = await login("lead");
  const address = await openPromotion(page);
  await chain(page)
    .getByRole("link", { name: /^Correction/ })
    .click();
  await page.waitForURL(/\/queues\/.*\?task=/);
  await page.getByRole("article").getByRole("link", { name: "example" }).click();
  await page.waitForURL(/\/examples\//);
  await expect(page.getByText(/^correction by Rui Tavares$/i)).toBeVisible();
  await page
    .getByRole("region", { name: "What came of it" })
    .getByRole("link", { name: /^Promotion/ })
    .click();
  await page.waitForURL(`**${address}`);
});

function chart(page: Page) {
  return page.getByRole("main").getByRole("figure").first();
}

function chain(page: Page) {
  return page.getByRole("region", { name: "Why this version exists" });
}

/** The promotion that brought version 5 of support/triage to production. */
async function openPromotion(page: Page): Promise<string> {
  await page.goto(`/${project}/promotions?environment=production&status=promoted`);
  await page
    .getByRole("row", { name: /support\/triage.*v4 → v5/ })
    .getByRole("link")
    .first()
    .click();
  await page.waitForURL(/\/promotions\/\d+$/);
  return new URL(page.url()).pathname;
}
