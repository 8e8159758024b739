/**
 * What must exist once per process although Node and Next each load their own copy of the code:
 * database handle, queue, local model, caches. Nothing else may hang on globalThis.
 */
const key = Symbol.for("valueloop.runtime");
type Holder = { [key]?: Map<string, unknown> };

function slots(): Map<string, unknown> {
  const holder = globalThis as Holder;
  holder[key] ??= new Map();
  return holder[key];
}

/** Returns the process-wide value under `name`, making it at first use. The caller owns the type of its name. */
export function once<Value>(name: string, make: () => Value): Value {
  const all = slots();
  if (!all.has(name)) all.set(name, make());
  return all.get(name) as Value;
}

/** Forgets a process-wide value and gives it, so that the next `once` makes a new one (shutdown, tests). */
export function forget<Value>(name: string): Value | undefined {
  const value = slots().get(name) as Value | undefined;
  slots().delete(name);
  return value;
}
