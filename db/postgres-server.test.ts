import { spawnSync } from "node:child_process";
import { type AddressInfo, createServer } from "node:net";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { type OpenDatabase, openPostgres } from "#db";
import { newId } from "#platform/ids";
import { connectionProblem, requirePostgres, type ServerReport, serverProblem } from "./postgres-server.ts";

const good: ServerReport = {
  version: 150_004,
  user: "app",
  database: "loop",
  mayCreateSchemas: true,
  mayCreateTables: true,
  isSuperuser: false,
  extensions: [
    { name: "vector", installed: null, offered: "0.8.0", isTrusted: true },
    { name: "pg_trgm", installed: "1.6", offered: "1.6", isTrusted: true },
  ],
};
function frame(type: string, body: string): Buffer {
  const length = Buffer.alloc(4);
  length.writeInt32BE(4 + body.length);
  return Buffer.concat([Buffer.from(type), length, Buffer.from(body, "latin1")]);
}
const vector = (changes: Partial<ServerReport["extensions"][number]>): Partial<ServerReport> => ({
  extensions: [{ name: "vector", installed: null, offered: "0.8.0", isTrusted: true, ...changes }],
});

describe("what is missing on a server", () => {
  it.each<[string, Partial<ServerReport>, RegExp | null]>([
    ["nothing", {}, null],
    ["a newer server", { version: 140_012 }, /15 or newer is needed; this server is 14\. Upgrade/],
    ["the right to make schemas", { mayCreateSchemas: false }, /grant create on database "loop" to "app"/],
    ["the right to make tables", { mayCreateTables: false }, /grant create on schema public to "app"/],
    ["pgvector", { extensions: [] }, /"vector" is not on this server\. Install pgvector 0\.8 or newer/],
    ["pg_trgm", vector({}), /"pg_trgm" is not on this server\. Install postgresql-contrib/],
    ["the right to pgvector", vector({ isTrusted: false }), /As a superuser run.*create extension vector/],
    ["a newer pgvector to make", vector({ offered: "0.7.4" }), /the server offers 0\.7\.4/],
    ["a newer pgvector", vector({ installed: "0.7.4" }), /has 0\.7\.4.*alter extension vector update/],
  ])("%s", (_what, changes, sentence) => {
    const problem = serverProblem({ ...good, ...changes });
    if (sentence) expect(problem).toMatch(sentence);
    else expect(problem).toBeNull();
  });

  it("is not the right to pgvector where the user is a superuser", () => {
    const { extensions } = good;
    expect(
      serverProblem({
        ...good,
        isSuperuser: true,
        extensions: extensions.map((one) => ({ ...one, isTrusted: false })),
      }),
    ).toBeNull();
  });

  it.each([
    ["28P01", /refuses the password of the user "app"/],
    ["28000", /does not let the user "app" in/],
    ["53300", /no connection left/],
  ])("is said in words for a connection refused with %s, without the password", (code, sentence) => {
    const text = connectionProblem({ code, message: "why" }, "postgres://app:hunter2@db.test/loop");
    expect(text).toMatch(sentence);
    expect(text).not.toContain("hunter2");
  });
});

it("a server that is not there is named with its place", async () => {
  await expect(requirePostgres("postgres://app:hunter2@127.0.0.1:9/loop")).rejects.toMatchObject({
    code: "unavailable",
    message:
      "No PostgreSQL answers at 127.0.0.1:9 (ECONNREFUSED). Start it, or correct host and port in DATABASE_URL.",
  });
});

it("a wrong password is named with its user", async () => {
  // A server's own words on the wire, since the test server trusts everybody: ask for the password, refuse it.
  const refusing = createServer((socket) => {
    let isAsked = false;
    socket.on("data", () => {
      socket.write(
        isAsked
          ? frame("E", "SFATAL\0C28P01\0Mpassword authentication failed\0\0")
          : frame("R", "\0\0\0\x03"),
      );
      isAsked = true;
    });
  });
  await new Promise<void>((resolve) => {
    refusing.listen(0, "127.0.0.1", resolve);
  });
  const { port } = refusing.address() as AddressInfo;
  await expect(requirePostgres(`postgres://app:hunter2@127.0.0.1:${port}/loop`)).rejects.toMatchObject({
    message: `PostgreSQL at 127.0.0.1:${port} refuses the password of the user "app". Correct user and password in DATABASE_URL.`,
  });
  refusing.close();
});

it(
  "a start with a server that is not there ends with one sentence, exit code 1 and no stack",
  { timeout: 60_000 },
  () => {
    const { status, stderr } = spawnSync(
      join("node_modules", ".bin", "node"),
      [join("server", "worker.ts")],
      {
        env: { ...process.env, DATABASE_URL: "postgres://app:hunter2@127.0.0.1:9/loop" },
        encoding: "utf8",
      },
    );
    expect([status, stderr.trim()]).toEqual([
      1,
      "No PostgreSQL answers at 127.0.0.1:9 (ECONNREFUSED). Start it, or correct host and port in DATABASE_URL.",
    ]);
  },
);

const server = process.env["TEST_DATABASE_URL"];
describe.runIf(server)("a real server", () => {
  const name = `rights_${newId().replaceAll("-", "")}`;
  let admin: OpenDatabase;
  const at = (user: string, database: string, password = "right") => {
    const url = new URL(server ?? "");
    Object.assign(url, { username: user, password, pathname: `/${database}` });
    return url.toString();
  };
  beforeAll(async () => {
    admin = await openPostgres(server ?? "", 1);
    await admin.driver.exec(`create role ${name} login password 'right'`);
    await admin.driver.query(`create database ${name}`);
  });
  afterAll(async () => {
    await admin.driver.query(`drop database if exists ${name} with (force)`);
    await admin.driver.exec(`drop role if exists ${name}`);
    await admin.close();
  });

  it("without the database, the user or the rights says each, until nothing is missing", async () => {
    const missing = (url: string) =>
      requirePostgres(url).then(
        () => "nothing",
        (error: Error) => error.message,
      );
    expect(await missing(at(name, `${name}x`))).toMatch(/has no database ".*x"\. Make it: createdb -h 127/);
    expect(await missing(at(`${name}x`, name))).toMatch(/does not let the user|refuses the password/);
    expect(await missing(at(name, name))).toMatch(/may not create schemas/);
    await admin.driver.exec(`grant create on database ${name} to ${name}`);
    expect(await missing(at(name, name))).toMatch(/may not create tables/);
    await admin.driver.exec(`alter database ${name} owner to ${name}`);
    // Debian's pgvector is not marked trusted, so its owner cannot make it in a database of theirs.
    expect(await missing(at(name, name))).toMatch(/may not create the extension "vector"/);
    const superuser = await openPostgres(at("postgres", name), 1);
    await superuser.driver.exec("create extension vector");
    await superuser.close();
    expect(await missing(at(name, name))).toBe("nothing");
    await admin.driver.exec(
      `revoke connect on database ${name} from public; alter database ${name} owner to postgres; revoke all on database ${name} from ${name}`,
    );
    expect(await missing(at(name, name))).toMatch(/grant connect on database/);
  });
});
