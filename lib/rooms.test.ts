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
import { describe, expect, it } from "vitest";
import { importsOf, loadedBy, rings } from "../scripts/import-graph.ts";
import { withPicture } from "../scripts/rooms-picture.ts";
import { refusedImport } from "./import-rules.ts";
import { rooms, roomsWithProjectRows, tablesOf } from "./rooms.ts";

/** File and import that must be reported. */
const refused: [file: string, specifier: string][] = [
  ["lib/prompts/canary.ts", "#lib/evaluation"],
  ["lib/prompts/canary.ts", "#client/evaluation"],
  ["lib/prompts/canary.ts", "../evaluation/index.ts"],
  ["lib/identity/canary.ts", "#schema/prompts"],
  ["lib/models/canary.ts", "../prompts/labels/move.ts"],
  ["lib/evaluation/canary.ts", "../prompts/labels/move.ts"],
  ["lib/evaluation/runs/canary.ts", "../../prompts/labels/move.ts"],
  ["lib/datasets/canary.ts", "react"],
  ["lib/datasets/canary.ts", "nuqs/server"],
  ["lib/datasets/canary.ts", "../../app/layout.tsx"],
  ["lib/evaluation/canary.ts", "next/headers"],
  ["lib/evaluation/canary.ts", "#session"],
  ["lib/evaluation/canary.ts", "#testing"],
  ["lib/evaluation/canary.ts", "#testing/releases"],
  ["lib/evaluation/canary.ts", "../../demo/seed.ts"],
  ["lib/evaluation/canary.ts", "../../components/ui/button.tsx"],
  ["lib/evaluation/canary.ts", "#ui/button"],
  ["lib/evaluation/canary.ts", "#states/empty-state"],
  ["lib/evaluation/canary.ts", "#charts/line"],
  ["lib/evaluation/canary.test.ts", "#lib/releases"],
  ["lib/review/canary.ts", "#db/schema/prompts"],
  ["lib/review/canary.ts", "../../db/schema/evaluation.ts"],
  ["lib/review/canary.ts", "../../db/client.ts"],
  ["lib/jobs/canary.ts", "../../server/boot.ts"],
  ["lib/governance/canary.ts", "../platform/pagination.ts"],
  ["lib/platform/canary.ts", "#db"],
  ["lib/platform/canary.ts", "#db/schema/audit"],
  ["lib/platform/canary.ts", "#lib/audit"],
  ["lib/audit/canary.ts", "#lib/identity"],
  ["lib/statistics/canary.ts", "#text"],
  ["lib/statistics/canary.ts", "react"],
  ["lib/statistics/canary.ts", "drizzle-orm"],
  ["lib/statistics/canary.ts", "#db"],
  ["lib/statistics/canary.ts", "../models/index.ts"],
  ["lib/statistics/canary.ts", "node:fs"],
  ["lib/text/canary.ts", "#lib/platform"],
  ["lib/text/canary.ts", "#platform/format"],
  ["lib/text/canary.ts", "../../components/ui/button.tsx"],
  ["lib/text/canary.ts", "react"],
  ["lib/text/canary.ts", "drizzle-orm"],
  ["lib/api/canary.ts", "drizzle-orm"],
  ["lib/api/canary.ts", "#db/schema/prompts"],
  ["lib/api/canary.ts", "#lib/sustainability"],
  ["lib/api/canary.ts", "../prompts/labels/move.ts"],
  ["lib/api/routes/canary.ts", "../../prompts/labels/move.ts"],
  ["db/canary.ts", "#lib/prompts"],
  ["db/canary.ts", "../lib/prompts/index.ts"],
  ["db/canary.ts", "../lib/platform/ids.ts"],
  ["db/schema/canary.ts", "#testing"],
  ["db/canary.ts", "#components/page"],
  ["db/canary.ts", "react"],
  ["components/prompts/canary.tsx", "#db/schema/prompts"],
  ["components/prompts/canary.tsx", "#lib/prompts"],
  ["components/prompts/canary.tsx", "#session"],
  ["components/prompts/canary.tsx", "../../lib/prompts/client.ts"],
  ["components/prompts/canary.tsx", "../../app/_action.ts"],
  ["components/prompts/canary.tsx", "#app/_action"],
  ["components/ui/canary.tsx", "#schema/prompts"],
  ["components/ui/canary.tsx", "#text"],
  ["components/ui/canary.tsx", "../prompts/editor.tsx"],
  ["components/ui/canary.tsx", "#components/page"],
  ["components/ui/canary.tsx", "drizzle-orm"],
  ["components/ui/canary.tsx", "#db/schema/prompts"],
  ["app/canary.tsx", "drizzle-orm"],
  ["app/canary.tsx", "#db/schema/prompts"],
  ["app/(studio)/canary.tsx", "../../lib/prompts/labels/move.ts"],
  ["app/(studio)/[project]/canary.tsx", "../../../lib/prompts/labels/move.ts"],
  ["app/canary.tsx", "#testing"],
  ["app/canary.tsx", "../demo/seed.ts"],
  ["app/canary.tsx", "../server/boot.ts"],
  ["server/canary.ts", "#testing"],
  ["server/canary.ts", "../app/_action.ts"],
];
const allowed: [file: string, specifier: string][] = [
  ["lib/evaluation/fine.ts", "#lib/prompts"],
  ["lib/evaluation/fine.ts", "#client/prompts"],
  ["lib/evaluation/fine.ts", "#lib/audit"],
  ["lib/evaluation/fine.ts", "drizzle-orm"],
  ["lib/evaluation/runs/fine.ts", "../comparisons/pairs.ts"],
  ["lib/identity/session.ts", "next-auth"],
  ["lib/review/fine.ts", "#statistics"],
  ["lib/review/fine.ts", "#db/schema/review"],
  ["lib/review/fine.test.ts", "#db/schema/prompts"],
  ["lib/review/fine.test.ts", "#testing/review"],
  ["lib/governance/fine.ts", "#db/schema/audit"],
  ["lib/governance/fine.ts", "../rooms.ts"],
  ["lib/statistics/fine.ts", "#platform/random"],
  ["lib/api/fine.ts", "#lib/releases"],
  ["lib/api/fine.ts", "#db"],
  ["db/fine.ts", "#platform/ids"],
  ["components/prompts/fine.tsx", "#schema/prompts"],
  ["components/prompts/fine.tsx", "react"],
  ["components/prompts/fine.tsx", "../charts/line.tsx"],
  ["components/ui/fine.tsx", "#platform/format"],
  ["app/fine.tsx", "#lib/prompts"],
  ["app/(studio)/[project]/fine.tsx", "./_parts/list.tsx"],
];

const house = importsOf(["app", "components", "db", "demo", "lib", "server", "testing"]);

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

  it("that hold rows of projects are those whose tables have a project", () => {
    const holding = (Object.keys(rooms) as (keyof typeof rooms)[]).filter((room) =>
      tablesOf(room).some((file) => {
        const schema = join("db/schema", `${file}.ts`);
        return existsSync(schema) && /^ {4}projectId:/m.test(readFileSync(schema, "utf8"));
      }),
    );
    expect([...roomsWithProjectRows].toSorted()).toEqual(holding.toSorted());
  });

  it("own every file of db/schema between them", () => {
    const owned = (Object.keys(rooms) as (keyof typeof rooms)[])
      .flatMap(tablesOf)
      .map((file) => `${file}.ts`);
    for (const file of readdirSync("db/schema")) if (file !== "index.ts") expect(owned).toContain(file);
  });

  it("draw no arrow that no file stands behind", () => {
    const idle = Object.entries(rooms).flatMap(([room, imports]) =>
      imports
        .filter(
          (other) =>
            !house.some(({ from, to }) => from.startsWith(`lib/${room}/`) && to.startsWith(`lib/${other}/`)),
        )
        .map((other) => `${room} -> ${other}`),
    );
    expect(idle).toEqual([]);
  });

  it.each(refused)("%s may not import %s", (file, specifier) => {
    expect(refusedImport(file, specifier)).not.toBeNull();
  });

  it.each(allowed)("%s may import %s", (file, specifier) => {
    expect(refusedImport(file, specifier)).toBeNull();
  });

  it("are kept apart by the lint, whichever way a file imports", () => {
    const ways: Record<string, string> = {
      "lib/models/statement.ts": 'import "#lib/prompts";',
      "lib/models/type.ts": 'import type { Prompt } from "#schema/prompts";\nexport type P = Prompt;',
      "lib/models/lazy.ts": 'export const load = () => import("../prompts/labels/move.ts");',
      "lib/models/type-of.ts": 'export type P = import("#schema/prompts").Prompt;',
      "lib/models/again.ts": 'export { createPrompt } from "#lib/prompts";',
      "lib/models/all.ts": 'export * from "#lib/prompts";',
      "lib/models/fine.ts": 'import "#lib/governance";',
    };
    expect(reportedFiles(ways)).toEqual(Object.keys(ways).filter((file) => !file.includes("fine")));
  });
});

/** Nouns of one room that import each other, and stay so: docs/decisions/0037-nouns-that-know-each-other.md. */
const mutual = [
  "datasets: datasets and examples",
  "datasets: datasets and versions",
  "evaluation: comparisons and runs",
  "identity: account and sign-in",
  "models: chat and local",
  "models: connections and prices",
  "observability: store and usage",
  "prompts: branches and versions",
  "prompts: content and template",
  "prompts: registry and search",
  "releases: environments and gate",
  "releases: gate and promotions",
  "review: corrections and decisions",
  "review: corrections and tasks",
  "review: decisions and queues",
  "review: decisions and tasks",
  "routes: health and routes",
];

/** What the two pure rooms let out and no other room asks for yet, and why it stays. */
const waiting: Record<string, string> = {
  "#statistics bootstrap":
    "issue 9: intervals of metrics that have no exact one; what it does not take, goes",
  "#statistics bootstrapMean": "as bootstrap",
  "#statistics bootstrapQuantile": "as bootstrap",
  "#statistics bootstrapRelativeChange": "as bootstrap",
  "#statistics bootstrapRelativeQuantileChange": "as bootstrap",
  "#statistics boundedMeanTest": "asked by decidePairs, inside",
  "#statistics cohenKappa": "asked by agreement's own tests against published values",
  "#statistics leastRecords": "asked by weightedMeanInterval, inside",
  "#statistics makeDraws": "draws of the simulations of other rooms",
  "#statistics mcnemarExact": "asked by decidePairs, inside",
  "#statistics withAdjusted": "asked by decidePairs, inside, and by the gate's tests",
  "#statistics clusterBootstrapMean": "issue 9: examples that share a group",
  "#statistics clusteredStandardError": "issue 9: examples that share a group",
  "#statistics standardError": "issue 9: effect sizes beside a comparison",
  "#statistics sampleVariance": "issue 9: effect sizes beside a comparison",
  "#statistics benjaminiHochberg": "issue 9: correction over many metrics",
  "#statistics signFlipTest": "issue 9: the paired test of repeats",
  "#statistics itemsNeeded": "issue 9: how many cases a wished effect needs",
  "#statistics smallestEffect": "issue 9: the smallest effect a dataset can show",
};

const schemaDoors = Object.keys(rooms).filter((room) => existsSync(`lib/${room}/schema.ts`));

it.each(schemaDoors)("#schema/%s lets schemas, types and constants out, no function", async (room) => {
  const door: Record<string, unknown> = await import(`./${room}/schema.ts`);
  expect(Object.keys(door).filter((name) => typeof door[name] === "function")).toEqual([]);
});

describe("the graph of imports", () => {
  it("has no further pair of nouns in a room that import each other", () => {
    const edges = new Set(
      house.flatMap(({ from, to }) => {
        const [top, room, noun, file] = from.split("/");
        const [otherTop, otherRoom, other, otherFile] = to.split("/");
        const isWithin = top === "lib" && otherTop === "lib" && room === otherRoom && file && otherFile;
        return isWithin && noun !== other ? [`${room}: ${noun} and ${other}`] : [];
      }),
    );
    const pairs = [...edges].filter((edge) => {
      const [, room, one, other] = /^(.*): (.*) and (.*)$/.exec(edge) ?? [];
      return String(one) < String(other) && edges.has(`${room}: ${other} and ${one}`);
    });
    expect(pairs.toSorted()).toEqual(mutual);
  });

  it.each(["#statistics", "#text"])("%s lets nothing out that nobody asks for, but what waits", (alias) => {
    const door = readFileSync(`lib/${alias.slice(1)}/index.ts`, "utf8");
    const values = [...door.matchAll(/^export \{([^}]*)\}/gm)]
      .flatMap(([, names = ""]) => names.split(","))
      .map((name) => name.trim())
      .filter((name) => name !== "" && !name.startsWith("type "));
    const texts = [...new Set(house.map(({ from }) => from))]
      .filter((file) => !file.startsWith(`lib/${alias.slice(1)}/`))
      .map((file) => readFileSync(file, "utf8"));
    const asked = new Set(
      texts
        .flatMap((text) => [...text.matchAll(/^import \{([^}]*)\} from "(#[a-z]+)"/gm)])
        .filter(([, , from]) => from === alias)
        .flatMap(([, names = ""]) => names.split(",").map((name) => name.trim())),
    );
    const idle = values.filter((name) => !asked.has(name)).map((name) => `${alias} ${name}`);
    expect(idle.toSorted()).toEqual(
      Object.keys(waiting)
        .filter((name) => name.startsWith(`${alias} `))
        .toSorted(),
    );
  });

  it("has no ring, `import()` and types counted", () => {
    expect(rings(house)).toEqual([]);
  });

  it("finds a ring through `import()`", () => {
    const edges = [
      { from: "a", to: "b" },
      { from: "b", to: "c" },
      { from: "c", to: "a" },
      { from: "c", to: "d" },
    ];
    expect(rings(edges)).toEqual([["a", "b", "c"]]);
    const lazy = house.filter(({ isLazy, from }) => isLazy && from === "lib/models/chat/create.ts");
    expect(lazy.map(({ to }) => to)).toContain("lib/models/chat/ai-sdk/providers.ts");
  });

  it.each(["server/gateway.ts", "server/worker.ts"])("%s loads neither React nor Next", (entry) => {
    const loaded = [...loadedBy(entry, house)];
    expect(loaded.length).toBeGreaterThan(300);
    expect(loaded.filter((name) => /^(react|react-dom|next|next-auth|nuqs)(\/|$)/.test(name))).toEqual([]);
  });
});

/** The files, of a house of these only, in which the lint reports an import. */
function reportedFiles(files: Record<string, string>): string[] {
  const folder = mkdtempSync(join(tmpdir(), "valueloop-canary-"));
  try {
    const plugin = JSON.stringify(resolve("scripts/lint/imports.ts"));
    writeFileSync(
      join(folder, "oxlint.config.ts"),
      `export default { jsPlugins: [${plugin}], rules: { "rooms/imports": "error" } };\n`,
    );
    for (const [file, text] of Object.entries(files)) {
      mkdirSync(dirname(join(folder, file)), { recursive: true });
      writeFileSync(join(folder, file), `${text}\n`);
    }
    return Object.keys(files).filter((file) => isReported(folder, file));
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

function isReported(folder: string, file: string): boolean {
  try {
    execFileSync(
      process.execPath,
      [resolve("node_modules/oxlint/bin/oxlint"), "-c", "oxlint.config.ts", file],
      { cwd: folder, stdio: "pipe" },
    );
    return false;
  } catch (error) {
    return String((error as { stdout?: unknown }).stdout).includes("rooms(imports)");
  }
}
