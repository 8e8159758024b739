import { Chip } from "#ui/chip";

type State = "met" | "unmet" | "unsure" | "none";
const looks = {
  met: { tone: "good", sign: "✓", said: "met" },
  unmet: { tone: "bad", sign: "✕", said: "not met" },
  unsure: { tone: "neutral", sign: "·", said: "not shown either way" },
} as const;

/** A demand of the suite and whether it is shown to be met. */
export function GateChip({ state, label }: { state: State; label?: string | undefined }) {
  if (state === "none") return label ? <span className="text-text-3">{label}</span> : null;
  const { tone, sign, said } = looks[state];
  return (
    <Chip tone={tone} sign={sign} title={said}>
      {label ?? said}
      {label ? <span className="sr-only">, {said}</span> : null}
    </Chip>
  );
}
