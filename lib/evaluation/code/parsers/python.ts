import { loadPyodide } from "pyodide";
import { type CodeParser, codeError, noError } from "../verdict.ts";

/** Compiles and runs nothing. What it gives is plain text, so that no Python object outlives the call. */
const compiling = `
import json, warnings
warnings.simplefilter("ignore")
def check(source):
    try:
        compile(source, "answer.py", "exec", dont_inherit=True)
    except SyntaxError as error:
        return json.dumps([error.lineno or 1, error.offset or 1, error.msg])
    except (ValueError, OverflowError) as error:
        return json.dumps([1, 1, str(error)])
    except (MemoryError, RecursionError):
        return "deep"
    return ""
check
`;
/** With the import of this file, which the thread allows more time than the reading of code. */
const check = await load();

/** CPython's own compiler, compiled to wasm: its syntax and what it refuses beyond that, such as a return outside a function. */
export const checkPython: CodeParser = (code) => {
  const answer = String(check(code));
  if (answer === "deep") return { unchecked: "The code could not be read: it is nested too deeply." };
  if (answer === "") return noError;
  const [line, column, message] = JSON.parse(answer) as [number, number, string];
  return codeError(line, column, message);
};

async function load(): Promise<(source: string) => unknown> {
  // Without the page's globals: compiling needs nothing of JavaScript.
  const python = await loadPyodide({ jsglobals: Object.create(null) as object });
  return python.runPython(compiling) as (source: string) => unknown;
}
