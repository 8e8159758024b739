// Draws the rooms of lib/rooms.ts into docs/rooms.md: node scripts/rooms-picture.ts
import { readFileSync, writeFileSync } from "node:fs";
import { pathToFileURL } from "node:url";
import { rooms } from "../lib/rooms.ts";

type Room = keyof typeof rooms;

const file = "docs/rooms.md";
const ground: readonly Room[] = ["platform", "audit", "statistics", "text"];
const importsOf = (room: Room): readonly Room[] => rooms[room];

/** A document with its Mermaid diagram replaced by the rooms as they are. */
export function withPicture(document: string): string {
  return document.replace(/```mermaid\n[\s\S]*?\n```/, roomsPicture());
}

/**
 * An arrow points to what a room may import. One that follows from two others is left out, as are those to the ground,
 * which is open to all.
 */
function roomsPicture(): string {
  const names = (Object.keys(rooms) as Room[]).filter((name) => !ground.includes(name));
  const arrows = names.flatMap((name) =>
    importsOf(name)
      .filter((to) => !importsOf(name).some((between) => between !== to && reaches(between, to)))
      .map((to) => `  ${name} --> ${to}`),
  );
  return [
    "```mermaid",
    "flowchart BT",
    `  subgraph ground ["ground, open to all, with db"]`,
    ...ground.map((name) => `    ${name}`),
    "  end",
    ...names.map((name) => `  ${name}`),
    ...arrows,
    "```",
  ].join("\n");
}

function reaches(from: Room, to: Room): boolean {
  return importsOf(from).includes(to) || importsOf(from).some((between) => reaches(between, to));
}

if (import.meta.url === pathToFileURL(process.argv[1] ?? "").href)
  writeFileSync(file, withPicture(readFileSync(file, "utf8")));
