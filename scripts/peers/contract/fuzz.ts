import { writeFileSync } from "node:fs";
import { join } from "node:path";
import type { Served } from "./serve.ts";
import { folder, run, wheel } from "./tools.ts";

/** `seconds` is how long each of the two passes may take; left out, until all is done. */
export type Bound = { examples: number; phases: string; seed: number; seconds: number | null };

/**
 * schemathesis over the served API: every check that it has, first with ids as they come, then with those of things that are
 * there, so that a verb is reached and not a 404 only. What it finds is printed whole; true where that is nothing.
 */
export async function fuzz(served: Served, name: string, bound: Bound): Promise<boolean> {
  let isClean = true;
  for (const [pass, known] of Object.entries({ any: neverEnded(served), there: present(served) })) {
    const started = performance.now();
    const config = join(folder, `schemathesis-${pass}.toml`);
    writeFileSync(config, configOf(known));
    const { code, output } = await run(
      [
        wheel("schemathesis"),
        "--config-file",
        config,
        "run",
        `${served.url}/api/v1/openapi.json`,
        "--header",
        `Authorization: Bearer ${served.secret}`,
        "--phases",
        bound.phases,
        "--max-examples",
        String(bound.examples),
        "--seed",
        String(bound.seed),
        "--request-timeout",
        "30",
        "--workers",
        "1",
        "--continue-on-failure",
        "--no-color",
        ...(bound.seconds ? ["--max-time", String(bound.seconds)] : []),
      ],
      { PYTHONPATH: join(import.meta.dirname, "../clients") },
    );
    const file = join(folder, `schemathesis-${name}-${pass}.txt`);
    writeFileSync(file, output);
    writeFileSync(join(folder, `gateway-${name}.log`), served.log());
    console.log(code === 0 ? output.slice(-1_500) : output.slice(-20_000));
    const seconds = Math.round((performance.now() - started) / 1_000);
    console.log(`schemathesis on ${name}, ${pass} ids: ${seconds} s, everything in ${file}`);
    isClean &&= code === 0;
  }
  return isClean;
}

/** The key that asks is never the one that is ended. */
const neverEnded = ({ ids }: Served): Record<string, string> => ({ "path.apiKeyId": ids.apiKeyId });

function present({ ids }: Served): Record<string, string> {
  const named = {
    ...ids,
    path: ids.promptPath,
    key: "only_foreign",
    branch: "main",
    environment: "production",
    fromVersionId: ids.firstVersionId,
    fromDatasetVersionId: ids.datasetVersionId,
    baselineRunId: ids.runId,
    candidateRunId: ids.runId,
  };
  return named;
}

/** 400 for a rule over several members, or over the project's state, is right: hooks tell it from one that the schema should have told. */
const configOf = (known: Record<string, string>): string => `# Written by scripts/peers/contract/fuzz.ts.
hooks = "contract_hooks"

# PostgreSQL's texts hold no NUL; 400 says so, and a test of ours (odd-input.test.ts) holds it.
[generation]
allow-x00 = false

[checks]
positive_data_acceptance.enabled = false

[parameters]
${Object.entries(known)
  .map(([name, value]) => `${JSON.stringify(name)} = ${JSON.stringify(value)}`)
  .join("\n")}
`;
