/**
 * What CPython reads before it runs code and tests. It keeps the word for "passed" where the code cannot see it: frames,
 * referrers and traces are refused by an audit hook, which nothing in Python can take away again. Tests get builtins and
 * a namespace of their own, so that what the code changes there changes nothing for them.
 */
const runner = String.raw`
def run():
    import builtins, os, sys, types
    job = __import__("json").loads(JOB)
    write, AssertionFailed, Everything, Memory = os.write, AssertionError, BaseException, MemoryError
    text, kind, find, is_a, items = str, type, getattr, isinstance, dict.items
    dumps = __import__("json").dumps
    word = job.pop("word").encode()

    class Quiet(__import__("io").TextIOBase):
        def write(self, said):
            return len(said)

    sys.stdout = sys.stderr = sys.__stdout__ = sys.__stderr__ = Quiet()
    sys.stdin = sys.__stdin__ = __import__("io").StringIO("")
    own = dict(vars(builtins))
    if "unittest" in job["tests"]:
        import unittest

    # A ValueError: what of Python's own library looks at frames expects it where there are none.
    refused = ("sys._getframe", "sys._current_frames", "sys._current_exceptions", "sys.settrace", "sys.setprofile",
        "gc.get_objects", "gc.get_referrers", "gc.get_referents", "sys.monitoring.register_callback", "code.__new__")
    hidden = ("tb_frame", "gi_frame", "cr_frame", "ag_frame")
    def watch(event, given):
        if event in refused or (event == "object.__getattr__" and given[1] in hidden):
            raise ValueError("frames and referrers are not to be seen here")

    def say(outcome, message=""):
        write(1, word + dumps({"outcome": outcome, "message": message}).encode())

    def words(error):
        try:
            said = text(error)
            return kind(error).__name__ + (": " + said[:250] if said else "")
        except Everything:
            return "an error without words"

    def broken(error, where):
        if is_a(error, Memory):
            say("out_of_memory", "it takes more memory than it may")
        elif is_a(error, AssertionFailed) and where == "tests":
            say("failed", text(error)[:250] or "an assertion is not true" if not error.args else words(error)[:250])
        else:
            say("exception", words(error))

    def call_all(space):
        for name, found in [*items(space)]:
            if name.startswith("test") and is_a(found, types.FunctionType):
                found()
        if "unittest" not in job["tests"]:
            return
        for found in [*space.values()]:
            if is_a(found, type) and issubclass(found, unittest.TestCase) and found is not unittest.TestCase:
                found.setUpClass()
                for name in unittest.defaultTestLoader.getTestCaseNames(found):
                    case = found(name)
                    case.setUp()
                    find(case, name)()
                    case.tearDown()

    answer = types.ModuleType("answer")
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
        return write(1, word + dumps({"unchecked": "The tests do not compile: " + words(error)}).encode())
    write(1, word)
    sys.addaudithook(watch)
    try:
        exec(code, vars(answer))
    except Everything as error:
        return broken(error, "code")
    if "context" in job:
        if not callable(vars(answer).get("score")):
            return say("exception", "it has no function called score")
        try:
            given = dumps(vars(answer)["score"](job["context"]), allow_nan=False)
            return write(1, word + ('{"value": ' + given + "}").encode())
        except Everything as error:
            return broken(error, "score")
    space = {**vars(answer), "__builtins__": own, "__name__": "tests"}
    try:
        exec(tests, space)
        call_all(space)
    except Everything as error:
        return broken(error, "tests")
    say("passed")
run()
`;

/** Code with its tests, or with a case that its function "score" is called with. */
export type PythonProgram = { code: string; tests: string; word: string; context?: Record<string, unknown> };

/** The whole program as CPython reads it from its standard input. */
export function pythonProgram(job: PythonProgram): string {
  // ASCII alone, so that JavaScript's escapes of pairs are put together by Python's JSON and a literal is read alike by both.
  const text = JSON.stringify(job).replaceAll(/[^ -~]/g, escaped);
  return runner.replace("JOB", () => JSON.stringify(text));
}

function escaped(unit: string): string {
  return `\\u${unit.charCodeAt(0).toString(16).padStart(4, "0")}`;
}
