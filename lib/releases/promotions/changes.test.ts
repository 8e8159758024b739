import { beforeAll, describe, expect, it } from "vitest";
import { createPrompt, saveVersion } from "#lib/prompts";
import { createTenant, type Tenant } from "#testing";
import { newId } from "#platform/ids";
import { buildPromotion } from "#testing/releases";
import { updateGate } from "../environments/update-gate.ts";
import { previewChanges, promotionChanges } from "./changes.ts";
import { requestPromotion } from "./request.ts";

let tenant: Tenant;
let second: Awaited<ReturnType<Tenant["as"]>>;
beforeAll(async () => {
  tenant = await createTenant();
  second = await tenant.as("engineer", "Tom Tester");
  await updateGate(await tenant.as("admin"), {
    environment: "production",
    gate: { conditions: [{ kind: "approvals" }] },
  });
});

describe("what approvers read", () => {
  it("holds what stands in a version: two of one text differ by it, and the first is all new", async () => {
    const make = (text: string) =>
      createPrompt(tenant.ctx, { path: `shared/${newId()}`, content: { kind: "text", text } });
    const tone = await make("Be brief.");
    const { id: promptId, latest } = await make(`{{> ${tone.path}}} Hello`);
    const where = { promptId, environment: "production" };
    expect(await previewChanges(tenant.ctx, { ...where, versionId: latest.id })).toMatchObject({
      includes: [{ reference: tone.path, change: "added", to: 1 }],
    });
    await buildPromotion(tenant, second, promptId, latest.id);
    await saveVersion(tenant.ctx, {
      promptId: tone.id,
      content: { kind: "text", text: "Be kind." },
      message: "kind",
    });
    const { version } = await saveVersion(tenant.ctx, { promptId, content: latest.content, message: "tone" });
    const asked = await requestPromotion(tenant.ctx, { ...where, versionId: version.id });
    const seen = {
      isSame: false,
      summary: `{{> ${tone.path}}} from v1 to v2`,
      includes: [{ from: 1, to: 2, changedLines: 1 }],
    };
    expect(await previewChanges(tenant.ctx, { ...where, versionId: version.id })).toMatchObject(seen);
    expect(await promotionChanges(tenant.ctx, { promotionId: asked.id })).toMatchObject(seen);
  });
});
