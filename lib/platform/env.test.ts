import { spawnSync } from "node:child_process";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { parseEnvironment } from "./env.ts";

/** The lines after the heading, one per problem. */
function problems(variables: Record<string, string>): string[] {
  try {
    parseEnvironment(variables);
  } catch (error) {
    return String((error as Error).message)
      .split("\n")
      .slice(1)
      .map((line) => line.trim());
  }
  return [];
}

describe("the environment", () => {
  it("has a sensible value for everything that is absent or empty", () => {
    expect(parseEnvironment({ PORT: "", DATABASE_URL: "" })).toMatchObject({
      NODE_ENV: "production",
      PORT: 3000,
      HOST: "127.0.0.1",
      VALUELOOP_DATA_DIR: ".valueloop",
      VALUELOOP_DEMO: false,
      VALUELOOP_LOCAL_MODEL: "auto",
    });
  });

  it("takes what is right", () => {
    const key = Buffer.alloc(32, 1).toString("base64");
    expect(
      parseEnvironment({
        PORT: "65535",
        DATABASE_URL: "postgresql://u:p@host/name",
        VALUELOOP_ENCRYPTION_KEY: key,
        VALUELOOP_DEMO: "1",
        SMTP_URL: "smtps://u:p@host",
        SMTP_FROM: "a@b.test",
        VALUELOOP_URL: "https://studio.test",
      }),
    ).toMatchObject({ PORT: 65_535, VALUELOOP_DEMO: true, VALUELOOP_ENCRYPTION_KEY: key });
  });

  it.each([
    ["PORT", "abc", 'PORT: must be a whole number from 1 to 65535, not "abc"'],
    ["PORT", "70000", 'PORT: must be a whole number from 1 to 65535, not "70000"'],
    ["PORT", "0x50", 'PORT: must be a whole number from 1 to 65535, not "0x50"'],
    ["DATABASE_URL", "localhost", "DATABASE_URL: must look like postgres://user:password@host:5432/name"],
    ["DATABASE_URL", "mysql://h/d", "DATABASE_URL: must look like postgres://user:password@host:5432/name"],
    [
      "VALUELOOP_ENCRYPTION_KEY",
      Buffer.alloc(16).toString("base64"),
      "VALUELOOP_ENCRYPTION_KEY: must be 32 bytes in base64; make one with: openssl rand -base64 32",
    ],
    [
      "AUTH_SECRET",
      "short",
      "AUTH_SECRET: must have at least 16 characters; make one with: openssl rand -base64 32",
    ],
    [
      "VALUELOOP_URL",
      "studio.example",
      "VALUELOOP_URL: must be an address that begins with https:// or http://",
    ],
    ["VALUELOOP_DEMO", "yes", 'VALUELOOP_DEMO: Invalid option: expected one of "0"|"1"|"true"|"false"'],
    ["SMTP_FROM", "a@b.test", "SMTP_URL: is needed beside SMTP_FROM"],
    ["AUTH_GITHUB_ID", "x", "AUTH_GITHUB_SECRET: is needed beside AUTH_GITHUB_ID"],
  ])("says what is wrong with %s=%s", (name, value, line) => {
    expect(problems({ [name]: value })).toEqual([line]);
  });

  it("wants the public address where links are mailed, so that no forged Host header makes them", () => {
    expect(problems({ SMTP_URL: "smtp://host", SMTP_FROM: "a@b.test" })).toEqual([
      "VALUELOOP_URL: is needed beside SMTP_URL, so that sign-in links lead there",
    ]);
  });

  it("names every problem, of single variables and of those that belong together", () => {
    const found = problems({ PORT: "x", AUTH_OIDC_ISSUER: "https://login.test", LOG_LEVEL: "loud" });
    expect(found.map((line) => line.split(":")[0])).toEqual([
      "PORT",
      "LOG_LEVEL",
      "AUTH_OIDC_ID",
      "AUTH_OIDC_SECRET",
    ]);
  });

  it("never repeats a secret", () => {
    const text = problems({ AUTH_SECRET: "hunter2", VALUELOOP_ENCRYPTION_KEY: "hunter2" }).join();
    expect(text).not.toContain("hunter2");
  });
});

it.each(["worker", "quickstart"])(
  "stops %s before it does anything, with a line per problem and no stack",
  { timeout: 60_000 },
  (name) => {
    const { status, stderr, stdout } = spawnSync(
      join("node_modules", ".bin", "node"),
      [join("server", `${name}.ts`)],
      {
        env: { NODE_ENV: "test", PATH: process.env["PATH"], PORT: "abc", DATABASE_URL: "nonsense" },
        encoding: "utf8",
      },
    );
    expect(status).toBe(1);
    expect(stdout).toBe("");
    expect(stderr.trim().split("\n")).toEqual([
      "The environment has 2 problems:",
      "  DATABASE_URL: must look like postgres://user:password@host:5432/name",
      '  PORT: must be a whole number from 1 to 65535, not "abc"',
    ]);
  },
);

it("lives in UTC, wherever the machine stands", { timeout: 60_000 }, () => {
  const code = `
    import { env } from "./lib/platform/env.ts";
    env();
    process.stdout.write(new Date("2026-11-20T00:30").toISOString());`;
  const { stdout } = spawnSync(process.execPath, ["--input-type=module", "--eval", code], {
    encoding: "utf8",
    env: { NODE_ENV: "test", PATH: process.env["PATH"], TZ: "Asia/Tokyo" },
  });
  expect(stdout).toBe("2026-11-20T00:30:00.000Z");
});
