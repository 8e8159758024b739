import { headers } from "next/headers";
import { env } from "#platform/env";

/** The address a program reaches this studio at: the one set for it, else the one the page was asked at. */
export async function studioOrigin(): Promise<string> {
  const set = env().VALUELOOP_URL;
  if (set) return set;
  const request = await headers();
  return `${request.get("x-forwarded-proto") ?? "http"}://${request.get("host") ?? "localhost:3000"}`;
}
