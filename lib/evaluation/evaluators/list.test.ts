import { Ajv2020 } from "ajv/dist/2020.js";
import { beforeAll, describe, expect, it } from "vitest";
import { createTenant, type Tenant } from "#testing";
import type { EvaluatorDescriptor } from "./descriptor.ts";
import { descriptors } from "./descriptors.ts";
import { listEvaluators } from "./list.ts";

let tenant: Tenant;
beforeAll(async () => {
  tenant = await createTenant();
});

describe("the kinds of evaluators", () => {
  it("are told to whoever may read suites, with a schema that takes the example's parameters", async () => {
    const listed = await listEvaluators(await tenant.as("viewer"));
    expect(listed.map(({ kind }) => kind)).toEqual(descriptors.map(({ kind }) => kind));
    const ajv = new Ajv2020({ strict: false, validateFormats: false });
    for (const descriptor of descriptors as readonly EvaluatorDescriptor[]) {
      const info = listed.find(({ kind }) => kind === descriptor.kind);
      const accepts = ajv.compile(info?.configSchema ?? false);
      expect(accepts(descriptor.example.config), descriptor.kind).toBe(true);
    }
  });

  it("say what a judge needs and that a missing rubric is not taken", async () => {
    const judge = (await listEvaluators(tenant.ctx)).find(({ kind }) => kind === "llm_judge");
    expect(judge).toMatchObject({ measure: "scale", needs: ["judge"], category: "judge" });
    expect(judge?.configSchema["required"]).toEqual(["target", "rubric"]);
  });

  it("are kept from a key that may not read suites", async () => {
    const actor = { kind: "api_key" as const, id: "k", name: "k", scopes: ["prompts:read" as const] };
    const stranger = { ...tenant.ctx, actor };
    await expect(listEvaluators(stranger)).rejects.toMatchObject({ code: "forbidden" });
  });
});
