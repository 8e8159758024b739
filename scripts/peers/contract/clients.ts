import { cpSync, renameSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import type { Served } from "./serve.ts";
import { folder, mustRun, npmTool, wheel } from "./tools.ts";

const programs = join(import.meta.dirname, "../clients");
const envOf = ({ url, secret, ids }: Served) => ({
  PEER_URL: url,
  PEER_KEY: secret,
  PEER_IDS: JSON.stringify(ids),
});

/** A TypeScript client made of the document without a warning, type-checked with the program that uses it, and called. */
export async function typeScriptClient(served: Served): Promise<void> {
  const made = await mustRun([npmTool("openapi-typescript"), "openapi.json", "-o", "api.d.ts"]);
  if (/warn/i.test(made)) throw new Error(`openapi-typescript: ${made}`);
  cpSync(join(programs, "contract.mts"), join(folder, "contract.mts"));
  const flags =
    "--noEmit --strict --noUncheckedIndexedAccess --module nodenext --target es2024 --allowImportingTsExtensions";
  await mustRun([npmTool("tsc"), ...flags.split(" "), "contract.mts"]);
  const said = await mustRun([process.execPath, "contract.mts"], envOf(served));
  console.log(`openapi-typescript and openapi-fetch: ${said.trim()}`);
}

/** A Python client, made without a warning and called. */
export async function pythonClient(served: Served): Promise<void> {
  const out = join(folder, "python");
  for (const old of [out, join(folder, "valueloop_api_client")])
    rmSync(old, { recursive: true, force: true });
  // Formatting what was made is another tool's work.
  writeFileSync(join(folder, "client.yaml"), "post_hooks: []\n");
  const asked = "generate --path openapi.json --meta none --config client.yaml --output-path".split(" ");
  const made = await mustRun([wheel("openapi-python-client"), ...asked, out, "--fail-on-warning"]);
  if (/warning/i.test(made)) throw new Error(`openapi-python-client: ${made}`);
  renameSync(out, join(folder, "valueloop_api_client"));
  const env = { ...envOf(served), PYTHONPATH: folder };
  const said = await mustRun([wheel("python"), join(programs, "contract.py")], env);
  console.log(`openapi-python-client: ${said.trim()}`);
}
