import { relative } from "node:path";
import { refusedImport } from "../../lib/import-rules.ts";

type Source = { type: string; value?: unknown };
type Node = { source?: Source | null; argument?: Source & { literal?: Source } };
type Context = {
  filename: string;
  cwd: string;
  report: (found: { node: unknown; message: string }) => void;
};

/** The table of rooms as a lint rule, so that an editor says it too. What it decides is `lib/import-rules.ts`. */
const rule = {
  create(context: Context) {
    const file = relative(context.cwd, context.filename).replaceAll("\\", "/");
    const look = (node: Node) => {
      const source = node.source ?? node.argument?.literal ?? node.argument;
      const message = typeof source?.value === "string" ? refusedImport(file, source.value) : null;
      if (message) context.report({ node, message });
    };
    return {
      ImportDeclaration: look,
      ExportNamedDeclaration: look,
      ExportAllDeclaration: look,
      ImportExpression: look,
      TSImportType: look,
    };
  },
};

export default { meta: { name: "rooms" }, rules: { imports: rule } };
