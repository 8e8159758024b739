// The command line as a package of its own: `npm run build:cli` writes dist/cli, which `npm pack` and `npx` take.
import { mkdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { build } from "rolldown";
import { root } from "./steps.mjs";

const out = join(root, "dist", "cli");
const own = JSON.parse(readFileSync(join(root, "package.json"), "utf8"));
/** What loads wasm or big tables from its own folder, and is only loaded when an evaluator asks for it. */
const external = [
  "@ts-morph/common",
  "@vscode/tree-sitter-wasm",
  "@wasm-fmt/gofmt",
  "gpt-tokenizer",
  "libpg-query",
  "pyodide",
  "quickjs-wasi",
  "sh-syntax",
];
const isExternal = (id) => external.some((name) => id === name || id.startsWith(`${name}/`));

/** The thread that parses code stands beside the program, not in the working folder. */
const threadBeside = {
  name: "thread-beside",
  load(id) {
    if (!id.endsWith(join("evaluation", "code", "thread-file.ts"))) return null;
    return 'import { fileURLToPath } from "node:url";\nexport const codeThreadFile = () => fileURLToPath(new URL("./code-jobs.js", import.meta.url));';
  },
};

rmSync(out, { recursive: true, force: true });
mkdirSync(out, { recursive: true });
for (const [name, input] of [
  ["valueloop", "cli/main.ts"],
  ["code-jobs", "lib/evaluation/code/code-jobs.ts"],
]) {
  await build({
    cwd: root,
    input: join(root, input),
    platform: "node",
    external: isExternal,
    plugins: [threadBeside],
    transform: { target: "node20" },
    resolve: { conditionNames: ["node", "import", "default"] },
    output: { file: join(out, `${name}.js`), format: "esm", codeSplitting: false, minify: false },
    logLevel: "warn",
  });
}
writeFileSync(
  join(out, "package.json"),
  `${JSON.stringify(
    {
      name: own.name,
      version: own.version,
      description: "Runs and judges prompts: valueloop eval.",
      license: own.license,
      type: "module",
      bin: { valueloop: "valueloop.js" },
      engines: { node: ">=20" },
      files: ["*.js"],
      dependencies: Object.fromEntries(external.map((name) => [name, own.dependencies[name]])),
    },
    null,
    2,
  )}\n`,
);
