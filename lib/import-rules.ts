import { rooms, tablesOf } from "./rooms.ts";

type Rule = {
  files: string[];
  excludeFiles?: string[];
  rules: Record<string, ["error", { patterns: { group: string[]; message: string }[] }]>;
};

const web = ["next", "next/*", "react", "react/*", "react-dom", "react-dom/*", "next-auth", "next-auth/*"];
const outside = ["#app/*", "**/app/**", "**/server/**", "**/cli/**"];

/** Lint overrides made from the table of rooms: what each part of the house may import. The canaries in its test keep them alive. */
export function roomOverrides(): Rule[] {
  const names = Object.keys(rooms) as (keyof typeof rooms)[];
  const perRoom = names.flatMap((name) => {
    const allowed = new Set<string>([name, "platform", "audit", "statistics", "text", ...rooms[name]]);
    const refused = names.filter((other) => !allowed.has(other));
    const modules = [
      {
        group: refused.flatMap((other) => [
          `#lib/${other}`,
          `#schema/${other}`,
          `#constants/${other}`,
          `#client/${other}`,
        ]),
        message: `lib/${name} may import: ${[...allowed].join(", ")} (lib/rooms.ts).`,
      },
      {
        group: names
          .filter((other) => other !== name && other !== "platform")
          .map((other) => `**/${other}/**`),
        message: "Another room is imported through its doors: #lib, #schema, #constants or #client/<room>.",
      },
      {
        group: [...web, ...outside, "#components/*", "#ui/*"],
        message:
          "The domain runs without a web server; next, react and next-auth stay in app, components, server and lib/identity/session.ts with its providers.",
      },
    ];
    const tables = {
      group: ["#db/schema/*", ...tablesOf(name).map((file) => `!#db/schema/${file}`)],
      message: "A room reads its own tables only; what it wants to know of another's is a verb of that room.",
    };
    const files = [`lib/${name}/**`];
    const withWeb =
      name === "identity" ? ["lib/identity/session*.ts", "lib/identity/sign-in/providers.ts"] : [];
    // The later rule replaces the earlier one where both hold: tests may look at any row.
    return [
      restrict(files, modules, withWeb),
      restrict(files, [...modules, tables], ["lib/**/*.test.ts", "lib/**/*.testing.ts", ...withWeb]),
    ];
  });
  const pure = restrict(
    ["lib/statistics/**", "lib/text/**"],
    [
      {
        group: [
          "#lib/*",
          "#schema/*",
          "#constants/*",
          "#client/*",
          "#db",
          "#db/*",
          "#platform/*",
          "!#platform/random",
          "node:*",
        ],
        message: "lib/statistics and lib/text are pure: they read nothing and know nobody.",
      },
    ],
    ["lib/statistics/**/*.test.ts", "lib/text/**/*.test.ts"],
  );
  const noSql = {
    group: ["drizzle-orm", "drizzle-orm/*", "#db/schema/*"],
    message: "SQL lives in lib rooms and db.",
  };
  const noOutside = {
    group: ["#app/*", "**/server/**", "**/cli/**"],
    message: "Nothing imports app, server or cli.",
  };
  return [
    ...perRoom,
    pure,
    restrict(
      ["lib/api/**"],
      [{ group: [...web, ...outside], message: "The API runs without a web server." }, noSql],
      ["lib/api/**/*.test.ts"],
    ),
    restrict(
      ["db/**"],
      [
        {
          group: ["#lib/*", "#schema/*", "#constants/*", "#client/*", ...web],
          message: "db imports platform alone.",
        },
      ],
      ["db/**/*.test.ts"],
    ),
    restrict(
      ["components/**"],
      [
        {
          group: ["#lib/*", "!#lib/*.ts", "#db", ...noOutside.group],
          message: "Components import rooms by #schema or #facts, or types of #lib.",
        },
        noSql,
      ],
      [],
    ),
    restrict(
      ["app/**"],
      [noSql, { group: ["**/server/**", "**/cli/**"], message: "Nothing imports server or cli." }],
      [],
    ),
    restrict(
      ["components/ui/**"],
      [
        {
          group: ["#lib/*", "#schema/*", "#constants/*", "#client/*", "#components/*", "#db", "#app/*"],
          message: "Primitives know nothing of ours.",
        },
      ],
      [],
    ),
  ];
}

function restrict(
  files: string[],
  patterns: { group: string[]; message: string }[],
  excludeFiles: string[] = [],
): Rule {
  const used = patterns.filter((pattern) => pattern.group.length > 0);
  return {
    files,
    ...(excludeFiles.length > 0 ? { excludeFiles } : {}),
    rules: { "eslint/no-restricted-imports": ["error", { patterns: used }] },
  };
}
