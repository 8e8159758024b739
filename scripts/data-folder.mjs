// The data folder as quickstart sees it before anything is installed: whose it is, who holds it, and its reset.
import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from "node:fs";
import { join } from "node:path";

const mark = "valueloop-data-folder";
/** What a reset deletes. The local model stays: it holds no data of yours and is long to fetch. */
const data = ["database", "database.lock", "auth.key", "encryption.key", "call-log"];

/** Makes the folder and marks it as ours. */
export function markDataFolder(folder) {
  mkdirSync(folder, { recursive: true });
  writeFileSync(join(folder, mark), "Made by Valueloop; quickstart --reset may empty this folder.\n");
}

/** The pid of the living process that holds the embedded database, or null. The lock is written by db/folder-lock.ts. */
export function findHolder(folder) {
  const file = join(folder, "database.lock");
  if (!existsSync(file)) return null;
  const [pid, start = ""] = readFileSync(file, "utf8").split(" ");
  try {
    process.kill(Number(pid), 0);
  } catch (error) {
    if (error.code !== "EPERM") return null;
  }
  const now = startOf(pid);
  return start === "" || now === "" || start === now ? Number(pid) : null;
}

/** When a process began, as the kernel counts; empty where there is no /proc. */
function startOf(pid) {
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, "utf8");
    const words = stat.slice(stat.lastIndexOf(")") + 2).split(" ");
    return words[0] === "Z" ? "ended" : words[19];
  } catch {
    return "";
  }
}

/** Why a folder cannot be used for our data, or null. `isReset`: it will be emptied, so it must be ours. */
export function folderProblem(folder, { isReset = false } = {}) {
  if (!existsSync(folder)) return null;
  if (!statSync(folder).isDirectory()) return `${folder} is a file. Choose a folder with --data-dir.`;
  const isOurs = existsSync(join(folder, mark)) || existsSync(join(folder, "database/PG_VERSION"));
  if (isReset && !isOurs && readdirSync(folder).length > 0)
    return `${folder} is not a data folder of Valueloop, so nothing in it is deleted. Check --data-dir.`;
  const holder = findHolder(folder);
  if (holder !== null)
    return `The embedded database in ${folder} is in use by process ${holder}. Stop that one (kill ${holder}), or choose another folder with --data-dir.`;
  return null;
}

/**
 * Deletes the folder's data once the person has typed "reset" (or said --yes). Returns why nothing was deleted,
 * or null. `ask` is null where nobody can answer.
 */
export async function resetDataFolder(folder, { isSure, ask }) {
  if (!existsSync(folder)) return null;
  if (!isSure) {
    if (!ask) return "--reset deletes all data and asks first; without a terminal add --yes.";
    const answer = await ask(`Delete the database and the keys in ${folder}? Type "reset" to confirm: `);
    if (answer.trim() !== "reset") return "Nothing was deleted.";
  }
  for (const name of data) rmSync(join(folder, name), { recursive: true, force: true });
  return null;
}
