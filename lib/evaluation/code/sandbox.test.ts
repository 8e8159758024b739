import { afterAll, expect, test } from "vitest";
import { codeChecker } from "./checker.ts";
import type { RunVerdict } from "./verdict.ts";

const checker = codeChecker();
afterAll(() => checker.close());

const run = (code: string, tests: string, limits: { timeMs?: number; memoryMb?: number } = {}) =>
  checker.run({ language: "javascript", code, tests, timeMs: 2_000, memoryMb: 32, ...limits });
const endOf = (verdict: RunVerdict) => ("outcome" in verdict ? verdict.outcome : verdict.unchecked);

test.each([
  ["assert.ok(1)", "passed"],
  ["assert.equal(NaN, NaN)", "passed"],
  ["assert.equal('1', 1)", "failed"],
  ["assert.notEqual(1, 1)", "failed"],
  ["assert.deepEqual({ a: [1, { b: 2 }] }, { a: [1, { b: 2 }] })", "passed"],
  ["assert.deepEqual({ a: 1 }, { a: 1, b: undefined })", "failed"],
  ["assert.deepEqual([1, 2], [1])", "failed"],
  ["assert.deepEqual([1], { 0: 1 })", "failed"],
  ["assert.deepEqual(new Map([[1, { a: 1 }]]), new Map([[1, { a: 1 }]]))", "passed"],
  ["assert.deepEqual(new Map([[1, 2]]), new Map([[1, 3]]))", "failed"],
  ["assert.deepEqual(new Set([1]), new Set([2]))", "failed"],
  ["assert.deepEqual(new Date(5), new Date(6))", "failed"],
  ["assert.throws(() => { throw new Error('x') })", "passed"],
  ["assert.throws(() => 1)", "failed"],
  ["await assert.rejects(async () => { throw 1 })", "passed"],
  ["await assert.rejects(async () => 1)", "failed"],
  ["describe('a', () => { it('b', async () => { await 0; assert(false, 'late') }) })", "failed"],
  ["test('a', () => assert(1)); test('b', () => { throw new TypeError('x') })", "exception"],
  ["console.log('x'); assert(1)", "passed"],
])("the tests %s end as %s", async (tests, outcome) => {
  expect(endOf(await run("", tests))).toBe(outcome);
});

const fail = "assert(false)";
const late = "test('later', async () => { await 0; assert(false) })";
/** Programs that try to take the machine, to see it, or to pass tests that fail. */
const hostile: [string, string, string, string][] = [
  ["a loop", "for (;;);", fail, "timeout"],
  ["a loop in a test", "const spin = () => { for (;;); };", "spin()", "timeout"],
  ["a loop of promises", "const spin = async () => { for (;;) await 0; }; await spin();", fail, "timeout"],
  ["a loop that catches all", "for (;;) { try { for (;;); } catch {} }", fail, "timeout"],
  ["a loop in a finally", "try { for (;;); } finally { for (;;); }", fail, "timeout"],
  ["a pattern that explodes", "/^(a+)+$/.test('a'.repeat(50) + 'b')", fail, "timeout"],
  ["a generator without end", "[...(function* () { for (;;) yield; })()]", fail, "timeout|out_of_memory"],
  ["output without end", "for (;;) console.log('x'.repeat(1000))", fail, "timeout"],
  ["a buffer of 2 GB", "new ArrayBuffer(2e9)", fail, "out_of_memory|exception"],
  ["a text of 1 GB", "'x'.repeat(1e9)", fail, "out_of_memory|exception"],
  [
    "a list that grows",
    "const a = []; for (;;) a.push(new Array(1e5).fill(1))",
    fail,
    "timeout|out_of_memory",
  ],
  ["a text that doubles", "let s = 'x'; for (;;) s += s", fail, "timeout|out_of_memory|exception"],
  [
    "buffers that are kept",
    "const a = []; for (;;) a.push(new Uint8Array(1e6))",
    fail,
    "out_of_memory|timeout",
  ],
  ["recursion", "const f = () => f() + 1; f()", fail, "exception"],
  ["deep JSON", "JSON.parse('['.repeat(1e5))", fail, "exception"],
  ["a file", "require('fs').readFileSync('/etc/passwd')", fail, "exception"],
  [
    "an import of a file",
    "import { readFileSync } from 'node:fs'; readFileSync('/etc/passwd')",
    fail,
    "exception",
  ],
  ["an import at run time", "await import('node:fs')", fail, "exception"],
  ["the network", "await fetch('http://127.0.0.1')", fail, "exception"],
  ["a socket", "new WebSocket('ws://127.0.0.1')", fail, "exception"],
  ["the process", "process.exit(0)", fail, "exception"],
  ["the process by a constructor", "(() => {}).constructor('return process')().exit()", fail, "exception"],
  ["the environment", "globalThis.process.env.PATH.length", fail, "exception"],
  ["a worker", "new Worker('data:text/javascript,1')", fail, "exception"],
  ["a child process", "process.binding('spawn_sync')", fail, "exception"],
  ["a timer", "setTimeout(() => {}, 0)", fail, "exception"],
  [
    "shared memory",
    "Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0)",
    fail,
    "exception|timeout",
  ],
  ["webassembly", "new WebAssembly.Memory({ initial: 65536 })", fail, "exception"],
  ["the debugger and a global", "debugger; Deno.exit()", fail, "exception"],
  ["std of QuickJS", "std.exit(1)", fail, "exception"],
  ["os of QuickJS", "await import('os')", fail, "exception"],
  ["its own assert", "var assert = () => {};", fail, "failed"],
  ["another global assert", "globalThis.assert = () => {};", fail, "failed"],
  ["an early return", "return", fail, "exception"],
  ["an early return with a guess", "return true", fail, "exception"],
  ["an error without words", "throw { get name() { throw 1 }, toString() { throw 2 } }", fail, "exception"],
  ["a promise that never comes", "await new Promise(() => {})", fail, "exception"],
  ["Promise.prototype.then", "try { Promise.prototype.then = () => {} } catch {}", late, "failed"],
  [
    "Promise's constructor",
    "try { Object.defineProperty(Promise.prototype, 'constructor', { get() { throw 1 } }) } catch {}",
    late,
    "failed",
  ],
  ["another Promise", "globalThis.Promise = class { then() {} };", late, "failed"],
  ["Object.prototype.then", "Object.prototype.then = (resolve) => resolve('');", late, "failed"],
  ["Object.is", "Object.is = () => true;", "assert.equal(1, 2)", "failed"],
  [
    "Array.isArray and keys",
    "Array.isArray = () => false; Object.keys = () => [];",
    "assert.deepEqual([1], [2])",
    "failed",
  ],
  [
    "Map.prototype",
    "Map.prototype.get = Map.prototype.has = () => 2;",
    "assert.deepEqual(new Map([[1, 1]]), new Map([[1, 2]]))",
    "failed",
  ],
  ["Reflect.apply", "Reflect.apply = () => true;", "assert.deepEqual({ a: 1 }, { b: 1 })", "failed"],
  ["Error", "globalThis.Error = class {}; Error.prototype.message = '';", fail, "failed"],
  [
    "the tools by their name",
    "for (const k of Object.getOwnPropertyNames(globalThis)) if (k.startsWith('tools_')) { try { globalThis[k] = {} } catch {} try { globalThis[k].assert.equal = () => {} } catch {} }",
    "assert.equal(1, 2)",
    "failed",
  ],
  [
    "the tools deleted",
    "for (const k of Object.getOwnPropertyNames(globalThis)) if (k.startsWith('tools_')) try { delete globalThis[k] } catch {}",
    late,
    "failed",
  ],
];

test("there are more than thirty of them", () => {
  expect(hostile.length).toBeGreaterThan(30);
});

test.each(hostile)("holds: %s", async (_what, code, tests, outcome) => {
  // A loop needs no more time to be one; memory is so small that it ends first, or else time does.
  const limits = outcome === "timeout" ? { timeMs: 100 } : { memoryMb: 8 };
  expect(outcome.split("|")).toContain(endOf(await run(code, tests, limits)));
});

test("after all of them the next program passes, and nothing of theirs is left", async () => {
  await run("globalThis.left = 1; Object.prototype.left = 1; Array.prototype.map = 0;", "assert(left)");
  const tests =
    "assert(typeof left === 'undefined' && ({}).left === undefined); assert.deepEqual([1].map(String), ['1'])";
  expect(await run("", tests)).toEqual({ outcome: "passed" });
});
