import { LangVariant, parse, ParseError } from "sh-syntax";
import { type CodeParser, codeError, noError } from "../verdict.ts";

export const checkBash: CodeParser = async (code) => {
  try {
    await parse(code, { variant: LangVariant.LangBash });
    return noError;
  } catch (thrown) {
    if (!(thrown instanceof ParseError)) throw thrown;
    const { Line = 1, Col = 1 } = thrown.Pos ?? {};
    return codeError(Line, Col, thrown.Text || thrown.message);
  }
};
