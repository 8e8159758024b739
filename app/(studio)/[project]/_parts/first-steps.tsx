import Link from "next/link";
import { paths } from "#platform/paths";
import type { Overview } from "#schema/loop";
import { Card, CardHeader } from "#ui/card";
import { cn } from "#ui/cn";

type Steps = NonNullable<Overview["firstSteps"]>;

const words: Record<
  Steps[number]["key"],
  { title: string; about: string; href: (project: string) => string }
> = {
  connection: {
    title: "Connect a model",
    about: "a provider's key, a local server, or the local model",
    href: paths.connections,
  },
  prompt: { title: "Write a prompt", about: "and try it in the playground", href: paths.prompts },
  dataset: {
    title: "Bring examples",
    about: "a CSV or JSONL file of inputs and what is right",
    href: paths.datasets,
  },
  run: { title: "Run a suite", about: "prove the prompt on the examples", href: paths.runs },
  review: { title: "Review outputs", about: "approve, edit or reject with the keyboard", href: paths.queues },
  promotion: { title: "Promote to production", about: "once its gate is met", href: paths.promotions },
};

/** The loop as a list of first steps, shown until production serves something. */
export function FirstSteps({ project, steps }: { project: string; steps: Steps }) {
  const next = steps.find(({ isDone }) => !isDone)?.key;
  return (
    <Card>
      <CardHeader title="First steps" note="once round the loop; the numbers below fill as you go" />
      <ol className="grid grid-cols-6 max-lg:grid-cols-3 max-sm:grid-cols-1">
        {steps.map(({ key, isDone }, position) => (
          <li
            key={key}
            className="relative border-line px-3.5 py-3 not-last:border-r max-lg:border-b max-sm:border-r-0 hover:bg-sunken"
          >
            <p className="text-sm text-text-3">
              <span className={cn(isDone && "text-good")}>{isDone ? "✓ done" : `step ${position + 1}`}</span>
              {key === next ? " · next" : ""}
            </p>
            <Link
              href={words[key].href(project)}
              className={cn("font-medium after:absolute after:inset-0", key === next && "text-accent")}
            >
              {words[key].title}
            </Link>
            <p className="text-sm text-text-2">{words[key].about}</p>
          </li>
        ))}
      </ol>
    </Card>
  );
}
