import { z } from "zod";
import { AppError } from "#platform/errors";

const ServiceAccount = z.object({
  type: z.literal("service_account"),
  client_email: z.email(),
  private_key: z.string().includes("PRIVATE KEY"),
  project_id: z.string().optional(),
});

/**
 * Reads a Google service account's key file; null for anything that is no JSON, such as an API key. Only who it is and
 * its key are taken: other kinds of credentials name addresses and programs that Google's library would call.
 * Throws invalid_input for JSON that is no service account.
 */
export function readServiceAccount(secret: string) {
  if (!secret.trimStart().startsWith("{")) return null;
  const account = ServiceAccount.safeParse(parsed(secret));
  if (!account.success)
    throw new AppError(
      "invalid_input",
      "This JSON is no service account's key. Paste the whole key file that Google Cloud made for a service account.",
    );
  const { client_email, private_key, project_id: project } = account.data;
  return { project, credentials: { type: "service_account" as const, client_email, private_key } };
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}
