import { expect, project, test } from "./fixtures.ts";
import { address } from "./setting.ts";
import { connect, makeKey } from "./pages.ts";

test("an output of 100,000 letters without a space leaves its page usable within seconds", async ({
  login,
  provider,
}) => {
  const owner = await login("owner");
  await connect(owner, "looping loopback", provider.url, "looping-model");
  const key = await makeKey(owner, "long output", ["generations:write"]);
  for (const [word, text] of [
    ["letters", "x".repeat(100_000)],
    ["words", "and so on ".repeat(10_000)],
  ] as const) {
    provider.play([text]);
    const answer = await owner.request.post(`${address}/api/v1/chat/completions`, {
      headers: { authorization: `Bearer ${key}` },
      data: { model: "looping loopback/looping-model", messages: [{ role: "user", content: word }] },
    });
    expect(answer.ok()).toBe(true);
    const { id } = (await answer.json()) as { id: string };
    const page = `/${project}/traffic/${id}`;
    await expect(async () => {
      // It is written in the background.
      expect((await owner.request.get(`${address}${page}`)).status()).toBe(200);
    }).toPass();
    const begin = Date.now();
    await owner.goto(page, { waitUntil: "load" });
    await owner.evaluate(() => document.body.getBoundingClientRect().height);
    const openMs = Date.now() - begin;
    const all = owner.getByRole("button", { name: /^Show all 100,000 characters$/ }).first();
    await expect(all).toBeVisible();
    const before = Date.now();
    await all.click();
    await owner.evaluate(() => document.body.getBoundingClientRect().height);
    const allMs = Date.now() - before;
    test.info().annotations.push({
      type: "measured",
      description: `100,000 characters of ${word}: page ${openMs} ms, all of it ${allMs} ms`,
    });
    expect(openMs).toBeLessThan(15_000);
    expect(allMs).toBeLessThan(10_000);
  }
});
