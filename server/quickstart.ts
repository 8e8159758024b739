import { database, migrate, type OpenDatabase } from "#db";
import { isDemoSeeded, seedDemo } from "../demo/demo.ts";
import { demoPeople, isDemoSignInAllowed } from "#lib/identity";
import { openQueue } from "#lib/jobs";
import { env } from "#platform/env";
import { keepCallLog, signCheckpoints } from "./boot.ts";
import { exitWith, requireEnvironment } from "./exit.ts";
import { serveStudio } from "./serve.ts";
import { setUpLines } from "./set-up.ts";
import "./jobs.ts";

/** The second half of `npm run quickstart`: database, demo data, studio; each step is printed with its time. */
async function step<Result>(name: string, action: () => Promise<Result>): Promise<Result> {
  const start = performance.now();
  process.stdout.write(`  ${name} … `);
  try {
    const result = await action();
    process.stdout.write(`${((performance.now() - start) / 1000).toFixed(1)} s\n`);
    return result;
  } catch (error) {
    process.stdout.write("failed\n");
    exitWith(error);
  }
}

async function openDatabase(): Promise<OpenDatabase> {
  const open = await database();
  await migrate(open);
  await openQueue(open);
  return open;
}

requireEnvironment();
const open = await step(
  env().DATABASE_URL ? "Open and migrate PostgreSQL" : "Open and migrate the embedded database",
  openDatabase,
);
let demoKey: string | null = null;
if (env().VALUELOOP_DEMO && !(await isDemoSeeded(open.db))) {
  const seeded = await step("Seed the demo organisation", () => seedDemo(open));
  demoKey = seeded.apiKey;
}
// After the seed: what it tells is one history, signed once.
signCheckpoints(open);
await keepCallLog(open);
await step("Start the studio", () => serveStudio(open, { isDevelopment: false }));

const url = `http://localhost:${env().PORT}`;
const lines = [`\nValueloop is at ${url}`];
if (env().VALUELOOP_DEMO) {
  const how = isDemoSignInAllowed() ? "one click on the sign-in page" : "password: demo-valueloop";
  lines.push(`\nDemo sign-ins (${how}):`);
  lines.push(
    ...demoPeople.map(
      ({ name, email, role, job }) => `  ${name.padEnd(16)} ${role.padEnd(9)} ${email.padEnd(36)} ${job}`,
    ),
  );
  if (demoKey) {
    lines.push(`\nDemo API key (shown once): ${demoKey}`);
    lines.push(
      `  curl -s ${url}/api/v1/prompts/support/triage?label=production -H "Authorization: Bearer ${demoKey}"`,
    );
  } else {
    lines.push("\nThe demo API key was shown at first start; make another in Settings, API keys.");
  }
}
lines.push(...(await setUpLines(open)));
process.stdout.write(`${lines.join("\n")}\n\n`);
