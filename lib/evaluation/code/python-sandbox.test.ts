import { expect, test } from "vitest";
import { pythonRunner } from "./python-runner.ts";
import type { RunVerdict } from "./verdict.ts";

const run = (code: string, tests: string, limits: { timeMs?: number; memoryMb?: number } = {}) =>
  pythonRunner().run({ code, tests, timeMs: 5_000, memoryMb: 32, ...limits });
const endOf = (verdict: RunVerdict) => ("outcome" in verdict ? verdict.outcome : verdict.unchecked);

test.each([
  ["def add(a, b): return a + b", "assert add(1, 2) == 3", "passed", undefined],
  [
    "def add(a, b): return a + b",
    "assert add(1, 2) == 4, 'sum of 1 and 2'",
    "failed",
    "AssertionError: sum of 1 and 2",
  ],
  ["def add(a, b): return a + b", "assert add(1, 2) == 4", "failed", "an assertion is not true"],
  [
    "def add(a, b): return a / 0",
    "assert add(1, 2) == 4",
    "exception",
    "ZeroDivisionError: division by zero",
  ],
  ["def add(a, b:", "assert add(1, 2) == 3", "unreadable", expect.stringContaining("SyntaxError")],
  ["x = 1", "def test_x():\n    assert x == 2", "failed", undefined],
  ["x = 1", "def test_x():\n    assert x == 1", "passed", undefined],
  [
    "x = 1",
    "import unittest\nclass T(unittest.TestCase):\n    def setUp(self): self.y = x\n    def test_a(self): self.assertEqual(self.y, 2)",
    "failed",
    "AssertionError: 1 != 2",
  ],
  [
    "import dataclasses, typing, collections, re, math, heapq, itertools, datetime, json, hashlib, decimal\n@dataclasses.dataclass\nclass P:\n    x: int\nQ = collections.namedtuple('Q', 'a b')",
    "assert P(1) == P(1) and Q(1, 2).b == 2 and hashlib.md5(b'').hexdigest()[:4] == 'd41d'",
    "passed",
    undefined,
  ],
  ["s = 'ä𝔘\\u2028\"\\\\'", "assert len(s) == 5 and s[1] == '𝔘'", "passed", undefined],
  ["if __name__ == '__main__':\n    raise SystemExit(1)\nx = 1", "assert x", "passed", undefined],
  ["import time\ntime.sleep(60)\nx = 1", "assert x", "passed", undefined],
  ["import logging\nlogging.warning('a')\nprint('b' * 10_000)", "assert True", "passed", undefined],
  ["assert False", "assert True", "exception", "AssertionError"],
])("%j with the tests %j", async (code, tests, outcome, message) => {
  const verdict = await run(code, tests);
  expect(verdict).toMatchObject({ outcome, ...(message === undefined ? {} : { message }) });
});

test("tests have unittest whole, and errors their letters", async () => {
  const tests =
    "import unittest\nfrom unittest import mock, TestCase\nfrom unittest.mock import Mock\nclass T(TestCase):\n    def test_a(self):\n        with self.assertRaisesRegex(ValueError, 'no'), mock.patch('answer.g', Mock(side_effect=ValueError('no'))): f()\n        self.assertCountEqual([1, 2], [2, 1])";
  expect(await run("def g(): pass\ndef f(): import answer; answer.g()", tests)).toEqual({
    outcome: "passed",
  });
  expect(await run("x = 1", "assert False, 'ä𝔘\\n\"\\\\'")).toEqual({
    outcome: "failed",
    message: 'AssertionError: ä𝔘\n"\\',
  });
});

test("tests that do not compile say nothing of the code", async () => {
  expect(await run("x = 1", "assert (")).toEqual({
    unchecked: expect.stringContaining("The tests do not compile"),
  });
});

const fail = "assert False";
const unit = "import unittest\nclass T(unittest.TestCase):\n    def test_a(self): self.assertEqual(f(), 2)";
const getFrames = "import sys\nframe = sys._getframe()\nwhile frame: frame = frame.f_back";
/** Programs that try to take the machine, to see it, or to pass tests that fail. */
const hostile: [what: string, code: string, tests: string, outcome: string][] = [
  ["a loop", "while True: pass", fail, "timeout"],
  ["a loop in a test", "def spin():\n    while True: pass", "spin()", "timeout"],
  [
    "a loop that catches all",
    "while True:\n    try:\n        while True: pass\n    except BaseException: pass",
    fail,
    "timeout",
  ],
  ["a loop in C", "sum(iter(int, 1))", fail, "timeout"],
  ["a power without end", "9 ** 9 ** 9", fail, "timeout|out_of_memory"],
  ["a pattern that explodes", "import re\nre.match('(a+)+$', 'a' * 50 + 'b')", fail, "timeout"],
  ["output without end", "while True: print('x' * 1000)", fail, "timeout"],
  ["raw output without end", "import os\nwhile True: os.write(1, b'x' * 10_000)", fail, "timeout"],
  ["sleep without end", "import time\nwhile True: time.sleep(1000)", fail, "timeout"],
  ["a list of 8 GB", "x = [0] * 10 ** 9", fail, "out_of_memory"],
  ["bytes of 2 GB", "x = bytearray(2 ** 31 - 1)", fail, "out_of_memory"],
  ["a list that grows", "x = []\nwhile True: x.append(bytearray(10 ** 6))", fail, "out_of_memory"],
  ["a text that doubles", "s = 'x'\nwhile True: s += s", fail, "out_of_memory"],
  [
    "a loop that catches want of memory",
    "x = []\nwhile True:\n    try:\n        x.append(bytearray(10 ** 6))\n    except MemoryError: pass",
    fail,
    "timeout",
  ],
  ["recursion", "def f(): return f() + 1\nf()", fail, "exception"],
  [
    "recursion with another limit",
    "import sys\nsys.setrecursionlimit(10 ** 9)\ndef f(): return f() + 1\nf()",
    fail,
    "exception|out_of_memory",
  ],
  ["nested too deeply", "x = " + "(".repeat(3_000) + ")".repeat(3_000), fail, "unreadable|exception"],
  ["a file of the machine", "open('/etc/passwd').read()", fail, "exception"],
  ["the processes of the machine", "open('/proc/self/environ').read()", fail, "exception"],
  ["a file of this program", "open('/work/package.json').read()", fail, "exception"],
  ["writing a file", "open('/tmp/left', 'w').write('x')", fail, "exception"],
  ["the folder above", "import os\nos.listdir('/')", fail, "exception"],
  ["the environment", "import os\nos.environ['PATH']", fail, "exception"],
  ["a process", "import subprocess\nsubprocess.run(['ls'])", fail, "exception"],
  ["a shell", "import os\nassert os.system('ls') == 0", fail, "exception"],
  ["a fork", "import os\nos.fork()", fail, "exception"],
  ["the network", "import urllib.request\nurllib.request.urlopen('http://127.0.0.1')", fail, "exception"],
  ["a socket", "import socket\nsocket.create_connection(('127.0.0.1', 80))", fail, "exception"],
  ["a thread", "import threading\nthreading.Thread(target=print).start()", fail, "exception"],
  ["processes", "import multiprocessing\nmultiprocessing.Pool(2)", fail, "exception"],
  ["C by ctypes", "import ctypes\nctypes.string_at(0)", fail, "exception"],
  ["JavaScript by js", "import js\njs.process.exit(0)", fail, "exception"],
  ["JavaScript by Pyodide", "import pyodide.code\npyodide.code.run_js('process.exit(0)')", fail, "exception"],
  [
    "JavaScript by pyodide_js",
    "import pyodide_js\npyodide_js.FS.constructor.constructor('return process')()",
    fail,
    "exception",
  ],
  ["a package from outside", "import pip\npip.main(['install', 'x'])", fail, "exception"],
  ["input", "input()", fail, "exception"],
  ["what it was started with", "import os\nassert b'word' in os.read(0, 100_000)", fail, "exception"],
  ["a crash of the interpreter", "import faulthandler\nfaulthandler._sigsegv()", fail, "exception"],
  ["an abort", "import os\nos.abort()", fail, "exception"],
  ["an early end", "raise SystemExit(0)", fail, "exception"],
  ["an early end by sys", "import sys\nsys.exit()", fail, "exception"],
  ["an early end by os", "import os\nos._exit(0)", fail, "exception"],
  ["an end within a test", "import os\ndef f(): os._exit(0)", "f()\nassert False", "exception"],
  [
    "a verdict of its own",
    'print(\'{"outcome": "passed"}\')\nimport os\nos.write(1, b\'{"outcome": "passed"}\')',
    fail,
    "failed",
  ],
  [
    "an assertion of its own",
    "import builtins\nclass E(Exception): pass\nbuiltins.AssertionError = E",
    fail,
    "failed",
  ],
  [
    "other builtins",
    "import builtins\nbuiltins.abs = lambda x: 0\ndef f(): return 9",
    "assert abs(f() - 1) < 1e-6",
    "failed",
  ],
  [
    "other builtins from a test",
    "import builtins\ndef f():\n    builtins.all = lambda x: True\n    return [False]",
    "assert all(f())",
    "failed",
  ],
  [
    "builtins by their own name",
    "__builtins__['len'] = lambda x: 3\ndef f(): return []",
    "assert len(f()) == 3",
    "failed",
  ],
  ["tests swallowed at the end", "import atexit, os\natexit.register(lambda: os._exit(0))", fail, "failed"],
  ["frames", getFrames, fail, "exception"],
  ["frames by inspect", "import inspect\ninspect.stack()", fail, "exception"],
  [
    "frames of an error",
    "try:\n    1 / 0\nexcept ZeroDivisionError as e:\n    e.__traceback__.tb_frame.f_back",
    fail,
    "exception",
  ],
  ["frames of a generator", "def g(): yield\ng().gi_frame", fail, "exception"],
  ["referrers", "import gc\ngc.get_objects()", fail, "exception"],
  ["a trace", "import sys\nsys.settrace(lambda *x: None)", fail, "exception"],
  ["main", "import sys\nassert 'job' in str(vars(sys.modules['__main__']))", fail, "exception"],
  [
    "an error without words",
    "class E(Exception):\n    def __str__(self): raise E\nraise E",
    fail,
    "exception",
  ],
  [
    "a verdict by the encoder of JSON",
    'import json\nclass E:\n    def encode(self, x): return \'{"outcome": "passed"}\'\njson.dumps.__globals__[\'_default_encoder\'] = E()\njson.dumps = lambda *a, **k: \'{"outcome": "passed"}\'',
    fail,
    "failed",
  ],
  [
    "the word by the globals of a method",
    "import sys\nassert any('word' in str(c) for c in type(sys.stdout).write.__globals__['run'].__code__.co_consts)",
    fail,
    "exception",
  ],
  [
    "the word in what a method leads to",
    "import sys, os\nw = type(sys.stdout).write\nseen = str(w.__globals__) + str(w.__closure__) + str(w.__code__.co_consts) + str(sys.orig_argv)\nimport re\nfor word in re.findall('[0-9a-f-]{36}', seen): os.write(1, (word + '{\"outcome\": \"passed\"}').encode())",
    fail,
    "failed",
  ],
  [
    "frames by a signal",
    "import signal\ndef h(number, frame):\n    import os\n    while frame:\n        if 'passed' in frame.f_locals: os.write(1, frame.f_locals['passed'])\n        frame = frame.f_back\nsignal.signal(signal.SIGINT, h)\nsignal.raise_signal(signal.SIGINT)",
    fail,
    "exception",
  ],
  [
    "signals made anew",
    "import _imp, types\nmade = _imp.create_builtin(types.SimpleNamespace(name='_signal'))\nmade.signal",
    fail,
    "exception",
  ],
  [
    "signals imported anew",
    "import sys\ndel sys.modules['_signal']\nimport _signal\n_signal.signal",
    fail,
    "exception",
  ],
  [
    "what CPython tests itself with",
    "import _testcapi\nlen(dir(_testcapi)) > 100 or 1 / 0",
    fail,
    "exception",
  ],
  [
    "exec and other builtins of the runner",
    "import builtins\nfor name in ('exec', 'vars', 'callable', 'len', 'isinstance', 'issubclass', 'getattr', 'type', 'str'): setattr(builtins, name, lambda *a, **k: None)",
    fail,
    "failed",
  ],
  [
    "another assertEqual",
    "import unittest\nunittest.TestCase.assertEqual = lambda *a, **k: None\ndef f(): return 1",
    unit,
    "failed",
  ],
  [
    "another assertEqual from a test",
    "def f():\n    import unittest, sys\n    unittest.TestCase.assertEqual = unittest.case.TestCase._baseAssertEqual = lambda *a, **k: None\n    return 1",
    unit.replace("f(), 2", "2, f()"),
    "failed",
  ],
  [
    "another loader of tests",
    "import unittest\nunittest.TestLoader.getTestCaseNames = lambda *a: []\nunittest.defaultTestLoader.getTestCaseNames = lambda *a: []\nunittest.TestCase = object\ndef f(): return 1",
    unit,
    "failed",
  ],
  [
    "another unittest",
    "import sys, types\nsys.modules['unittest'] = types.SimpleNamespace(TestCase=object)\nimport builtins\nbuiltins.round = lambda *a: 0\ndef f(): return 1",
    unit.replace("assertEqual", "assertAlmostEqual"),
    "failed",
  ],
  [
    "a name that hides a test",
    "class N(str):\n    def startswith(self, x): return False\n    def __hash__(self): return hash('test_a')\nglobals()[N('test_a')] = 1",
    "def test_a():\n    assert False",
    "failed",
  ],
  [
    "another class of its module",
    "import sys, types\nclass M(types.ModuleType):\n    __dict__ = property(lambda self: {})\nsys.modules['answer'].__class__ = M\ndef f(): return 1",
    "assert f() == 2",
    "failed",
  ],
  ["an audit hook of its own", "import sys\nsys.addaudithook(lambda *a: print(a))", fail, "failed"],
];

test("there are more than thirty of them", () => {
  expect(hostile.length).toBeGreaterThan(30);
});

test.each(hostile)("holds: %s", async (_what, code, tests, outcome) => {
  // A loop needs no more time to be one; memory is so small that it ends first.
  const limits = outcome.startsWith("timeout")
    ? { timeMs: 400, memoryMb: 16 }
    : { timeMs: 10_000, memoryMb: 16 };
  expect(outcome.split("|")).toContain(endOf(await run(code, tests, limits)));
});

test("after all of them the next program passes, and nothing of theirs is left", async () => {
  await run("import builtins, math\nbuiltins.left = 1\nmath.pi = 3", "assert left");
  const tests = "import math, builtins\nassert math.pi > 3.1 and not hasattr(builtins, 'left')";
  expect(await run("x = 1", tests)).toEqual({ outcome: "passed" });
});
