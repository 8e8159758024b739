import { format } from "@wasm-fmt/gofmt/node";
import { type CodeParser, codeError, noError } from "../verdict.ts";

/** go/parser through gofmt: a file, or declarations or statements without their package as gofmt takes them. */
export const checkGo: CodeParser = (code) => {
  try {
    format(code);
    return noError;
  } catch (thrown) {
    const text = thrown instanceof Error ? thrown.message : String(thrown);
    const [, line, column, message] = /(\d+):(\d+): ([^\n]+)/.exec(text) ?? [];
    if (message === undefined) throw thrown;
    return codeError(Number(line), Number(column), message);
  }
};
