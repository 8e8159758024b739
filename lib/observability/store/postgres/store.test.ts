import { testDatabase } from "#testing";
import { describeStore } from "../conformance/store.testing.ts";
import { postgresStore } from "./store.ts";

describeStore("PostgreSQL", async () => postgresStore((await testDatabase()).db));
