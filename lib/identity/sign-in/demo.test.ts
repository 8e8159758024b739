import { beforeAll, expect, it } from "vitest";
import { users } from "#db/schema/identity";
import { testDatabase } from "#testing";
import { demoPeople, findDemoUser, hostOf, isDemoSignInAllowed } from "../index.ts";

beforeAll(() => {
  process.env["DATABASE_URL"] = "";
});

it.each([
  [true, {}],
  [true, { HOST: "localhost" }],
  [true, { HOST: "::1" }],
  [true, { VALUELOOP_URL: "http://localhost:3000" }],
  [true, { VALUELOOP_URL: "http://[::1]:3000" }],
  [false, { HOST: "0.0.0.0" }],
  [false, { HOST: "192.168.1.4" }],
  [false, { DATABASE_URL: "postgres://u:p@h/d" }],
  [false, { VALUELOOP_URL: "https://studio.example" }],
  [false, { VALUELOOP_URL: "https://localhost.studio.example" }],
])("demo sign-in is %s for %j", (isAllowed, settings) => {
  expect(isDemoSignInAllowed({ HOST: "127.0.0.1", ...settings })).toBe(isAllowed);
});

it("demo sign-in finds a person of the demo once it was seeded, and nobody else", async () => {
  const { db } = await testDatabase();
  const [person] = demoPeople;
  expect(await findDemoUser(db, person.key, "localhost:3000")).toBeNull();
  await db.insert(users).values([
    { name: person.name, email: person.email },
    { name: "Somebody", email: "somebody@example.test" },
  ]);
  expect(await findDemoUser(db, person.key, "localhost:3000")).toMatchObject({ email: person.email });
  for (const key of ["somebody", "somebody@example.test", person.email, "__proto__", ""])
    expect(await findDemoUser(db, key, "localhost:3000")).toBeNull();
  for (const host of ["127.0.0.1:3000", "[::1]:3000", "localhost"])
    expect(await findDemoUser(db, person.key, host)).toMatchObject({ email: person.email });
  // A page whose name was turned to this machine, a tunnel, a request without any.
  for (const host of [
    "evil.example:3000",
    "localhost.evil.example",
    "127.0.0.1.evil.example",
    "192.168.1.4",
    "",
  ])
    expect(await findDemoUser(db, person.key, host)).toBeNull();
});

it("takes the host a proxy says it was asked for before its own", () => {
  expect(hostOf(new Headers({ host: "127.0.0.1:3000" }))).toBe("127.0.0.1:3000");
  expect(hostOf(new Headers({ host: "127.0.0.1:3000", "x-forwarded-host": "studio.example" }))).toBe(
    "studio.example",
  );
});
