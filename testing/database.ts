import { readFileSync } from "node:fs";
import { setTimeout as sleep } from "node:timers/promises";
import { type OpenDatabase, listenForInvalidations, openEmbedded, openPostgres } from "#db";
import { closeQueue, openQueue } from "#lib/jobs";
import { newId } from "#platform/ids";
import { forget } from "#platform/runtime";
import type { GenerationWriter } from "../lib/observability/generations/writer.ts";
import { templateDatabase } from "./template.ts";

let opened: Promise<OpenDatabase> | undefined;

/** The test file's own database: PGlite from the migrated dump, or a new PostgreSQL database by TEST_DATABASE_URL. */
export function testDatabase(): Promise<OpenDatabase> {
  if (process.env["VALUELOOP_TEST_DATABASE"] === "none")
    throw new Error("This test file was taken for one that needs no database: see testing/files.ts.");
  opened ??= openTestDatabase();
  return opened;
}

/** After a test file (testing/each-file.ts): the next one in the same process gets a database of its own. */
export async function closeTestDatabase(): Promise<void> {
  if (!opened) return;
  const { close } = await opened;
  opened = undefined;
  // Tried again until it is stored: what a test leaves behind would wait for ever, and the next file's calls behind it.
  const writer = forget<GenerationWriter>("generationWriter");
  if (writer) await Promise.race([writer.flush(), sleep(5_000, undefined, { ref: false })]);
  await closeQueue();
  await close();
}

async function openTestDatabase(): Promise<OpenDatabase> {
  const server = process.env["TEST_DATABASE_URL"];
  const open = server ? await newPostgresDatabase(server) : await openEmbedded(undefined, await template());
  await openQueue(open);
  await listenForInvalidations(open);
  return open;
}

async function template(): Promise<Blob> {
  const file = process.env["VALUELOOP_TEST_TEMPLATE"];
  if (!file) throw new Error("testing/global-setup.ts has not run");
  return new Blob([readFileSync(file)]);
}

async function newPostgresDatabase(server: string): Promise<OpenDatabase> {
  const name = `test_${newId().replaceAll("-", "")}`;
  const admin = await openPostgres(server, 1);
  await admin.driver.exec(`create database ${name} template ${templateDatabase()}`);
  const url = new URL(server);
  url.pathname = `/${name}`;
  const open = await openPostgres(url.toString(), 8);
  return {
    ...open,
    close: async () => {
      await open.close();
      await admin.driver.exec(`drop database if exists ${name} with (force)`);
      await admin.close();
    },
  };
}
