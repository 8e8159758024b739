import { readdirSync } from "node:fs";
import type { Page } from "@playwright/test";
import { expect, expectAccessible, expectNoSidewaysScroll, hrefsLike, project, test } from "./fixtures.ts";

const root = "app/(studio)/[project]";
const base = `/${project}`;
const id = "([0-9a-f]{8}-[0-9a-f-]{27})";
type Find = (page: Page) => Promise<string>;

/** Where each page of the studio with a name in its address is found: a list, and what a link to it looks like. */
const found: Record<string, Find> = {
  "datasets/[datasetId]": linkOn("/datasets", `/datasets/${id}$`),
  "datasets/[datasetId]/import": linkOn("/datasets", `/datasets/${id}$`, "/import"),
  "datasets/[datasetId]/examples/[exampleId]": via("datasets/[datasetId]", `/datasets/${id}/examples/${id}$`),
  "environments/[name]": async () => `${base}/environments/production`,
  "guardrails/[policyId]": linkOn("/guardrails", `/guardrails/${id}$`),
  "promotions/[number]": linkOn("/promotions", "/promotions/\\d+$"),
  "prompts/[promptId]": linkOn("/prompts?folder=support", `/prompts/${id}$`),
  "prompts/[promptId]/code": linkOn("/prompts?folder=support", `/prompts/${id}$`, "/code"),
  "prompts/[promptId]/history": linkOn("/prompts?folder=support", `/prompts/${id}$`, "/history"),
  "prompts/[promptId]/metrics": linkOn("/prompts?folder=support", `/prompts/${id}$`, "/metrics"),
  "prompts/[promptId]/playground": linkOn("/prompts?folder=support", `/prompts/${id}$`, "/playground"),
  "prompts/[promptId]/history/[number]": linkOn("/prompts?folder=support", `/prompts/${id}$`, "/history/1"),
  "queues/[queue]": linkOn("/queues", `/queues/${id}$`),
  "queues/[queue]/decisions": linkOn("/queues", `/queues/${id}$`, "/decisions"),
  "runs/[run]": linkOn("/runs", `/runs/${id}$`),
  "runs/[run]/cases/[case]": via("runs/[run]", `/runs/${id}/cases/${id}$`),
  "settings/connections/[connectionId]": linkOn("/settings/connections", `/settings/connections/${id}$`),
  "settings/routes/[routeId]": linkOn("/settings/routes", `/settings/routes/${id}$`),
  "settings/routes/[routeId]/answers": linkOn("/settings/routes", `/settings/routes/${id}$`, "/answers"),
  "suites/[suite]": linkOn("/suites", `/suites/${id}$`),
  "traffic/[generation]": linkOn("/traffic", `/traffic/${id}$`),
};

/** Faces that an address chooses and that look different from the page without it. */
const faces: Record<string, Find> = {
  "runs/compare of two runs": async (page) => {
    await page.goto(`${base}/runs`);
    const hrefs = await hrefsLike(page.getByRole("main"), new RegExp(`/runs/${id}$`), 2);
    const [candidate, baseline] = hrefs.map((href) => href.split("/").at(-1));
    return `${base}/runs/compare?baseline=${baseline}&candidate=${candidate}&view=all`;
  },
  "the history of a dataset": linkOn("/datasets", `/datasets/${id}$`, "?view=history"),
  "the decisions of every source": async () => `${base}/decisions?source=any&environment=any`,
  "the gateway in the API reference": async () => `${base}/settings/api-reference?area=Gateway`,
  "the KPI on the overview": async () => `${base}?metric=kpi&split=version`,
};

const routes = readdirSync(root, { recursive: true, encoding: "utf8" })
  .filter((file) => file.endsWith("page.tsx") && !file.includes("[..."))
  .map((file) => file.replaceAll("\\", "/").replace(/\/?page\.tsx$/, ""))
  .toSorted();

for (const route of routes)
  test(`${route || "the overview"} is accessible in light and dark and fits a phone`, ({ ownersPage }) =>
    check(ownersPage, route, findRoute(route)));
for (const [name, find] of Object.entries(faces))
  test(`${name} is accessible in light and dark and fits a phone`, ({ ownersPage }) =>
    check(ownersPage, name, find));

test("the sign-in page is accessible in light and dark and fits a phone", async ({ page }) => {
  await page.goto("/sign-in");
  await look(page, "sign-in");
});

test("a page that does not exist is accessible in light and dark and fits a phone", async ({
  ownersPage: page,
}) => {
  await page.goto(`${base}/nothing-here`);
  await look(page, "not found");
});

async function check(page: Page, name: string, find: Find): Promise<void> {
  const href = await find(page);
  const response = await page.goto(href);
  expect(response?.status(), href).toBeLessThan(400);
  await look(page, name);
}

/** Both themes on a desk, then the narrow window. */
async function look(page: Page, name: string): Promise<void> {
  for (const colorScheme of ["light", "dark"] as const) {
    await page.emulateMedia({ colorScheme, reducedMotion: "reduce" });
    await settle(page);
    await expectAccessible(page, `${name}, ${colorScheme}`, { isColoursOnly: colorScheme === "dark" });
  }
  await page.setViewportSize({ width: 390, height: 844 });
  await settle(page);
  await expectNoSidewaysScroll(page, name);
  await expectAccessible(page, `${name}, 390 px`);
}

/** The page is drawn: nothing loads any more and no skeleton is left. */
async function settle(page: Page): Promise<void> {
  await page.waitForLoadState("load");
  await expect(page.getByRole("status", { name: "Loading" })).toHaveCount(0);
  await page.waitForFunction(() => document.fonts.status === "loaded");
}

function findRoute(route: string): Find {
  const find = found[route];
  if (find) return find;
  if (route.includes("[")) throw new Error(`Say in e2e/accessibility.spec.ts where ${route} is found.`);
  return async () => (route ? `${base}/${route}` : base);
}

/** The first link on `list` whose address fits, with `rest` after it. */
function linkOn(list: string, pattern: string, rest = ""): Find {
  return async (page) => {
    await page.goto(`${base}${list}`);
    return `${await firstLink(page, pattern)}${rest}`;
  };
}

function via(route: string, pattern: string): Find {
  return async (page) => {
    await page.goto(await findRoute(route)(page));
    return firstLink(page, pattern);
  };
}

async function firstLink(page: Page, pattern: string): Promise<string> {
  const [href] = await hrefsLike(page.getByRole("main"), new RegExp(pattern));
  return href ?? "";
}
