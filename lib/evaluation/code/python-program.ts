import { mostSaidBytes } from "./verdict.ts";

/**
 * What CPython reads before it runs code and tests. Only it knows the word with which a verdict begins, a local of one
 * frame: frames, referrers and traces are refused by an audit hook, which nothing in Python can take away again; handlers
 * of signals, which are given a frame, and CPython's modules for its own tests cannot be had. It looks up builtins in a
 * copy of its own and builds verdicts without the library. Tests have another copy, a namespace and a unittest of their
 * own, so that what the code changes there changes nothing for them. What the code and its tests share is the rest of the
 * library; and bugs of CPython's memory are not held against.
 */
const source = String.raw`
def run():
    import _imp, _signal, builtins, io, json, os, sys, types
    parts = []
    while part := os.read(0, 65_536):
        parts.append(part)
    word, _, rest = b"".join(parts).partition(b"\n")
    job = json.loads(rest)
    dumps, write = json.dumps, os.write
    passed = word + b'{"outcome": "passed"}'
    FunctionType, Named = types.FunctionType, types.SimpleNamespace
    text, kind, name_of = str, type, type.__dict__["__name__"].__get__

    # Methods whose globals lead nowhere.
    apart = {"__builtins__": {**vars(builtins)}, "__name__": "quiet"}
    exec(QUIET, apart)
    sys.stdout = sys.stderr = sys.__stdout__ = sys.__stderr__ = apart["Quiet"]()
    sys.stdin = sys.__stdin__ = io.StringIO("")
    _signal.signal = apart["no_signals"]

    # A generator, since its frame is refused where a function's closure is not.
    def creating(create):
        made = None
        while True:
            name = getattr((yield made), "name", None)
            fit = kind(name) is text and name != "_signal" and name != "_imp" and "test" not in name
            made = create(Named(name=name)) if fit else None
    create = creating(_imp.create_builtin)
    next(create)
    _imp.create_builtin = create.send

    own = {**vars(builtins)}
    TestCase = None
    if "unittest" in job["tests"]:
        bring = own["__import__"] = apart["bringing"](own["__import__"], own)
        unittest = bring("unittest")
        TestCase, names_of = unittest.TestCase, unittest.defaultTestLoader.getTestCaseNames
        if "mock" in job["tests"]:
            bring("unittest.mock")

    # The errors that Python's own library expects: a ValueError where there are no frames (namedtuple), a RuntimeError where
    # one cannot be cleared (assertRaises).
    refused = ("sys._getframe", "sys._current_frames", "sys._current_exceptions", "sys.settrace", "sys.setprofile",
        "sys.addaudithook", "gc.get_objects", "gc.get_referrers", "gc.get_referents", "sys.monitoring.register_callback",
        "code.__new__")
    hidden = ("tb_frame", "gi_frame", "cr_frame", "ag_frame")
    def watch(event, given):
        if event in refused:
            raise ValueError("frames and referrers are not to be seen here")
        if event == "object.__getattr__" and given[1] in hidden:
            raise RuntimeError("frames are not to be seen here")

    def escaped(letter):
        code = ord(letter)
        if " " <= letter <= "~" and letter not in '"\\':
            return letter
        if code < 65_536:
            return "\\u%04x" % code
        return "\\u%04x\\u%04x" % (0xD7C0 + (code >> 10), 0xDC00 + (code & 1023))

    def quoted(said):
        return '"' + "".join([escaped(letter) for letter in said]) + '"'

    def say(outcome, message):
        write(1, word + ('{"outcome": "' + outcome + '", "message": ' + quoted(message) + "}").encode())

    # A plain text, also of a text of the code's own class.
    def cut(said):
        return text.__getitem__(said, slice(0, 250))

    def words(error):
        try:
            said = cut(text(error))
            return cut(name_of(kind(error))) + (": " + said if said else "")
        except BaseException:
            return "an error without words"

    def broken(error, where):
        if isinstance(error, MemoryError):
            say("out_of_memory", "it takes more memory than it may")
        elif isinstance(error, AssertionError) and where == "tests":
            say("failed", words(error)[:250] if error.args else "an assertion is not true")
        else:
            say("exception", words(error))

    def call_all(space):
        for name, found in [*space.items()]:
            if kind(name) is text and name.startswith("test") and kind(found) is FunctionType:
                found()
        for found in [*space.values()]:
            if TestCase and isinstance(found, type) and issubclass(found, TestCase) and found is not TestCase:
                found.setUpClass()
                for name in names_of(found):
                    case = found(name)
                    case.setUp()
                    getattr(case, name)()
                    case.tearDown()

    answer = types.ModuleType("answer")
    # Taken now: the code may give its module another class.
    declared = vars(answer)
    sys.modules["answer"] = answer
    sys.modules.pop("__main__", None)
    sys.argv = sys.orig_argv = ["answer.py"]
    try:
        code = compile(job["code"], "answer.py", "exec", dont_inherit=True)
    except (SyntaxError, ValueError) as error:
        return say("unreadable", words(error))
    except (MemoryError, RecursionError) as error:
        return say("exception", "it is nested too deeply")
    try:
        tests = compile(job["tests"], "tests.py", "exec", dont_inherit=True)
    except (SyntaxError, ValueError) as error:
        said = quoted("The tests do not compile: " + words(error))
        return write(1, word + ('{"unchecked": ' + said + "}").encode())
    # Or exec would give it the runner's own.
    declared["__builtins__"] = vars(builtins)
    write(1, word)
    sys.addaudithook(watch)
    try:
        exec(code, declared)
    except BaseException as error:
        return broken(error, "code")
    if "context" in job:
        if not callable(declared.get("score")):
            return say("exception", "it has no function called score")
        try:
            given = b'{"value": ' + dumps(declared["score"](job["context"]), allow_nan=False).encode() + b"}"
        except BaseException as error:
            return broken(error, "score")
        if len(word) + len(given) > job["mostBytes"]:
            return say("exception", "it says more than 64 KB")
        return write(1, b"".join([word, given]))
    # A name of the code's own class could stand where a test's name belongs.
    space = {name: found for name, found in declared.items() if kind(name) is text}
    space["__builtins__"], space["__name__"] = own, "tests"
    try:
        exec(tests, space)
        call_all(space)
    except BaseException as error:
        return broken(error, "tests")
    write(1, passed)
run()
`;

/** What the code can reach of the runner, in globals that know nothing: where its output goes, and the tests' unittest. */
const quiet = String.raw`
import io, sys, types

class Quiet(io.TextIOBase):
    def write(self, said):
        return len(said)

def no_signals(number, handler):
    raise ValueError("there are no signals here")

def bringing(usual, own):
    """An import that loads unittest with builtins of its own and keeps it where no other import finds it."""
    kept, find, Module = {}, sys.modules["_frozen_importlib_external"].PathFinder.find_spec, types.ModuleType
    def load(name):
        if name in kept:
            return kept[name]
        parent, _, last = name.rpartition(".")
        spec = find(name, load(parent).__path__ if parent else None)
        if spec is None:
            raise ModuleNotFoundError("No module named " + repr(name))
        module = kept[name] = Module(name)
        is_package = spec.submodule_search_locations is not None
        space = vars(module)
        space.update(__builtins__=own, __spec__=spec, __loader__=spec.loader, __file__=spec.origin)
        space["__package__"] = name if is_package else parent
        if is_package:
            space["__path__"] = spec.submodule_search_locations
        exec(spec.loader.get_code(name), space)
        if parent:
            setattr(kept[parent], last, module)
        return module
    def bring(name, globals=None, locals=None, fromlist=(), level=0):
        whole = name
        if level:
            base = globals["__package__"].rsplit(".", level - 1)[0]
            whole = base + "." + name if name else base
        first = whole.partition(".")[0]
        if first != "unittest":
            return usual(name, globals, locals, fromlist, level)
        module = load(whole)
        for each in fromlist or ():
            if each != "*" and not hasattr(module, each):
                load(whole + "." + each)
        return module if fromlist else kept[first]
    return bring
`;

/** Code with its tests, or with a case that its function "score" is called with. */
export type PythonProgram = { code: string; tests: string; context?: Record<string, unknown> };

/** The program that CPython is started with, which knows no secret. */
export const pythonRunnerSource = `exec(${JSON.stringify(
  source.replace("QUIET", () => JSON.stringify(quiet)),
)}, {"__builtins__": {**vars(__builtins__)}})`;

/** What that program reads from its standard input before any code runs: the word of its verdicts, and the job. */
export function pythonJob(word: string, job: PythonProgram): string {
  // ASCII alone, so that JavaScript's escapes of pairs are put together by Python's JSON.
  const text = JSON.stringify({ ...job, mostBytes: mostSaidBytes }).replaceAll(/[^ -~]/g, escaped);
  return `${word}\n${text}`;
}

function escaped(unit: string): string {
  return `\\u${unit.charCodeAt(0).toString(16).padStart(4, "0")}`;
}
