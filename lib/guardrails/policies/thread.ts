/** The thread that judges long texts, so that the one that answers requests goes on. One job at a time, in order. */
import { parentPort } from "node:worker_threads";
import { LRUCache } from "lru-cache";
import { applyPolicies } from "./apply.ts";
import { type CompiledPolicy, compilePolicy, type PolicySource } from "./compile.ts";
import { Restorations } from "./restorations.ts";
import type { FromThread, ToThread } from "./threads.ts";

const port = parentPort;
if (!port) throw new Error("Texts are judged in a worker thread.");

/** Compiled policies by what they were made from; more than a few at once are rare. */
const compiled = new LRUCache<string, CompiledPolicy[]>({ max: 50 });

function policiesOf(sources: string): CompiledPolicy[] {
  const known = compiled.get(sources);
  if (known) return known;
  const made = (JSON.parse(sources) as PolicySource[]).map(compilePolicy);
  compiled.set(sources, made);
  return made;
}

port.on("message", ({ id, sources, texts, stage, restorations: known, isUntrusted, stop }: ToThread) => {
  const flag = new Int32Array(stop);
  const isStopped = () => Atomics.load(flag, 0) === 1;
  try {
    const policies = policiesOf(sources);
    const restorations = known && new Restorations();
    if (known) restorations?.add(known);
    const results = texts.map((text) =>
      applyPolicies(policies, text, stage, { isStopped, restorations, isUntrusted }),
    );
    port.postMessage({ id, results, restorations: restorations?.entries() } satisfies FromThread);
  } catch (error) {
    port.postMessage({ id, failure: error instanceof Error ? error.name : "unknown" } satisfies FromThread);
  }
});
