import { isAlias, LineCounter, parseAllDocuments, visit } from "yaml";
import { type CodeParser, codeError, noError } from "../verdict.ts";

/** Every document of the stream; an alias without its anchor is an error too, which the parser finds only on use. */
export const checkYaml: CodeParser = (code) => {
  const lines = new LineCounter();
  const documents = parseAllDocuments(code, { lineCounter: lines, prettyErrors: false });
  const found: { at: number; message: string }[] = [];
  for (const document of documents) {
    for (const { pos, message } of document.errors) found.push({ at: pos[0], message });
    visit(document, {
      Alias: (_key, node) => {
        if (isAlias(node) && !node.resolve(document))
          found.push({ at: node.range?.[0] ?? 0, message: `no anchor is called ${node.source}` });
      },
    });
  }
  const [first] = found.toSorted((left, right) => left.at - right.at);
  if (!first) return noError;
  const { line, col } = lines.linePos(first.at);
  return codeError(line, col, first.message);
};
