import { rooms, tablesOf } from "./rooms.ts";

type Room = keyof typeof rooms;

/** A part of the house: a room of lib/, a folder beside lib/, or a package of npm or Node. */
type Target =
  | { part: "room"; room: Room; isDoor: boolean; isServerDoor: boolean }
  | { part: "table"; file: string }
  | { part: "folder"; folder: string; isDoor: boolean }
  | { part: "package"; name: string };

const aliases: Record<string, string> = {
  "#db": "db",
  "#testing": "testing",
  "#ui": "components/ui",
  "#states": "components/states",
  "#charts": "components/charts",
  "#components": "components",
  "#app": "app",
};
/** Packages that need a web server or a browser. `nuqs/server` reads an address and imports React for it. */
const web = /^(next|react|react-dom|next-auth|next-safe-action|next-themes|nuqs)(\/|$)/;
const sql = /^(drizzle-orm|postgres|@electric-sql\/pglite)(\/|$)/;
/** The files of lib/ that may: the session's speak to Next, `*-address.ts` are read by pages (the graph's test says by whom). */
const withWeb =
  /^lib\/(identity\/(session[^/]*|sign-in\/providers)\.ts|[a-z/]+\/([a-z]+-)*address(\.test)?\.ts)$/;
const pure = "lib/statistics and lib/text are pure: they read nothing and know nobody.";
const ground = ["platform", "audit", "statistics", "text"];
/** What is built on the house and never stands in it. */
const outside = ["app", "session", "server", "cli", "demo", "testing", "bench", "e2e", "scripts"];

/**
 * Why `file` may not import `specifier`, or null where it may. `file` is a path from the repository's root.
 * Relative paths and aliases, values and types, `import` and `import()` are the same to it.
 */
export function refusedImport(file: string, specifier: string): string | null {
  const [top = "", second = ""] = file.split("/");
  const target = targetOf(file, specifier);
  const isTest = /\.(test|testing)\.tsx?$/.test(file);
  if (top === "lib" && isRoom(second)) return refusedInRoom(file, second, target, isTest);
  if (top === "db") return isTest ? null : refusedInDb(target);
  if (top === "components") {
    return isTest ? null : second === "ui" ? refusedInPrimitives(target) : refusedInComponents(target);
  }
  if (top === "app") return isTest ? null : refusedInApp(target);
  if (top === "server" && target.part === "folder" && ["app", "testing"].includes(target.folder)) {
    return isTest ? null : "server starts the house; it imports rooms, not pages or test helpers.";
  }
  return null;
}

function refusedInRoom(file: string, room: Room, target: Target, isTest: boolean): string | null {
  switch (target.part) {
    case "room":
      return refusedRoom(room, target, isTest);
    case "table":
      if (isTest || (room !== "api" && tablesOf(room).includes(target.file))) return null;
      return "A room reads its own tables only; what it wants to know of another's is a verb of that room.";
    case "package":
      if (web.test(target.name) && !withWeb.test(file)) return "The domain runs without a web server.";
      return isTest ? null : refusedPackage(room, target.name);
    case "folder":
      if (target.folder === "db") return refusedDb(room, target.isDoor, isTest);
      return !mayFromTest(target.folder, isTest) && isBuiltOnRooms(target.folder)
        ? `lib imports nothing of ${target.folder}.`
        : null;
  }
}

function refusedPackage(room: Room, name: string): string | null {
  if (isPure(room) && name.startsWith("node:")) return pure;
  return (room === "api" || isPure(room)) && sql.test(name) ? "SQL lives in lib rooms and db." : null;
}

function refusedDb(room: Room, isDoor: boolean, isTest: boolean): string | null {
  if (!isTest && (isPure(room) || room === "platform")) return `lib/${room} stands below db.`;
  return isDoor ? null : "db is imported by its doors: #db and #db/schema/<room>.";
}

/** Another room by its doors, where the table allows it; a test may build its world of every room that stands before. */
function refusedRoom(room: Room, target: Target & { part: "room" }, isTest: boolean): string | null {
  if (target.room === room) return null;
  if (!target.isDoor && !isTest)
    return "Another room is imported through its doors: #lib, #schema, #constants or #client/<room>.";
  const allowed = isTest ? before(room) : allowedIn(room);
  if (allowed.includes(target.room)) return null;
  return isPure(room) ? pure : `lib/${room} may import: ${allowed.join(", ")} (lib/rooms.ts).`;
}

function isPure(room: Room): boolean {
  return room === "statistics" || room === "text";
}

function allowedIn(room: Room): string[] {
  if (room === "platform" || room === "text") return [];
  // Seeded draws are the one thing that statistics takes of the ground.
  return room === "statistics" ? ["platform"] : [...ground, ...rooms[room]];
}

function before(room: Room): string[] {
  const names = Object.keys(rooms);
  return room === "api" ? names : [...ground, ...names.slice(0, names.indexOf(room))];
}

function mayFromTest(folder: string, isTest: boolean): boolean {
  return isTest && ["testing", "server", "scripts"].includes(folder);
}

function isBuiltOnRooms(folder: string): boolean {
  return [...outside, "components"].includes(folder.split("/")[0] ?? "");
}

function refusedInDb(target: Target): string | null {
  if (target.part === "room" && !(target.room === "platform" && target.isDoor))
    return "db imports platform only.";
  if (target.part === "package" && web.test(target.name)) return "db runs without a web server.";
  if (target.part === "folder" && !["db", "drizzle"].includes(target.folder))
    return "db imports platform only.";
  return null;
}

function refusedInComponents(target: Target): string | null {
  if (target.part === "table" || (target.part === "package" && sql.test(target.name)))
    return "SQL lives in lib rooms and db.";
  if (target.part === "room" && (target.isServerDoor || !target.isDoor))
    return "Components import rooms by #schema, #constants or #client.";
  if (target.part === "folder" && ["db", ...outside].includes(target.folder))
    return "Components know no page, no server and no database.";
  return null;
}

function refusedInPrimitives(target: Target): string | null {
  if (target.part === "room" && target.room !== "platform") return "Primitives know nothing of ours.";
  if (target.part === "folder" && target.folder.startsWith("components") && target.folder !== "components/ui")
    return "Primitives know nothing of ours.";
  return refusedInComponents(target);
}

function refusedInApp(target: Target): string | null {
  if (target.part === "table" || (target.part === "package" && sql.test(target.name)))
    return "SQL lives in lib rooms and db.";
  if (target.part === "room" && !target.isDoor)
    return "A room is imported through its doors: #lib, #schema, #constants or #client/<room>.";
  if (
    target.part === "folder" &&
    outside.includes(target.folder) &&
    !["app", "session"].includes(target.folder)
  )
    return `Pages import nothing of ${target.folder}.`;
  return null;
}

function targetOf(file: string, specifier: string): Target {
  if (specifier.startsWith(".")) return targetOfPath(file, resolved(file, specifier));
  if (!specifier.startsWith("#")) return { part: "package", name: specifier };
  if (specifier === "#session") return { part: "folder", folder: "session", isDoor: true };
  const [alias = "", name = "", rest = ""] = specifier.split("/");
  if (alias === "#db" && name === "schema") return { part: "table", file: rest };
  const folder = aliases[alias];
  if (folder) return { part: "folder", folder: name === "ui" ? `${folder}/ui` : folder, isDoor: true };
  const room = ["#text", "#statistics", "#platform"].includes(alias) ? alias.slice(1) : name;
  if (!isRoom(room)) return { part: "package", name: specifier };
  return { part: "room", room, isDoor: true, isServerDoor: alias === "#lib" || alias === "#offline" };
}

function targetOfPath(file: string, path: string): Target {
  const [top = "", second = "", third = ""] = path.split("/");
  if (top === "lib" && isRoom(second))
    return { part: "room", room: second, isDoor: false, isServerDoor: false };
  const isHome = file.startsWith(`${top}/`);
  if (top === "db" && second === "schema" && !isHome)
    return { part: "table", file: third.replace(/\.ts$/, "") };
  const folder =
    top === "components" && ["ui", "states", "charts"].includes(second) ? `${top}/${second}` : top;
  return { part: "folder", folder, isDoor: isHome };
}

function resolved(file: string, specifier: string): string {
  return new URL(specifier, `file:///${encodeURI(file)}`).pathname.slice(1);
}

function isRoom(name: string): name is Room {
  return Object.hasOwn(rooms, name);
}
