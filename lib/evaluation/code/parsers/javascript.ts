import { type Options, parse } from "acorn";
import { type CodeParser, type CodeVerdict, codeError, noError } from "../verdict.ts";

/** A module, or else a script; with JSX (a block marked so) as TypeScript reads it, since ECMAScript has none. */
export const checkJavaScript: CodeParser = async (code, job) => {
  if (job.mark === "jsx") {
    const { checkTypeScript } = await import("./typescript.ts");
    return checkTypeScript(code, { ...job, level: "parses" });
  }
  const asModule = problemOf(code, "module");
  if (asModule === null) return noError;
  const asScript = problemOf(code, "script");
  if (asScript === null) return noError;
  return /^\s*(?:import|export)\b/m.test(code) ? asModule : asScript;
};

function problemOf(code: string, sourceType: NonNullable<Options["sourceType"]>): CodeVerdict | null {
  try {
    parse(code, { ecmaVersion: "latest", sourceType, allowHashBang: true });
    return null;
  } catch (thrown) {
    if (!isParseError(thrown)) throw thrown;
    const { loc, message } = thrown;
    return codeError(loc.line, loc.column + 1, message.replace(/ \(\d+:\d+\)$/, ""));
  }
}

function isParseError(thrown: unknown): thrown is SyntaxError & { loc: { line: number; column: number } } {
  return thrown instanceof SyntaxError && "loc" in thrown;
}
