import { paths } from "#platform/paths";

export type NavIcon =
  | "loop"
  | "prompt"
  | "play"
  | "dataset"
  | "suite"
  | "run"
  | "queue"
  | "decision"
  | "feedback"
  | "environment"
  | "promotion"
  | "traffic"
  | "guardrail"
  | "audit"
  | "settings";

export type NavItem = {
  label: string;
  href: string;
  icon: NavIcon;
  /** The key after G that goes there. */
  key: string;
  /** What waits for this person there. */
  waiting?: "queues" | "promotions";
};

export type NavGroup = { label: string | null; items: readonly NavItem[] };

/** The pages of a project in the order of the loop. */
export function navGroups(project: string): readonly NavGroup[] {
  return [
    { label: null, items: [{ label: "Overview", href: paths.overview(project), icon: "loop", key: "o" }] },
    {
      label: "Design",
      items: [
        { label: "Prompts", href: paths.prompts(project), icon: "prompt", key: "p" },
        { label: "Playground", href: paths.playground(project), icon: "play", key: "l" },
      ],
    },
    {
      label: "Evaluate",
      items: [
        { label: "Datasets", href: paths.datasets(project), icon: "dataset", key: "d" },
        { label: "Suites", href: paths.suites(project), icon: "suite", key: "s" },
        { label: "Runs", href: paths.runs(project), icon: "run", key: "r" },
      ],
    },
    {
      label: "Review",
      items: [
        { label: "Queues", href: paths.queues(project), icon: "queue", key: "q", waiting: "queues" },
        { label: "Decisions", href: paths.decisions(project), icon: "decision", key: "c" },
        { label: "Feedback", href: paths.feedback(project), icon: "feedback", key: "f" },
      ],
    },
    {
      label: "Release",
      items: [
        { label: "Environments", href: paths.environments(project), icon: "environment", key: "e" },
        {
          label: "Promotions",
          href: paths.promotions(project),
          icon: "promotion",
          key: "m",
          waiting: "promotions",
        },
      ],
    },
    {
      label: "Operate",
      items: [
        { label: "Traffic", href: paths.traffic(project), icon: "traffic", key: "t" },
        { label: "Guardrails", href: paths.guardrails(project), icon: "guardrail", key: "g" },
        { label: "Audit", href: paths.audit(project), icon: "audit", key: "a" },
      ],
    },
  ];
}

export function settingsItem(project: string): NavItem {
  return { label: "Settings", href: paths.settings(project), icon: "settings", key: "," };
}

/** The item whose page or sub-page is shown. The overview is everybody's parent and so only itself. */
export function currentItem(
  items: readonly NavItem[],
  pathname: string,
  overview: string,
): NavItem | undefined {
  return items
    .filter(
      (item) => pathname === item.href || (item.href !== overview && pathname.startsWith(`${item.href}/`)),
    )
    .toSorted((a, b) => b.href.length - a.href.length)[0];
}
