import { once } from "#platform/runtime";

/** Runs this process works on, each with the controller that stops it. Shared by Node's and Next's copy of this file. */
export function runningHere(): Map<string, AbortController> {
  return once("evaluation.running", () => new Map<string, AbortController>());
}
