import { existsSync, mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { migrate, type OpenDatabase, openEmbedded, openPostgres } from "#db";
import { closeQueue, openQueue } from "#lib/jobs";
import { newId } from "#platform/ids";
import { templateDatabase, templateFolder, templateKey } from "./template.ts";

/** Migrates once into what every test file's database is copied from: a dump for PGlite, a database on PostgreSQL. */
export default async function setup(): Promise<void> {
  process.env["LOG_LEVEL"] = "silent";
  const server = process.env["TEST_DATABASE_URL"];
  await (server ? makePostgresTemplate(server) : makeDump());
}

async function makeDump(): Promise<void> {
  const file = join(templateFolder, `${templateKey()}.tar`);
  process.env["VALUELOOP_TEST_TEMPLATE"] = file;
  if (existsSync(file)) return;
  mkdirSync(templateFolder, { recursive: true });
  const open = await openEmbedded();
  await prepare(open);
  const dump = await open.driver.dump?.();
  if (dump) writeFileSync(file, Buffer.from(await dump.arrayBuffer()));
  await open.close();
}

async function makePostgresTemplate(server: string): Promise<void> {
  const name = templateDatabase();
  const admin = await openPostgres(server, 1);
  const exists = async () =>
    (await admin.driver.query("select 1 from pg_database where datname = $1", [name])).rows.length > 0;
  if (!(await exists())) {
    // Under another name until it is whole; of two runs that make it at once, one is too late and drops its own.
    const draft = `${name}_${newId().slice(-12)}`;
    await admin.driver.exec(`create database ${draft}`);
    const url = new URL(server);
    url.pathname = `/${draft}`;
    const open = await openPostgres(url.toString(), 4);
    await prepare(open);
    await open.close();
    await admin.driver.exec(`alter database ${draft} rename to ${name}`).catch(async (error: unknown) => {
      await admin.driver.exec(`drop database ${draft}`);
      if (!(await exists())) throw error;
    });
  }
  await admin.close();
}

async function prepare(open: OpenDatabase): Promise<void> {
  await migrate(open);
  await openQueue(open);
  await closeQueue();
}
