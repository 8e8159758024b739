import { parse, type ParseError, printParseErrorCode } from "jsonc-parser";
import { type CodeParser, errorAt, noError } from "../verdict.ts";

/** JSON.parse decides; jsonc-parser only says where, which the words of JSON.parse do not always. */
export const checkJson: CodeParser = (code) => {
  try {
    JSON.parse(code);
    return noError;
  } catch (thrown) {
    if (!(thrown instanceof SyntaxError)) throw thrown;
    const errors: ParseError[] = [];
    parse(code, errors, { disallowComments: true, allowTrailingComma: false, allowEmptyContent: false });
    const [first] = errors;
    return first
      ? errorAt(code, first.offset, sentenceOf(printParseErrorCode(first.error)))
      : errorAt(code, code.length, thrown.message);
  }
};

/** "PropertyNameExpected" as words. */
function sentenceOf(name: string): string {
  return name.replace(/(?<=[a-z])(?=[A-Z])/g, " ").toLowerCase();
}
