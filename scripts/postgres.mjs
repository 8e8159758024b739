// Brings up a PostgreSQL with pgvector for tests, on Debian as root; elsewhere it says what to install.
// Used by verify and test:pg; prints and returns the server's URL.
import { execFileSync, spawnSync } from "node:child_process";
import { existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";

const port = Number(process.env.VALUELOOP_TEST_PG_PORT ?? 5433);
const home = process.env.VALUELOOP_TEST_PG_DIR ?? "/var/tmp/valueloop-postgres";

function run(command, args, options = {}) {
  return execFileSync(command, args, { stdio: ["ignore", "pipe", "pipe"], encoding: "utf8", ...options });
}

function binaries() {
  const root = "/usr/lib/postgresql";
  const versions = existsSync(root)
    ? readdirSync(root)
        .map(Number)
        .filter((version) => version >= 15)
        .sort((a, b) => b - a)
    : [];
  return versions[0] ? join(root, String(versions[0]), "bin") : null;
}

function isRootOnDebian() {
  return process.getuid?.() === 0 && existsSync("/etc/debian_version");
}

function aptInstall(...packages) {
  if (!isRootOnDebian()) {
    throw new Error(
      `Not installed here: ${packages.join(", ")}. Install PostgreSQL 15 or newer with pgvector 0.8 (or run "docker compose up -d postgres") and set TEST_DATABASE_URL.`,
    );
  }
  spawnSync("apt-get", ["update", "-qq"], { stdio: "ignore" });
  run("apt-get", ["install", "-y", "-qq", "--no-install-recommends", ...packages], {
    env: { ...process.env, DEBIAN_FRONTEND: "noninteractive" },
  });
}

/** Where this machine gets Debian itself from, by its own apt configuration. */
function debianMirror() {
  const codename = /^VERSION_CODENAME=(\S+)/m.exec(readFileSync("/etc/os-release", "utf8"))?.[1];
  const targets = run("apt-get", [
    "indextargets",
    "--format",
    "$(RELEASE) $(COMPONENT) $(REPO_URI)",
    "Created-By: Packages",
  ]);
  const lines = targets.split("\n").map((line) => line.split(" "));
  const own = lines.find(([release, component]) => release === codename && component === "main");
  if (!own?.[2]) throw new Error(`apt names no source of Debian ${codename}; install pgvector 0.8 yourself.`);
  return own[2];
}

/** pgvector is not in Debian 12: its source package of the next suite builds in seconds. */
function installVector(bin) {
  const version = bin.split("/").at(-2);
  if (existsSync(`/usr/share/postgresql/${version}/extension/vector.control`)) return;
  aptInstall(`postgresql-server-dev-${version}`, "make", "gcc", "dpkg-dev");
  const folder = "/var/tmp/valueloop-pgvector";
  mkdirSync(join(folder, "lists/partial"), { recursive: true });
  mkdirSync(join(folder, "cache/archives/partial"), { recursive: true });
  const mirror = debianMirror();
  writeFileSync(join(folder, "sources.list"), `deb ${mirror} trixie main\ndeb-src ${mirror} trixie main\n`);
  const own = ["sourcelist=sources.list", "sourceparts=-"].map(
    (entry) => `Dir::Etc::${entry.replace("=", `=${entry.startsWith("sourcelist") ? `${folder}/` : ""}`)}`,
  );
  const options = [...own, `Dir::State::lists=${folder}/lists`, `Dir::Cache=${folder}/cache`].flatMap(
    (option) => ["-o", option],
  );
  run("apt-get", [...options, "update", "-qq"], { cwd: folder });
  run("apt-get", [...options, "source", "-qq", "pgvector"], { cwd: folder });
  const source = readdirSync(folder).find((name) => /^pgvector-[\d.]+$/.test(name));
  if (!source) throw new Error("The source of pgvector did not arrive.");
  run("make", ["-s", "OPTFLAGS=", `PG_CONFIG=/usr/lib/postgresql/${version}/bin/pg_config`, "install"], {
    cwd: join(folder, source),
  });
}

function answers(bin) {
  return spawnSync(join(bin, "pg_isready"), ["-q", "-h", "127.0.0.1", "-p", String(port)]).status === 0;
}

/** A running server's URL (the database "postgres", to make others from). */
export function ensurePostgres() {
  if (process.env.TEST_DATABASE_URL) return process.env.TEST_DATABASE_URL;
  if (!binaries()) aptInstall("postgresql");
  const bin = binaries();
  installVector(bin);
  const url = `postgres://postgres@127.0.0.1:${port}/postgres`;
  if (answers(bin)) return url;
  const asPostgres = (args) =>
    process.getuid?.() === 0
      ? run("runuser", ["-u", "postgres", "--", ...args])
      : run(args[0], args.slice(1));
  const data = join(home, "data");
  mkdirSync(home, { recursive: true });
  if (process.getuid?.() === 0) run("chown", ["postgres", home]);
  if (!existsSync(join(data, "PG_VERSION")))
    asPostgres([join(bin, "initdb"), "-D", data, "-U", "postgres", "--auth=trust", "--encoding=UTF8"]);
  // Durability is switched off: this server holds tests and nothing else.
  const settings = `-p ${port} -k ${home} -c listen_addresses=127.0.0.1 -c fsync=off -c synchronous_commit=off -c full_page_writes=off -c max_connections=200`;
  asPostgres([join(bin, "pg_ctl"), "-D", data, "-w", "-l", join(home, "log"), "-o", settings, "start"]);
  return url;
}

if (import.meta.url === `file://${process.argv[1]}`) process.stdout.write(`${ensurePostgres()}\n`);
