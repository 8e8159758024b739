import { execFileSync } from "node:child_process";
import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { afterAll, beforeAll, expect, it } from "vitest";

/** A program of somebody else: its own folder, with this package installed in it as npm installs a folder. */
let folder: string;

beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), "valueloop-program-"));
  mkdirSync(join(folder, "node_modules"));
  symlinkSync(resolve("."), join(folder, "node_modules/valueloop"));
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

function play(name: string, text: string, env: Record<string, string> = {}): string {
  writeFileSync(join(folder, name), text);
  return execFileSync(process.execPath, [name], {
    cwd: folder,
    encoding: "utf8",
    env: { ...process.env, DATABASE_URL: "", VALUELOOP_DATA_DIR: join(folder, "data"), ...env },
  });
}

/** An installation with a route on a simulated model, a prompt and an API key; prints the key. */
const install = `
const from = (path) => import(${JSON.stringify(resolve("."))} + path);
const { database, migrate, closeDatabase } = await from("/db/index.ts");
const { createFirstOwner, createApiKey, openSetUp } = await from("/lib/identity/index.ts");
const { makeContext } = await from("/lib/identity/context.ts");
const { openQueue, closeQueue } = await from("/lib/jobs/index.ts");
const { createConnection } = await from("/lib/models/index.ts");
const { createRoute } = await from("/lib/routes/index.ts");
const { createPrompt } = await from("/lib/prompts/index.ts");
const open = await database();
await migrate(open);
await openQueue(open);
const token = await openSetUp(open.db);
await createFirstOwner(open.db, { token, name: "Ada", email: "ada@example.test", password: "a long enough secret", organisation: "One", project: "One" });
const [project] = (await open.driver.query("select id, organisation_id from projects")).rows;
const [user] = (await open.driver.query("select id from users")).rows;
const actor = { kind: "user", id: user.id, name: "Ada", email: "ada@example.test", role: "owner", organisationRole: "owner" };
const ctx = makeContext({ db: open.db, actor, organisationId: project.organisation_id, projectId: project.id });
const { id } = await createConnection(ctx, { name: "sim", kind: "simulated", models: ["simulated-instant"] });
await createRoute(ctx, { name: "support", definition: { targets: [{ connectionId: id, model: "simulated-instant" }] } });
const variables = [{ name: "ticket", type: "text", required: true }];
const messages = [{ role: "user", content: "Sort this: {{ticket}}" }];
await createPrompt(ctx, { path: "support/triage", content: { kind: "chat", messages, variables } });
const { secret } = await createApiKey(ctx, { name: "program", scopes: ["generations:write"] });
process.stdout.write(secret);
await closeQueue();
await closeDatabase();
`;

const program = `
import { openProject, resolvePrompt, routeModel, toCallOptions, toChatPromptTemplate } from "valueloop/langchain";
const { ctx, close } = await openProject({ apiKey: process.env.KEY });
const version = await resolvePrompt(ctx, { path: "support/triage", label: "latest" });
const template = toChatPromptTemplate(version);
const [message] = await template.formatMessages({ ticket: "My card is lost" });
const model = await routeModel(ctx, "route:support");
const answer = await template.pipe(model.withConfig(toCallOptions(version))).invoke({ ticket: "My card is lost" });
await close();
process.stdout.write(JSON.stringify({ sent: message.text, answered: answer.text.length > 0, type: answer.type }));
`;

it(
  "gives another program a stored prompt and a stored route as LangChain's own",
  { timeout: 240_000 },
  () => {
    const key = /vl_\S+/.exec(play("install.mjs", install))?.[0] ?? "";
    const said = play("program.mjs", program, { KEY: key });
    expect(JSON.parse(said.slice(said.indexOf("{")))).toEqual({
      sent: "Sort this: My card is lost",
      answered: true,
      type: "ai",
    });
  },
);

it("refuses a key nobody has, and keeps the rest of the package to itself", { timeout: 120_000 }, () => {
  expect(() => play("wrong.mjs", program, { KEY: "vl_unknown" })).toThrow(/unauthenticated|API key/);
  expect(() => play("deep.mjs", 'await import("valueloop/lib/models/index.ts");')).toThrow(
    /ERR_PACKAGE_PATH_NOT_EXPORTED/,
  );
});
