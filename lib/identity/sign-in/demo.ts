import { eq } from "drizzle-orm";
import type { Database } from "#db";
import { users } from "#db/schema/identity";
import { env, type Environment } from "#platform/env";
import type { SignedIn } from "./sessions.ts";

/** The people of the demo organisation; the seed makes them, the sign-in page offers them. */
export const demoPeople = [
  {
    key: "engineer",
    name: "Mara Klein",
    email: "mara@demo.valueloop.example",
    role: "engineer",
    job: "writes and promotes prompts",
  },
  {
    key: "reviewer",
    name: "Rui Tavares",
    email: "rui@demo.valueloop.example",
    role: "reviewer",
    job: "decides what is good enough",
  },
  {
    key: "lead",
    name: "Ines Okafor",
    email: "ines@demo.valueloop.example",
    role: "engineer",
    job: "reads the overview, approves promotions",
  },
  {
    key: "owner",
    name: "Otto Lindqvist",
    email: "otto@demo.valueloop.example",
    role: "owner",
    job: "settings, members, audit",
  },
] as const;

const loopback = ["127.0.0.1", "::1", "localhost"];

/**
 * Demo sign-in needs no password, so it exists on the embedded database of a server bound to loopback only, and
 * not behind a proxy that makes such a server public.
 */
export function isDemoSignInAllowed(
  settings: Pick<Environment, "DATABASE_URL" | "HOST" | "VALUELOOP_URL"> = env(),
): boolean {
  const { DATABASE_URL, HOST, VALUELOOP_URL } = settings;
  const address = VALUELOOP_URL ? new URL(VALUELOOP_URL).hostname.replace(/^\[|\]$/g, "") : HOST;
  return !DATABASE_URL && loopback.includes(HOST) && loopback.includes(address);
}

/** The host a request names, as a browser or a proxy before it says it; a page elsewhere whose name leads here names its own. */
export function hostOf(headers: Pick<Headers, "get">): string {
  return headers.get("x-forwarded-host") ?? headers.get("host") ?? "";
}

function isLoopback(host: string): boolean {
  const address = `http://${host}`;
  return URL.canParse(address) && loopback.includes(new URL(address).hostname.replace(/^\[|\]$/g, ""));
}

/**
 * The demo person with this key, or null when demo sign-in is off, asked for by another host than loopback, or the demo
 * was not seeded.
 */
export async function findDemoUser(db: Database, key: string, host: string): Promise<SignedIn | null> {
  const person = demoPeople.find((one) => one.key === key);
  if (!person || !isDemoSignInAllowed() || !isLoopback(host)) return null;
  const [user] = await db.select({ id: users.id }).from(users).where(eq(users.email, person.email));
  return user ? { id: user.id, name: person.name, email: person.email } : null;
}
