import { join, resolve } from "node:path";

/** Where the studio under test answers, and where its data lies; both are of this run only. */
export const port = Number(process.env["E2E_PORT"] ?? 3100);
export const address = `http://localhost:${port}`;
export const dataFolder = resolve(".valueloop/e2e");
/** The local model as `verify` and the studio bring it; shared with the studio under test. */
export const localModelFolder = join(resolve(".valueloop"), "local-model");

/** The demo project that all journeys live in. */
export const project = "customer-support";
