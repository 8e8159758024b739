import { keyedHash } from "#platform/crypto";

/**
 * What rows keep of an end user's key: enough to find them by it, whatever a policy took out of the key itself, and nothing
 * to read. Of one project, so that it links nobody across projects; null without a key.
 */
export function endUserHash(project: string, key: string | null): string | null {
  const text = key?.trim() ?? "";
  return text === "" ? null : keyedHash(`end user of ${project}`, text);
}
