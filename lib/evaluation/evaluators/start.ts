import type { EvaluatorDescriptor } from "./descriptor.ts";
import { descriptorOf, type EvaluatorKind } from "./descriptors.ts";
import { fieldsOf } from "./fields.ts";
import type { Evaluator } from "./schema.ts";

type Target = { connectionId: string; model: string };

/**
 * A new evaluator of a kind under a free key, with what its descriptor and schema begin with. What a person must still
 * fill in is empty; the suite's schema refuses it until then.
 */
export function startEvaluator(
  kind: EvaluatorKind,
  { takenKeys, model }: { takenKeys: ReadonlySet<string>; model?: Target | undefined },
): Evaluator {
  const descriptor = descriptorOf(kind);
  const { start = {}, title, direction = "higher", passScore = 0.5 } = descriptor;
  const base = {
    key: freeKey(start.key ?? kind, takenKeys),
    name: start.name ?? title,
    kind,
    weight: 1,
    passScore,
    isSafety: false,
    direction,
    config: startConfig(descriptor, model),
  };
  // Half filled: only the editor holds it, and `problemsOf` names what is missing.
  return base as Evaluator;
}

function freeKey(stem: string, taken: ReadonlySet<string>): string {
  let key = stem;
  for (let number = 2; taken.has(key); number += 1) key = `${stem}_${number}`;
  return key;
}

function startConfig(
  { config, start }: EvaluatorDescriptor,
  model: Target | undefined,
): Record<string, unknown> {
  const given: Record<string, unknown> = start?.config ?? {};
  return Object.fromEntries(
    fieldsOf(config)
      .map(({ name, control, start: ofSchema }) => [
        name,
        given[name] ?? ofSchema ?? (control === "model" ? model : undefined),
      ])
      .filter(([, value]) => value !== undefined),
  );
}
