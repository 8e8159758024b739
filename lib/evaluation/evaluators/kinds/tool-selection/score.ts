import { graded, unjudged } from "../../judgement.ts";
import type { Scorer } from "../../scorer.ts";
import { brief } from "../../text.ts";
import { callsOf, wantedCalls } from "../../tool-calls.ts";
import type { ToolSelectionConfig } from "./descriptor.ts";

/** F1 = 2·|called ∩ wanted| / (|called| + |wanted|) over sets of names: van Rijsbergen's, as promptfoo's tool-call-f1. */
export const toolSelection: Scorer<ToolSelectionConfig> = {
  score(config, sample) {
    const calls = callsOf(sample);
    if (calls === null) return unjudged("No calls of tools are known: this answer was not made by a call.");
    const asked = wantedCalls(config, sample);
    if ("missing" in asked) return unjudged(asked.missing);
    const called = new Set(calls.map(({ name }) => name));
    const wanted = new Set(asked.map(({ name }) => name));
    const both = [...called].filter((name) => wanted.has(name)).length;
    // Nothing wanted and nothing called: the two sets are the same.
    const value = called.size + wanted.size === 0 ? 1 : (2 * both) / (called.size + wanted.size);
    return graded(value, `Called: ${listed(called)}. Wanted: ${listed(wanted)}.`);
  },
};

const listed = (names: ReadonlySet<string>) =>
  names.size === 0 ? "none" : brief([...names].join(", "), 200);
