import { type CompiledPolicy, compilePolicy } from "./compile.ts";

/** Looks in an answer for the mark that a policy put into the system text: an answer that holds it has told that text. */
export function canaryPolicy({ id, name, version }: CompiledPolicy, mark: string): CompiledPolicy {
  const pattern = { name: "Canary", pattern: mark, action: "block" as const, stages: ["output" as const] };
  return compilePolicy({
    id,
    name,
    version: { number: version, rules: { pii: [], placeholder: "type", blocklist: [], patterns: [pattern] } },
  });
}
