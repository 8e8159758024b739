import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import type { Page } from "@playwright/test";
import { fewShotSystem } from "./better-triage.ts";
import { expect, project, test } from "./fixtures.ts";
import { openOpenAiServer } from "./open-ai-server.ts";
import {
  answer,
  chooseModel,
  connect,
  fillFromExample,
  makeKey,
  openPrompt,
  pinBenchmark,
  waitForRun,
  writeMessage,
} from "./pages.ts";
import { address, dataFolder } from "./setting.ts";

// One journey by several people: every test goes on where the one before it ended.
test.describe.configure({ mode: "serial" });

const localModel = "gemma-3-270m";
/** Each run asks the local model for every example of the dataset; a loaded machine takes minutes. */
const runMs = 600_000;
/** All the tickets there are: the gate wants 70 judged cases, and no fewer show that errors stay under 5 %. */
const perCategory = 18;
const made: { promptId?: string; runs: Record<number, string>; promotion?: string } = { runs: {} };

test.beforeAll(() => {
  if (!existsSync(join(dataFolder, "local-model", "ready.json"))) {
    throw new Error(
      "The local model is not here, and this journey proves the loop on a real one. Bring it with `node scripts/local-model.ts`, then run again.",
    );
  }
});

test("an owner gives the slow model of this machine more time in the gate", async ({ login }) => {
  const page = await login("owner");
  await page.goto(`/${project}/environments/production`);
  await page.getByLabel("Latency p95 in ms").fill("120000");
  await page.getByRole("button", { name: "Save gate" }).click();
  await expect(page.getByText("Gate of production changed")).toBeVisible();
});

test("an engineer imports the tickets that both versions are to sort", async ({ login }) => {
  const page = await login("engineer");
  await page.goto(`/${project}/datasets`);
  await page.getByRole("button", { name: "New dataset" }).click();
  await page.getByRole("dialog").getByLabel("Name").fill("local check");
  await page.getByRole("button", { name: "Create, import a file" }).click();
  await page.waitForURL(/\/import$/);
  await page.locator("input[type=file]").setInputFiles({
    name: "tickets.jsonl",
    mimeType: "application/x-ndjson",
    buffer: Buffer.from(tickets()),
  });
  await expect(page.getByRole("table", { name: "What each column becomes" })).toBeVisible();
  await page.getByRole("button", { name: /^Import/ }).click();
  await expect(page.getByText(`Version 1 holds ${4 * perCategory} examples`)).toBeVisible();
});

test("an engineer streams a prompt to two models side by side, sees what each takes, and stops one", async ({
  login,
}) => {
  test.setTimeout(180_000);
  const provider = await openOpenAiServer();
  provider.play(
    Array.from({ length: 1_000 }, (_, place) => ` word${place}`),
    100,
  );
  await connect(await login("owner"), "loopback", provider.url, "patient-model");
  const page = await login("engineer");
  made.promptId = await openPrompt(page, "support/triage");
  await page.getByRole("main").getByRole("link", { name: "Playground" }).click();
  await page.waitForURL("**/playground");
  await fillFromExample(page, "tickets", "two shipping fees");
  await expect(page.getByLabel("ticket", { exact: true })).toHaveValue(/two shipping fees/);
  await expect(page.getByText(/^Reference:/)).toContainText("billing");
  await chooseModel(page, 0, "local", localModel);
  await chooseModel(page, 1, "loopback", "patient-model");

  await page.getByRole("button", { name: /^Run/ }).click();
  const [local, patient] = [answer(page, 0), answer(page, 1)];
  await expect(patient).toContainText("word3");
  await expect(patient.getByText(/in · .* out/)).toBeVisible();
  await expect(local.getByText(/done$/).first()).toBeVisible({ timeout: 120_000 });
  await expect(local).toContainText(/"category":\s*"(billing|bug|account|shipping)"/);
  await expect(local.getByText(/^first token/)).toBeVisible();
  await expect(local.getByText(/^total/)).toBeVisible();
  await expect(local.getByText(/^\$|^free$/)).toBeVisible();
  await expect(local.getByText(/gCO₂e/)).toBeVisible();

  await page.keyboard.press("Escape");
  await expect(patient.getByText(/stopped$/).first()).toBeVisible();
  await expect(patient).toContainText("word3");
  await expect(patient).not.toContainText("word999");
  // The call is closed to the provider, too: it is recorded as cancelled with what had come.
  await page.goto(`/${project}/traffic`);
  await page
    .getByRole("row", { name: /patient-model/ })
    .first()
    .getByRole("link")
    .first()
    .click();
  await expect(page.getByRole("main")).toContainText(/cancelled|stopped/);
  await provider.close();
});

test("an engineer looks at what changes and saves it as version 6", async ({ login }) => {
  const page = await login("engineer");
  await page.goto(`/${project}/prompts/${made.promptId}/playground`);
  await writeMessage(page, "system message", fewShotSystem);
  await expect(page.getByText(/^Draft, saved/)).toBeVisible();
  await page.getByRole("button", { name: /^Save as v6/ }).click();
  const dialog = page.getByRole("dialog", { name: "Save as v6" });
  await expect(dialog.getByRole("heading", { name: "What changes" })).toBeVisible();
  await expect(dialog.getByRole("insertion").first()).toBeVisible();
  await expect(dialog.getByRole("deletion").first()).toBeVisible();
  await expect(dialog.getByRole("button", { name: "Save v6" })).toBeDisabled();
  await dialog.getByLabel("What changed, and why").fill("examples instead of rules");
  await dialog.getByRole("button", { name: "Save v6" }).click();
  await expect(page.getByText("Saved as v6")).toBeVisible();
  await expect(
    page.getByRole("complementary", { name: "Versions" }).getByRole("link", { name: "v6" }),
  ).toBeVisible();
});

test("an engineer pins the tickets and this machine's model as what the prompt is judged by", async ({
  login,
}) => {
  const page = await login("engineer");
  await pinBenchmark(page, made.promptId ?? "", {
    dataset: /^local check@/,
    suite: /^triage-quality@/,
    model: /^gemma/,
  });
  await expect(
    page.getByText(new RegExp(`^local check@1 under triage-quality@\\d+ with ${localModel}$`)),
  ).toBeVisible();
});

test("runs of both versions on the local model show how far they are while they go", async ({ login }) => {
  test.setTimeout(2 * runMs + 60_000);
  const page = await login("engineer");
  await page.goto(`/${project}/runs/new?promptId=${made.promptId}`);
  await expect(page.getByRole("checkbox", { name: /^Version 6/ })).toBeChecked();
  await expect(page.getByRole("checkbox", { name: /^Version 5/ })).toBeChecked();
  await choose(page, "Dataset", /^local check@/);
  await choose(page, "Suite", /^triage-quality@/);
  await choose(page, "Model", /^gemma.* · local$/);
  // One call at a time, so that the time a call takes is its own and not its place in a queue.
  await page.getByLabel("Calls at once").fill("1");
  await page.getByRole("button", { name: "Start 2 runs" }).click();
  await page.waitForURL(/\/runs\?promptId=/);
  for (const version of [5, 6]) {
    const row = page.getByRole("row", {
      name: new RegExp(`support/triage version ${version} .*${localModel}`),
    });
    const href = await row.getByRole("link").first().getAttribute("href");
    made.runs[version] = href?.split("/").at(-1) ?? "";
  }
  await page.goto(`/${project}/runs/${made.runs[5]}`);
  await expect(page.getByRole("progressbar")).toBeVisible();
  await expect(page.getByText(/^[1-9]\d* of \d+ cases$/)).toBeVisible({ timeout: 60_000 });
  await expect(page.getByText(/· about .* left$/)).toBeVisible({ timeout: 60_000 });
  await expect(page.getByRole("button", { name: "Cancel" })).toBeVisible();
  await waitForRun(page, runMs);
  await page.goto(`/${project}/runs/${made.runs[6]}`);
  await waitForRun(page, runMs);
  await expect(
    page.getByRole("table", { name: "Metrics" }).getByRole("row", { name: /^Accuracy/ }),
  ).toContainText(/to \d/);
});

test("the comparison says in a sentence which version is better and shows regressions first", async ({
  login,
}) => {
  const page = await login("engineer");
  await page.goto(`/${project}/runs/${made.runs[6]}`);
  await page.goto(`/${project}/runs/compare?baseline=${made.runs[5]}&candidate=${made.runs[6]}`);
  await expect(page.getByRole("heading", { level: 1 })).toHaveText(
    /support\/triage: version 6 against version 5/,
  );
  await expect(page.getByText(/Version 6 is better/)).toBeVisible();
  await expect(page.getByText(/95 %/).first()).toBeVisible();
  const accuracy = page.getByRole("table", { name: "Metrics" }).getByRole("row", { name: /^Accuracy/ });
  await expect(accuracy).toContainText(/McNemar/);
  await expect(accuracy.getByRole("img")).toBeVisible();
  await expect(page.getByRole("link", { name: /^Regressions/ })).toHaveAttribute("aria-current", /./);
  await page.getByRole("link", { name: /^Improvements/ }).click();
  const first = page.getByRole("table", { name: "Cases" }).getByRole("row").nth(1);
  await expect(first.getByRole("deletion").first()).toBeVisible();
  await expect(first.getByRole("insertion").first()).toBeVisible();
});

test("a program reads the same verdict, over all cases and none of them failed or simulated", async ({
  login,
}) => {
  const key = await makeKey(await login("owner"), "reads the comparison", ["evaluations:read"]);
  const headers = { authorization: `Bearer ${key}` };
  const query = new URLSearchParams({
    baselineRunId: made.runs[5] ?? "",
    candidateRunId: made.runs[6] ?? "",
  });
  const response = await fetch(`${address}/api/v1/comparisons?${query}`, { headers });
  const { verdict, metrics, pairs, answeredPairs, isSimulated } = (await response.json()) as Comparison;
  expect({ pairs, answeredPairs, isSimulated }).toEqual({
    pairs: 4 * perCategory,
    answeredPairs: 4 * perCategory,
    isSimulated: false,
  });
  expect(verdict.sentence).toContain("better on accuracy");
  expect(metrics.find(({ key: metric }) => metric === "accuracy")?.outcome).toBe("better");
});

test("changed cases go to review from the comparison by key", async ({ login }) => {
  const page = await login("engineer");
  await page.goto(
    `/${project}/runs/compare?baseline=${made.runs[5]}&candidate=${made.runs[6]}&view=improvements`,
  );
  const cases = page.getByRole("table", { name: "Cases" }).getByRole("row");
  await expect(cases.nth(6)).toBeVisible();
  // A fifth of all 72 cases, should all have changed, and the two that nobody decides.
  const count = Math.min(17, (await cases.count()) - 1);
  // A key means something once the page's script has come.
  await expect(async () => {
    await page.keyboard.press("j");
    await expect(cases.nth(2)).toHaveAttribute("aria-current", "true", { timeout: 500 });
  }).toPass();
  await page.keyboard.press("k");
  for (let place = 1; place <= count; place += 1) {
    await expect(cases.nth(place)).toHaveAttribute("aria-current", "true");
    const sent = page.waitForResponse(
      (response) => response.request().method() === "POST" && response.url().includes("/runs/compare"),
    );
    await page.keyboard.press("r");
    await sent;
    await page.keyboard.press("j");
  }
  await expect(page.getByText(/^Sent to /).first()).toBeVisible();
});

test("a requested promotion lists each condition with its evidence, and what to do where one is not met", async ({
  login,
}) => {
  const page = await login("engineer");
  await page.goto(`/${project}/runs/compare?baseline=${made.runs[5]}&candidate=${made.runs[6]}`);
  await page.getByRole("link", { name: "Request promotion" }).click();
  // The runs were made on this machine's model, so that is what may serve.
  await page.getByRole("combobox", { name: "Model" }).click();
  await page.getByRole("option", { name: /gemma/ }).click();
  await page.waitForURL(/model=/);
  await page.getByLabel("Why").fill("Examples teach the small model what rules did not.");
  await page.getByRole("button", { name: "Request promotion" }).click();
  await page.waitForURL(/\/promotions\/\d+$/);
  made.promotion = page.url().split("/").at(-1) ?? "";
  await expect(page.getByRole("heading", { level: 1 })).toHaveText(
    `Promote support/triage v6 on ${localModel} to production`,
  );
  await expect(condition(page, /Better or not worse/)).toContainText(/(?<!un)met:/);
  await expect(condition(page, /Better or not worse/)).toContainText(
    new RegExp(
      `72 judged pairs, ${localModel} on local check@1 with triage-quality@1, the prompt's benchmark; run \\d+, against run \\d+`,
    ),
  );
  await expect(
    condition(page, /Better or not worse/).getByRole("link", { name: "Comparison" }),
  ).toBeVisible();
  await expect(condition(page, /No safety failure/)).toContainText(/at most .* with 95 % confidence/);
  await expect(condition(page, /reviewed by a person/)).toContainText(
    /Decide \d+ more in the queue|Send at least/,
  );
  await expect(condition(page, /Budget/)).toContainText(/per 1,000/);
  await expect(condition(page, /One approval by another/)).toContainText(
    "Asked for by Mara Klein, who can't approve it.",
  );
  await expect(page.getByRole("button", { name: /^Promote when/ })).toBeDisabled();
  await expect(page.getByText("You asked for this, so another person approves it.")).toBeVisible();
});

test("a reviewer approves, edits, rejects, skips and undoes by keyboard alone", async ({ login }) => {
  test.setTimeout(180_000);
  const page = await login("reviewer");
  await page.goto(`/${project}/queues`);
  await expect(async () => {
    await page.keyboard.press("j");
    await expect(page.getByRole("link", { name: /weekly sample/ })).toBeFocused({ timeout: 500 });
  }).toPass();
  await page.keyboard.press("Enter");
  await page.waitForURL(/\/queues\/[0-9a-f-]{36}/);
  const done = async () =>
    Number(
      /^(\d+) of/.exec(
        (await page
          .getByRole("complementary", { name: "Tasks" })
          .getByText(/^\d+ of \d+$/)
          .textContent()) ?? "",
      )?.[1],
    );
  const heading = page.getByRole("heading", { level: 1 });
  const before = await done();
  const first = await heading.textContent();

  await page.keyboard.press("s");
  await expect(heading).not.toHaveText(first ?? "");
  await expect.poll(done).toBe(before);

  const second = await heading.textContent();
  await page.keyboard.press("a");
  await expect(heading).not.toHaveText(second ?? "");
  await expect.poll(done).toBe(before + 1);
  await page.keyboard.press("z");
  await expect(heading).toHaveText(second ?? "");
  await expect.poll(done).toBe(before);

  // A task that came back takes keys after a moment, so that none meant for the other lands on it.
  await expect(
    page.getByRole("complementary", { name: "Decision" }).getByRole("button", { name: /^Approve/ }),
  ).toBeEnabled();
  await page.keyboard.press("e");
  const correction = page.getByRole("textbox", { name: "Output, your edit" });
  await expect(correction).toBeFocused();
  await page.keyboard.press("ControlOrMeta+a");
  await page.keyboard.insertText('{"category": "account"}');
  await expect(page.getByText(/%/).first()).toBeVisible();
  await expect(page.getByRole("main").getByRole("insertion").first()).toBeVisible();
  await page.keyboard.press("ControlOrMeta+Enter");
  await expect.poll(done).toBe(before + 1);

  const third = await heading.textContent();
  await page.keyboard.press("x");
  await page.keyboard.press("2");
  await page.keyboard.press("Enter");
  await expect(heading).not.toHaveText(third ?? "");
  await expect.poll(done).toBe(before + 2);

  await approveChanged(page);
  // Decisions go out one after the other behind the scenes; a page that closes now would lose the last ones.
  await expect(page.getByText("Saving…")).toHaveCount(0);
  const shown = await done();
  await page.reload();
  await expect.poll(done).toBe(shown);
});

test("a reviewer decides on a phone with large buttons", async ({ login }) => {
  const page = await login("reviewer", {
    viewport: { width: 390, height: 844 },
    hasTouch: true,
    isMobile: true,
  });
  await page.goto(`/${project}/queues`);
  await page.getByRole("link", { name: /weekly sample/ }).click();
  const heading = page.getByRole("heading", { level: 1 });
  await expect(heading).toContainText(/^Task/);
  const first = await heading.textContent();
  const approve = page.getByRole("button", { name: "Approve", exact: true });
  const box = await approve.boundingBox();
  expect(box?.height).toBeGreaterThanOrEqual(44);
  await approve.click();
  await expect(heading).not.toHaveText(first ?? "");
  await page.getByRole("button", { name: "Undo last" }).click();
  await expect(heading).toHaveText(first ?? "");
  await page.getByRole("button", { name: "Reject", exact: true }).click();
  await expect(page.getByRole("radiogroup", { name: "Reason to reject" })).toBeVisible();
  expect(await page.evaluate(() => document.scrollingElement?.scrollWidth ?? 0)).toBeLessThanOrEqual(390);
});

test("another person approves, the pointer moves, and the API serves the new version at once", async ({
  login,
}) => {
  const key = await makeKey(await login("owner"), "release check");
  expect(await served(key)).toBe(5);
  const page = await login("lead");
  await page.goto(`/${project}/promotions/${made.promotion}`);
  await expect(condition(page, /reviewed by a person/)).toContainText(/(?<!un)met:/);
  await page.getByLabel("Comment").fill("The comparison is clear.");
  await page.getByRole("button", { name: "Approve", exact: true }).click();
  await expect(condition(page, /One approval by another/)).toContainText("Approved by Ines Okafor");
  await page.getByRole("button", { name: "Promote to production" }).click();
  await expect(page.getByText("production serves v6.")).toBeVisible();
  expect(await served(key)).toBe(6);
});

test("one click rolls back to the version before, and the API serves it again at once", async ({ login }) => {
  const key = await makeKey(await login("owner"), "rollback check");
  const page = await login("lead");
  await page.goto(`/${project}/promotions/${made.promotion}`);
  await page.getByRole("button", { name: "Roll back to v5" }).click();
  await expect(page.getByText("production serves v5 again")).toBeVisible();
  expect(await served(key)).toBe(5);
});

/** What GET /comparisons tells a program, as far as it is read here. */
type Comparison = {
  verdict: { sentence: string };
  metrics: { key: string; outcome: string }[];
  pairs: number;
  answeredPairs: number;
  isSimulated: boolean;
};

/** As many tickets of each category, in the seed's words; one line each, with the category wanted. */
function tickets(): string {
  const rows = readFileSync("demo/data/tickets.jsonl", "utf8")
    .trim()
    .split("\n")
    .map((line) => JSON.parse(line) as { ticket: string; category: string });
  const chosen = ["billing", "bug", "account", "shipping"].flatMap((category) =>
    rows.filter((row) => row.category === category).slice(0, perCategory),
  );
  return chosen.map(({ ticket, category }) => JSON.stringify({ ticket, reference: { category } })).join("\n");
}

/** Chooses the option of a browser select whose words fit. */
async function choose(page: Page, label: string, words: RegExp): Promise<void> {
  const select = page.getByRole("combobox", { name: label });
  await select.selectOption(await select.locator("option", { hasText: words }).first().getAttribute("value"));
}

function condition(page: Page, title: RegExp) {
  return page.getByRole("listitem").filter({ has: page.getByRole("heading", { name: title }) });
}

/** Approves what waits, one after the other by key, until all but two of the new version's outputs are decided. */
async function approveChanged(page: Page): Promise<void> {
  const tasks = page.getByRole("complementary", { name: "Tasks" });
  const changed = tasks.getByRole("button", { name: /changed ·/ });
  const rows = tasks.getByRole("button");
  const approve = page
    .getByRole("complementary", { name: "Decision" })
    .getByRole("button", { name: /^Approve/ });
  while ((await changed.count()) > 2) {
    const waiting = await rows.count();
    // A task that somebody else holds is passed over.
    const isMine = await expect(approve)
      .toBeEnabled({ timeout: 3_000 })
      .then(
        () => true,
        () => false,
      );
    await page.keyboard.press(isMine ? "a" : "j");
    if (isMine) await expect(rows).toHaveCount(waiting - 1);
  }
}

/** The version that programs get from production now. */
async function served(key: string): Promise<number> {
  const response = await fetch(`${address}/api/v1/prompts/support/triage?label=production`, {
    headers: { authorization: `Bearer ${key}` },
  });
  const { number } = (await response.json()) as { number: number };
  return number;
}
