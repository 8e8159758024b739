/**
 * What tests have at hand in the sandbox, in ECMAScript alone: assert, test, it, describe. It is read before any code of a
 * model, keeps what it uses of the language for itself, and is frozen, so that no code can make a test pass by changing it.
 */
export const harness = String.raw`
(() => {
  "use strict";
  const { is, keys, freeze, getPrototypeOf, prototype: objectPrototype } = Object;
  const { isArray } = Array;
  const { stringify } = JSON;
  const { apply } = Reflect;
  const PlainError = Error, PlainMap = Map, PlainSet = Set, PlainDate = Date, PlainString = String, PlainPromise = Promise;
  const mapGet = Map.prototype.get, mapHas = Map.prototype.has, setHas = Set.prototype.has, dateTime = Date.prototype.getTime;
  const mapSize = Object.getOwnPropertyDescriptor(Map.prototype, "size").get;
  const setSize = Object.getOwnPropertyDescriptor(Set.prototype, "size").get;
  const mapEach = Map.prototype.forEach, setEach = Set.prototype.forEach;
  const own = objectPrototype.hasOwnProperty;
  const slice = PlainString.prototype.slice;

  class AssertionError extends PlainError {}
  const failed = (message, otherwise) => {
    throw new AssertionError(message === undefined ? otherwise : PlainString(message));
  };
  const show = (value) => {
    try {
      const text = typeof value === "string" || (typeof value === "object" && value !== null) ? stringify(value) : PlainString(value);
      return apply(slice, PlainString(text), [0, 120]);
    } catch {
      return "a value";
    }
  };
  const equal = (left, right, depth) => {
    if (is(left, right)) return true;
    if (typeof left !== "object" || typeof right !== "object" || left === null || right === null) return false;
    if (depth > 200) throw new PlainError("the values are nested too deeply to be compared");
    if (getPrototypeOf(left) !== getPrototypeOf(right)) return false;
    if (left instanceof PlainDate) return is(apply(dateTime, left, []), apply(dateTime, right, []));
    if (left instanceof PlainMap) {
      if (apply(mapSize, left, []) !== apply(mapSize, right, [])) return false;
      let same = true;
      apply(mapEach, left, [(value, key) => {
        if (!apply(mapHas, right, [key]) || !equal(value, apply(mapGet, right, [key]), depth + 1)) same = false;
      }]);
      return same;
    }
    if (left instanceof PlainSet) {
      if (apply(setSize, left, []) !== apply(setSize, right, [])) return false;
      let same = true;
      apply(setEach, left, [(value) => {
        if (!apply(setHas, right, [value])) same = false;
      }]);
      return same;
    }
    if (isArray(left) && left.length !== right.length) return false;
    const names = keys(left);
    if (names.length !== keys(right).length) return false;
    for (let at = 0; at < names.length; at += 1) {
      const name = names[at];
      if (!apply(own, right, [name]) || !equal(left[name], right[name], depth + 1)) return false;
    }
    return true;
  };
  const assert = (value, message) => {
    if (!value) failed(message, "expected something true, got " + show(value));
  };
  const same = (given, wanted, message) => {
    if (!is(given, wanted)) failed(message, "expected " + show(wanted) + ", got " + show(given));
  };
  const other = (given, unwanted, message) => {
    if (is(given, unwanted)) failed(message, "expected another value than " + show(unwanted));
  };
  const deep = (given, wanted, message) => {
    if (!equal(given, wanted, 0)) failed(message, "expected " + show(wanted) + ", got " + show(given));
  };
  const throws = (work, message) => {
    try {
      work();
    } catch {
      return;
    }
    failed(typeof message === "string" ? message : undefined, "expected it to throw");
  };
  const rejects = async (work, message) => {
    try {
      await (typeof work === "function" ? work() : work);
    } catch {
      return;
    }
    failed(typeof message === "string" ? message : undefined, "expected it to reject");
  };
  assert.ok = assert;
  assert.equal = same;
  assert.strictEqual = same;
  assert.notEqual = other;
  assert.notStrictEqual = other;
  assert.deepEqual = deep;
  assert.deepStrictEqual = deep;
  assert.throws = throws;
  assert.rejects = rejects;

  const quiet = freeze({ log() {}, info() {}, warn() {}, error() {}, debug() {}, table() {} });
  Object.defineProperty(globalThis, "console", { value: quiet });
  // What "await" looks up, so that no code can answer for a test that fails later.
  freeze(PlainPromise.prototype);
  freeze(PlainPromise);

  let last = PlainPromise.resolve();
  const named = (name, error) => {
    const text = error instanceof AssertionError ? "assertion" : "exception";
    let message = "it threw";
    try {
      message = error instanceof PlainError ? error.name + ": " + error.message : show(error);
    } catch {}
    if (error instanceof AssertionError) message = error.message;
    return text + ":" + (name === "" ? "" : show(name) + ": ") + message;
  };
  let first = "";
  const test = (name, work) => {
    const before = last;
    last = (async () => {
      await before;
      if (first !== "") return;
      try {
        await work();
      } catch (error) {
        first = named(name, error);
      }
    })();
  };
  const describe = (_name, work) => {
    work();
  };
  freeze(assert);
  return freeze({
    assert,
    test: freeze(test),
    describe: freeze(describe),
    named: freeze(named),
    settle: freeze(async () => {
      for (let seen = null; seen !== last; ) {
        seen = last;
        await seen;
      }
      return first;
    }),
  });
})()
`;
