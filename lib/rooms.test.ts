import { execFileSync } from "node:child_process";
import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join, resolve } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { withPicture } from "../scripts/rooms-picture.ts";
import { rooms } from "./rooms.ts";

/** A file per rule that must be reported, and one per permission that must not. */
const refused: Record<string, string> = {
  "lib/prompts/canary.ts": 'import "#lib/evaluation";',
  "lib/identity/canary.ts": 'import "#schema/prompts";',
  "lib/models/canary.ts": 'import "../prompts/labels/move.ts";',
  "lib/datasets/canary.ts": 'import "react";',
  "lib/evaluation/canary.ts": 'import "next/headers";',
  "lib/api/canary.ts": 'import "drizzle-orm";',
  "lib/statistics/canary.ts": 'import "#platform/format";',
  "lib/text/canary.ts": 'import "#lib/platform";',
  "lib/jobs/canary.ts": 'import "../../server/boot.ts";',
  "db/canary.ts": 'import "#lib/prompts";',
  "lib/review/canary.ts": 'import "#db/schema/prompts";',
  "components/prompts/canary.tsx": 'import "#db/schema/prompts";',
  "components/ui/canary.tsx": 'import "#schema/prompts";',
  "app/canary.tsx": 'import "drizzle-orm";',
};
const allowed: Record<string, string> = {
  "lib/evaluation/fine.ts": 'import "#lib/prompts";\nimport "#lib/audit";\nimport "drizzle-orm";',
  "lib/identity/session.ts": 'import "next-auth";',
  "lib/review/fine.ts": 'import "#statistics";\nimport "#db/schema/review";',
  "lib/review/fine.test.ts": 'import "#db/schema/prompts";',
  "lib/governance/fine.ts": 'import "#db/schema/audit";',
  "lib/api/fine.ts": 'import "#lib/releases";',
  "components/prompts/fine.tsx": 'import "#schema/prompts";\nimport "react";',
  "app/fine.tsx": 'import "#lib/prompts";',
};

let folder: string;
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), "valueloop-canary-"));
  const rules = JSON.stringify(resolve("lib/import-rules.ts"));
  writeFileSync(
    join(folder, "oxlint.config.ts"),
    `import { roomOverrides } from ${rules};\nexport default { overrides: roomOverrides() };\n`,
  );
  for (const [file, text] of Object.entries({ ...refused, ...allowed })) {
    mkdirSync(dirname(join(folder, file)), { recursive: true });
    writeFileSync(join(folder, file), `${text}\n`);
  }
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

function isReported(file: string): boolean {
  try {
    execFileSync(
      process.execPath,
      [resolve("node_modules/oxlint/bin/oxlint"), "-c", "oxlint.config.ts", file],
      { cwd: folder, stdio: "pipe" },
    );
    return false;
  } catch (error) {
    return String((error as { stdout?: unknown }).stdout).includes("no-restricted-imports");
  }
}

describe("the rooms of lib/", () => {
  it("are the folders of lib/", () => {
    const folders = readdirSync("lib", { withFileTypes: true })
      .filter((entry) => entry.isDirectory())
      .map((entry) => entry.name);
    expect(folders.toSorted()).toEqual(Object.keys(rooms).toSorted());
  });

  it("name only rooms that stand before them, so that there is no cycle", () => {
    const order = Object.keys(rooms);
    for (const [room, imports] of Object.entries(rooms)) {
      for (const other of imports)
        expect(order.indexOf(other), `${room} -> ${other}`).toBeLessThan(order.indexOf(room));
    }
  });

  it("leave one door to the writing of the audit chain", () => {
    const doors = Object.keys(rooms).filter((room) =>
      ["index", "client"].some((door) => {
        const file = join("lib", room, `${door}.ts`);
        return existsSync(file) && /\bappendAudit\b/.test(readFileSync(file, "utf8"));
      }),
    );
    expect(doors).toEqual(["audit"]);
  });

  it("are drawn in docs/rooms.md as they are (node scripts/rooms-picture.ts draws them)", () => {
    expect(readFileSync("docs/rooms.md", "utf8")).toBe(withPicture(readFileSync("docs/rooms.md", "utf8")));
  });

  it.each(Object.keys(refused))("refuse the import in %s", (file) => {
    expect(isReported(file)).toBe(true);
  });

  it.each(Object.keys(allowed))("allow the imports in %s", (file) => {
    expect(isReported(file)).toBe(false);
  });
});
