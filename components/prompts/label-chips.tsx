import { Chip } from "#ui/chip";

/** Labels on a version: environments and people's own labels in accent, `latest` quiet, because it moves by itself. */
export function LabelChips({ labels }: { labels: readonly string[] }) {
  return labels.map((name) => (
    <Chip key={name} tone={name === "production" ? "accent" : "neutral"}>
      {name}
    </Chip>
  ));
}
