import { AppError } from "#platform/errors";

/** What a PostgreSQL server says of itself, of our user and of the extensions it could give us. */
export type ServerReport = {
  /** As in `server_version_num`: 150004 is 15.4. */
  version: number;
  user: string;
  database: string;
  mayCreateSchemas: boolean;
  mayCreateTables: boolean;
  isSuperuser: boolean;
  /** Rows of pg_available_extensions for the ones that are needed. */
  extensions: { name: string; installed: string | null; offered: string; isTrusted: boolean }[];
};

const reportQuery = `
  select current_setting('server_version_num')::int as version,
    current_user as "user", current_database() as database,
    has_database_privilege(current_database(), 'create') as "mayCreateSchemas",
    has_schema_privilege('public', 'create') as "mayCreateTables",
    (select rolsuper from pg_roles where rolname = current_user) as "isSuperuser",
    (select coalesce(json_agg(json_build_object('name', e.name, 'installed', e.installed_version,
        'offered', e.default_version, 'isTrusted', v.trusted)), '[]')
      from pg_available_extensions e
      join pg_available_extension_versions v on v.name = e.name and v.version = e.default_version
      where e.name in ('vector', 'pg_trgm')) as extensions`;

/** Looks at the server before anything is opened on it. Throws `unavailable` with what is missing and what to do. */
export async function requirePostgres(url: string): Promise<void> {
  const { default: postgres } = await import("postgres");
  const sql = postgres(url, { max: 1, connect_timeout: 10, onnotice: () => undefined });
  try {
    await sql`select 1`;
  } catch (cause) {
    await sql.end({ timeout: 0 });
    throw new AppError("unavailable", connectionProblem(cause, url), { cause });
  }
  try {
    const [server] = await sql.unsafe<ServerReport[]>(reportQuery);
    const problem = server ? serverProblem(server) : "The server did not say what it is.";
    if (problem) throw new AppError("unavailable", problem);
  } finally {
    await sql.end({ timeout: 5 });
  }
}

/** The first thing that keeps the studio from this server, with what to do about it; null when it can be used. */
export function serverProblem(server: ServerReport): string | null {
  const { version, user, database, isSuperuser } = server;
  if (version < 150_000)
    return `PostgreSQL 15 or newer is needed; this server is ${Math.floor(version / 10_000)}. Upgrade it, or point DATABASE_URL at a newer one.`;
  if (!server.mayCreateSchemas)
    return `The user "${user}" may not create schemas in the database "${database}". As its owner run: grant create on database "${database}" to "${user}"`;
  if (!server.mayCreateTables)
    return `The user "${user}" may not create tables in the database "${database}". As its owner run, in that database: grant create on schema public to "${user}"`;
  for (const name of ["vector", "pg_trgm"]) {
    const extension = server.extensions.find((one) => one.name === name);
    const packageName = name === "vector" ? "pgvector 0.8 or newer" : "postgresql-contrib";
    if (!extension)
      return `The extension "${name}" is not on this server. Install ${packageName} there (Debian: ${name === "vector" ? "postgresql-<version>-pgvector" : packageName}; Docker: the image pgvector/pgvector), then start again.`;
    if (extension.installed === null && !extension.isTrusted && !isSuperuser)
      return `The user "${user}" may not create the extension "${name}". As a superuser run, in the database "${database}": create extension ${name}`;
    if (name === "vector" && isOlder(extension.installed ?? extension.offered, [0, 8]))
      return `pgvector 0.8 or newer is needed; ${extension.installed === null ? "the server offers" : `the database "${database}" has`} ${extension.installed ?? extension.offered}. Upgrade it on the server, then run: alter extension vector update`;
  }
  return null;
}

/** Why no connection came about, in words, without the password. */
export function connectionProblem(error: unknown, url: string): string {
  const { hostname, port, username, pathname } = new URL(url);
  const place = `${hostname || "localhost"}:${port || "5432"}`;
  const database = decodeURIComponent(pathname.slice(1));
  const { code = "", message = "" } = error as { code?: string; message?: string };
  switch (code) {
    case "28P01":
      return `PostgreSQL at ${place} refuses the password of the user "${decodeURIComponent(username)}". Correct user and password in DATABASE_URL.`;
    case "28000":
      return `PostgreSQL at ${place} does not let the user "${decodeURIComponent(username)}" in (${message}). Make that user, or allow it in pg_hba.conf.`;
    case "3D000":
      return `PostgreSQL at ${place} has no database "${database}". Make it: createdb -h ${hostname} -p ${port || "5432"} ${database}`;
    case "42501":
      return `PostgreSQL at ${place} does not let the user "${decodeURIComponent(username)}" connect to "${database}". As its owner run: grant connect on database "${database}" to "${decodeURIComponent(username)}"`;
    case "53300":
      return `PostgreSQL at ${place} has no connection left (${message}). Raise max_connections, or stop what holds them.`;
    default:
      return `No PostgreSQL answers at ${place} (${code || message || "no answer"}). Start it, or correct host and port in DATABASE_URL.`;
  }
}

function isOlder(version: string, [major, minor]: [number, number]): boolean {
  const [ownMajor = 0, ownMinor = 0] = version.split(".").map(Number);
  return ownMajor < major || (ownMajor === major && ownMinor < minor);
}
