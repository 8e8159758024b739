import { paths } from "#platform/paths";
import { Tabs } from "#ui/tabs";

/** The two faces of what reviewers decided: all decisions, and the corrections that wait for a second person. */
export function DecisionsTabs({ project, corrections }: { project: string; corrections: number }) {
  return (
    <Tabs
      label="Decisions"
      items={[
        { label: "Decisions", href: paths.decisions(project) },
        { label: "Corrections", href: paths.corrections(project), count: corrections },
      ]}
    />
  );
}
