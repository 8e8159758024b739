import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { QuickJS } from "quickjs-wasi";

let engine: WebAssembly.Module | undefined;
const limits = { timeMs: 2_000, memoryBytes: 64 * 1024 * 1024, stackBytes: 256 * 1024 };
const badDescriptor = 8;

/**
 * Evaluates JavaScript of a configuration over an answer: an expression, a body that returns, or a function that a file
 * exports. It runs in an interpreter that has nothing of this machine. Throws an Error with the code's own message, or
 * that it took too long.
 */
export async function evaluate(
  code: string,
  { output, context }: { output: unknown; context: Record<string, unknown> },
): Promise<unknown> {
  engine ??= new WebAssembly.Module(
    readFileSync(createRequire(import.meta.url).resolve("quickjs-wasi/quickjs.wasm")),
  );
  const until = performance.now() + limits.timeMs;
  const isLate = () => performance.now() > until;
  const vm = await QuickJS.create({
    wasm: engine,
    memoryLimit: limits.memoryBytes,
    maxStackSize: limits.stackBytes,
    interruptHandler: isLate,
    timezoneOffset: 0,
    wasi: () => ({ fd_write: () => badDescriptor }),
  });
  const late = new Error(`it takes longer than ${limits.timeMs.toLocaleString("en")} ms`);
  let said: string;
  try {
    const promise = vm.evalCode(scriptOf(code, output, context), "assertion.js");
    const settled = vm.resolvePromise(promise);
    while (vm.executePendingJobs() > 0 && !isLate());
    if (isLate()) throw late;
    if (promise.promiseState === 0) throw new Error("it waits for what never comes");
    const result = await settled;
    if (!("value" in result)) throw new Error("it threw");
    said = result.value.toString();
  } catch (thrown) {
    if (isLate()) throw late;
    throw thrown instanceof Error ? thrown : new Error(String(thrown));
  }
  const { error, value } = JSON.parse(said) as { error?: string; value?: unknown };
  if (error !== undefined) throw new Error(error);
  return value;
}

function scriptOf(code: string, output: unknown, context: Record<string, unknown>): string {
  return `(async () => {
  try {
    const output = ${JSON.stringify(output)};
    const context = ${JSON.stringify(context)};
    const vars = context.vars;
    const value = await (async () => { ${bodyOf(code)} })();
    return JSON.stringify({ value: value === undefined ? null : value });
  } catch (error) {
    return JSON.stringify({ error: String(error && error.message || error) });
  }
})()`;
}

/** As promptfoo reads it: a module's function is called, a body with a return is one, else it is an expression. */
function bodyOf(code: string): string {
  if (/^\s*(module\.exports\s*=|export\s+default\b)/m.test(code)) {
    const exported = code.replace(/^\s*export\s+default\b/m, "module.exports =");
    return `const module = { exports: {} }; ${exported}\n; return module.exports(output, context);`;
  }
  if (/^\s*(async\s+)?(function\b|\([^)]*\)\s*=>|\w+\s*=>)/.test(code))
    return `return (${code.trim().replace(/;$/, "")})(output, context);`;
  return /\breturn\b/.test(code) ? code : `return (${code.trim().replace(/;$/, "")}\n);`;
}
