import { ApiScope } from "../schema.ts";

/** A key as the settings page shows it; the key itself is never stored. */
export type ApiKey = {
  id: string;
  name: string;
  prefix: string;
  scopes: ApiScope[];
  /** Who made it and answers for what it does; null when they are gone. */
  ownerName: string | null;
  /** From then on it opens nothing; null: it does not end by itself. */
  expiresAt: Date | null;
  /** The most that a call with it may take; null: what the call and its route say. */
  timeoutMs: number | null;
  lastUsedAt: Date | null;
  revokedAt: Date | null;
  createdAt: Date;
};

export const dayMs = 24 * 60 * 60 * 1000;

export type KeyRow = Omit<ApiKey, "scopes" | "ownerName"> & { scopes: string[] };

export function present(row: KeyRow, ownerName: string | null): ApiKey {
  const { id, name, prefix, scopes, expiresAt, timeoutMs, lastUsedAt, revokedAt, createdAt } = row;
  return {
    id,
    name,
    prefix,
    scopes: ApiScope.array().parse(scopes),
    ownerName,
    expiresAt,
    timeoutMs,
    lastUsedAt,
    revokedAt,
    createdAt,
  };
}
