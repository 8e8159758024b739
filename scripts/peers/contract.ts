import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { parseArgs } from "node:util";
import { places } from "../../bench/prepare.ts";
import { pythonClient, typeScriptClient } from "./contract/clients.ts";
import { fuzz } from "./contract/fuzz.ts";
import { serveFullProject } from "./contract/serve.ts";
import { folder, install } from "./contract/tools.ts";

/**
 * `npm run verify:contract`: the API's document against what other people's tools make of it. openapi-typescript with
 * openapi-fetch and openapi-python-client make clients of it without a warning, which then go round the loop on a served
 * gateway; schemathesis looks for an answer that the document does not allow, in all its phases. On PGlite, and on PostgreSQL
 * too where BENCH_DATABASE_URL names a server. Tools come from npm and PyPI into a folder under /tmp at the first run.
 * `--examples 20` and `--seconds 60` (for each of two passes) bound it, `--phases coverage` runs some, `--without clients` or `fuzz` leaves a half out.
 */
const { values } = parseArgs({
  options: {
    examples: { type: "string", default: "100" },
    phases: { type: "string", default: "examples,coverage,fuzzing,stateful" },
    seed: { type: "string", default: "1" },
    without: { type: "string", default: "" },
    on: { type: "string", default: "" },
    seconds: { type: "string" },
  },
});
const bound = {
  examples: Number(values.examples),
  phases: values.phases,
  seed: Number(values.seed),
  seconds: values.seconds ? Number(values.seconds) : null,
};
await install({ clients: values.without !== "clients" });
let isClean = true;
for (const place of await places()) {
  if (values.on !== "" && place.name !== values.on) {
    await place.remove();
    continue;
  }
  const served = await serveFullProject(place);
  try {
    const document = await fetch(`${served.url}/api/v1/openapi.json`);
    writeFileSync(join(folder, "openapi.json"), await document.text());
    if (values.without !== "clients") {
      await typeScriptClient(served);
      await pythonClient(served);
    }
    if (values.without !== "fuzz") isClean = (await fuzz(served, place.name, bound)) && isClean;
  } finally {
    await served.close();
  }
}
process.exit(isClean ? 0 : 1);
