import type { GuardrailResult, Stage } from "../schema.ts";
import { reasonFor } from "./apply.ts";

/** Members whose own members are named by whoever calls: everywhere else a plain word is a name of a protocol's. */
const named = new Set([
  "metadata",
  "properties",
  "patternProperties",
  "dependentRequired",
  "dependentSchemas",
  "$defs",
  "definitions",
  "variables",
]);
const plainWord = /^[A-Za-z_$][\w$-]{0,63}$/;

/** True for a name that a caller chose: one under such a member, or one that is no plain word. */
export function isChosenName(name: string, under: string): boolean {
  return named.has(under) || !plainWord.test(name);
}

/**
 * What the judgement of names comes to. What a program sends under a name it reads by that name, and a schema refers to
 * it: on the way in a name in which anything is found refuses the call. An answer and what is stored get the name as its
 * judgement left it.
 */
export function judgedNames(results: readonly GuardrailResult[], stage: Stage): GuardrailResult[] {
  if (stage !== "input") return [...results];
  return results.map((result) => {
    const finding = result.findings.find(({ action }) => action === "redact");
    if (!finding || result.action === "block") return result;
    const findings = result.findings.map((one) =>
      one.action === "redact" ? { ...one, action: "block" as const } : one,
    );
    const reason = `${reasonFor(finding)} It stands in the name of a member, where nothing can be put in its place.`;
    return { action: "block" as const, text: "", findings, reason };
  });
}

/** An object with its members by other names. Of two that would have one name the later is numbered. */
export function renamed(
  members: [string, unknown][],
  nameOf: (name: string) => string,
): Record<string, unknown> {
  const taken = new Set(members.map(([name]) => name).filter((name) => nameOf(name) === name));
  return Object.fromEntries(
    members.map(([name, value]) => {
      const wanted = nameOf(name);
      if (wanted === name) return [name, value];
      let own = wanted;
      for (let number = 2; taken.has(own); number += 1) own = `${wanted} (${number})`;
      taken.add(own);
      return [own, value];
    }),
  );
}
