import { createRequire } from "node:module";
import { dirname, join } from "node:path";
import treeSitter, { type Node, type Parser } from "@vscode/tree-sitter-wasm";
import { type CodeParser, type CodeVerdict, codeError, noError } from "../verdict.ts";

const folder = dirname(createRequire(import.meta.url).resolve("@vscode/tree-sitter-wasm"));
const loaded = new Map<string, Promise<Parser>>();

export const checkRust: CodeParser = async (code) => verdictOf(await parserOf("rust"), code);
export const checkJava: CodeParser = async (code) => verdictOf(await parserOf("java"), code);

function parserOf(language: "rust" | "java"): Promise<Parser> {
  const known = loaded.get(language);
  if (known) return known;
  const loading = load(language);
  loaded.set(language, loading);
  return loading;
}

async function load(language: string): Promise<Parser> {
  await treeSitter.Parser.init();
  const parser = new treeSitter.Parser();
  parser.setLanguage(await treeSitter.Language.load(join(folder, `tree-sitter-${language}.wasm`)));
  return parser;
}

/** Tree-sitter mends what it cannot read: the first place it mended is the error. */
function verdictOf(parser: Parser, code: string): CodeVerdict {
  const tree = parser.parse(code);
  if (!tree) return { unchecked: "The code could not be read." };
  try {
    if (!tree.rootNode.hasError) return noError;
    const at = firstError(tree.rootNode);
    const what = at.isMissing ? `${at.type} is missing` : "this is not read here";
    return codeError(at.startPosition.row + 1, at.startPosition.column + 1, what);
  } finally {
    tree.delete();
  }
}

function firstError(node: Node): Node {
  if (node.isError || node.isMissing) return node;
  const child = node.children.find((each) => each !== null && (each.hasError || each.isMissing));
  return child ? firstError(child) : node;
}
