import { compileSchema } from "#platform/json-schema";
import { parseWhole } from "../../json-text.ts";
import { binary, type Judgement, unjudged } from "../../judgement.ts";
import type { Scorer } from "../../scorer.ts";
import { brief, type Sample, type SampleCall } from "../../text.ts";
import { callsOf, fitsWanted, matchedCalls, type WantedCall, wantedCalls } from "../../tool-calls.ts";
import type { ToolCallsConfig } from "./descriptor.ts";

/** Each call may take a schema's effort: more calls than this are not judged. */
const mostCalls = 200;

export const toolCalls: Scorer<ToolCallsConfig> = {
  async score(config, sample) {
    const calls = callsOf(sample);
    if (calls === null) return unjudged("No calls of tools are known: this answer was not made by a call.");
    if (calls.length > mostCalls) return unjudged(`More than ${mostCalls} calls are not judged.`);
    const counted = countProblem(config, calls.length);
    const wanted = asksNoName(config) ? null : wantedCalls(config, sample);
    if (wanted && "missing" in wanted) return unjudged(wanted.missing);
    const said = `Calls ${namesOf(calls)}`;
    const problem =
      counted ?? (wanted ? matchProblem(config.match, calls, wanted) : noneProblem(config, calls));
    if (problem !== null) return binary(false, `${said}: ${problem}.`);
    return (await argumentsVerdict(config, sample, calls)) ?? binary(true, `${said}, as asked.`);
  },
  async faultOf(config) {
    for (const [name, schema] of Object.entries(config.arguments ?? {})) {
      const compiled = await compileSchema(schema);
      if ("fault" in compiled)
        return {
          field: "arguments",
          label: `the schema for ${brief(name, 40)} is not valid`,
          reason: compiled.fault,
        };
    }
    return null;
  },
};

/** No tool is asked for by name where only "no tool at all", the number or the schemas count. */
function asksNoName({
  calls,
  match,
  min,
  max,
  ownSchema,
  arguments: schemas,
  referenceField,
}: ToolCallsConfig) {
  if (calls.length > 0 || referenceField !== undefined) return false;
  return match === "none" || min !== undefined || max !== undefined || ownSchema || schemas !== undefined;
}

function noneProblem({ match }: ToolCallsConfig, calls: readonly SampleCall[]): string | null {
  return match === "none" && calls.length > 0 ? "no tool was to be called" : null;
}

function countProblem({ min = 0, max = Infinity }: ToolCallsConfig, count: number): string | null {
  if (count < min) return `${count} of at least ${min}`;
  return count > max ? `${count} of at most ${max}` : null;
}

function matchProblem(
  match: ToolCallsConfig["match"],
  calls: readonly SampleCall[],
  wanted: readonly WantedCall[],
): string | null {
  const list = namesOf(wanted);
  switch (match) {
    case "all":
      return matchedCalls(calls, wanted) === wanted.length ? null : `${list} are asked for`;
    case "any":
      return matchedCalls(calls, wanted) > 0 ? null : `one of ${list} is asked for`;
    case "none":
      return matchedCalls(calls, wanted) === 0 ? null : `none of ${list} was to be called`;
    case "exactly":
      return calls.length === wanted.length && matchedCalls(calls, wanted) === wanted.length
        ? null
        : `${list} and no others are asked for`;
    case "in_order":
      return isSubsequence(calls, wanted) ? null : `${list} in this order are asked for`;
    case "exactly_in_order":
      return calls.length === wanted.length && isSubsequence(calls, wanted)
        ? null
        : `${list} in this order and no others are asked for`;
    default:
      return match satisfies never;
  }
}

/** The first call that fits is the best choice for each wanted one: later ones then have the most left. */
function isSubsequence(calls: readonly SampleCall[], wanted: readonly WantedCall[]): boolean {
  let at = 0;
  return wanted.every((want) => {
    while (at < calls.length && !isFit(calls[at], want)) at += 1;
    at += 1;
    return at <= calls.length;
  });
}

const isFit = (call: SampleCall | undefined, want: WantedCall) =>
  call !== undefined && fitsWanted(call, want);

/** What is wrong with the arguments of the first call whose schema refuses them; null where nothing is. */
async function argumentsVerdict(
  config: ToolCallsConfig,
  sample: Sample,
  calls: readonly SampleCall[],
): Promise<Judgement | null> {
  for (const call of calls) {
    for (const schema of schemasFor(config, sample, call.name)) {
      if (schema === null) return binary(false, `No tool "${brief(call.name, 40)}" was offered.`);
      const compiled = await compileSchema(schema);
      if ("fault" in compiled)
        return unjudged(`The schema of ${brief(call.name, 40)} is not valid: ${compiled.fault}`);
      const value = parseWhole(call.arguments);
      if (value === undefined) return binary(false, `The arguments of ${brief(call.name, 40)} are not JSON.`);
      const outcome = compiled.validate(value);
      if ("unchecked" in outcome) return unjudged(outcome.unchecked);
      if (!outcome.isValid) return binary(false, `${brief(call.name, 40)}: ${outcome.reason}`);
    }
  }
  return config.ownSchema && !sample.tools ? unjudged("It is not known which tools were offered.") : null;
}

/** The schemas a call's arguments must fit; null for a tool that was not offered. */
function schemasFor(
  { arguments: named = {}, ownSchema }: ToolCallsConfig,
  { tools }: Sample,
  name: string,
): (Record<string, unknown> | null)[] {
  const schemas: (Record<string, unknown> | null)[] = [];
  const asked = Object.hasOwn(named, name) ? named[name] : undefined;
  if (asked) schemas.push(asked);
  if (ownSchema && tools) schemas.push(tools.find((tool) => tool.name === name)?.parameters ?? null);
  return schemas;
}

function namesOf(calls: readonly { name: string }[]): string {
  if (calls.length === 0) return "no tool";
  return brief(calls.map(({ name }) => name).join(", "), 200);
}
