import { policyPresets } from "#client/guardrails";
import { piiTypes, piiTypeTable, type presetKeys } from "#constants/guardrails";
import { Card, CardFooter, CardHeader } from "#ui/card";

/** What a preset's law or standard names, and for each what of the policy looks for it and what stays open. */
export function PresetList({ preset: key }: { preset: (typeof presetKeys)[number] }) {
  const preset = policyPresets.find((one) => one.key === key);
  if (!preset) return null;
  return (
    <Card>
      <CardHeader title={preset.name} note={preset.source} />
      <ol>
        {preset.items.map(({ name, by, gap }, at) => (
          <li key={name} className="flex gap-2 border-b border-line px-3.5 py-2 last:border-b-0">
            <span aria-hidden="true" className={by.length > 0 ? "text-good" : "text-text-3"}>
              {by.length > 0 ? "✓" : "○"}
            </span>
            <span className="min-w-0">
              <span className="block">
                {at + 1} {name}
                <span className="sr-only">{by.length > 0 ? ", looked for" : ", not looked for"}</span>
              </span>
              {by.length > 0 ? (
                <span className="block text-sm text-text-2">By {by.map(named).join(", ")}</span>
              ) : null}
              {gap ? <span className="block text-sm text-text-3">Not found: {lower(gap)}</span> : null}
            </span>
          </li>
        ))}
      </ol>
      <CardFooter>
        ✓ looked for, ○ not. How well each kind is found stands in docs/measurements/pii.md; the patterns were
        not measured. A preset is a start, not a legal opinion.
      </CardFooter>
    </Card>
  );
}

/** A kind by its name on screen, a pattern by its own. */
function named(rule: string): string {
  const type = piiTypes.find((known) => known === rule);
  return type ? lower(piiTypeTable[type].name) : lower(rule);
}

const lower = (text: string) => text.replace(/^[A-Z](?=[a-z-])/, (letter) => letter.toLowerCase());
