// The same tests on PostgreSQL: brings one up where none is given by TEST_DATABASE_URL.
import { ensurePostgres } from "./postgres.mjs";
import { run } from "./steps.mjs";

const { code } = await run("vitest", ["run", ...process.argv.slice(2)], {
  live: true,
  env: { TEST_DATABASE_URL: ensurePostgres() },
});
process.exitCode = code;
