import { createDataset } from "#lib/datasets";
import type { Context } from "#lib/identity";
import { createConnection } from "#lib/models";
import { createPrompt, saveVersion } from "#lib/prompts";
import { newId } from "#platform/ids";
import type { SuiteContent } from "../suites/schema.ts";
import { createSuite } from "../suites/save.ts";

export const exactSuite = (more: unknown[] = [], primaryMetric = "accuracy"): SuiteContent =>
  // Defaults are filled in by createSuite's parse.
  ({
    evaluators: [{ key: "accuracy", name: "Accuracy", kind: "exact", config: { ignoreCase: true } }, ...more],
    primaryMetric,
  }) as unknown as SuiteContent;

export type Bench = {
  connectionId: string;
  promptId: string;
  versionIds: [string, string];
  datasetVersionId: string;
  suiteVersionId: string;
  suiteId: string;
};

/** All a run needs, made through the doors of the other rooms. For tests. `admin` may make connections. */
export async function buildBench(
  ctx: Context,
  admin: Context,
  options: { baseUrl?: string; examples: number; text?: string; suite?: SuiteContent; isSimulated?: boolean },
): Promise<Bench> {
  const name = newId().slice(-8);
  const connection = await createConnection(
    admin,
    options.isSimulated
      ? { name, kind: "simulated" }
      : { name, kind: "openai_compatible", baseUrl: options.baseUrl ?? "", apiKey: "key", models: ["m"] },
  );
  const variables = [{ name: "text", type: "text" as const, required: true }];
  const content = (words: string) => ({
    kind: "chat" as const,
    messages: [{ role: "user" as const, content: `${words}: {{text}}` }],
    variables,
  });
  const prompt = await createPrompt(ctx, { path: `test/p${name}`, content: content("one") });
  const second = await saveVersion(ctx, { promptId: prompt.id, content: content("two"), message: "second" });
  const examples = Array.from({ length: options.examples }, (_, place) => ({
    inputs: { text: `${options.text ?? "case"} ${place + 1}` },
    reference: "yes",
    metadata: {},
  }));
  const dataset = await createDataset(ctx, { name: `d${name}`, examples });
  const suite = await createSuite(ctx, { name: `s${name}`, content: options.suite ?? exactSuite() });
  return {
    connectionId: connection.id,
    promptId: prompt.id,
    versionIds: [prompt.latest.id, second.version.id],
    datasetVersionId: dataset.latest?.id ?? "",
    suiteVersionId: suite.latest.id,
    suiteId: suite.id,
  };
}
