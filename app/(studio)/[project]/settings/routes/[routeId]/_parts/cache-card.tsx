import Link from "next/link";
import { formatExact } from "#platform/format";
import { paths } from "#platform/paths";
import type { CacheFigures } from "#schema/observability";
import type { RouteCache, SemanticState } from "#schema/routes";
import { Button } from "#ui/button";
import { Card, CardBody, CardHeader } from "#ui/card";
import { CacheFigureStrip } from "./cache-figures.tsx";
import { RestartSemantic } from "./restart-semantic.client.tsx";

type CacheCardProps = {
  project: string;
  routeId: string;
  /** Left out by a route without one, which has no card. */
  cache: RouteCache | undefined;
  figures: CacheFigures | null;
  semantic: SemanticState | null;
  mayRestart: boolean;
};

/** What a route's cache did in the last 30 days, and the way to what it keeps. */
export function CacheCard({ project, routeId, cache, figures, semantic, mayRestart }: CacheCardProps) {
  if (!cache || !figures) return null;
  const state = cache.semantic ? semantic : null;
  return (
    <Card>
      <CardHeader
        title="Cache"
        note="in the last 30 days"
        actions={
          <Button size="sm" asChild>
            <Link href={paths.routeAnswers(project, routeId)}>Answers it keeps</Link>
          </Button>
        }
      />
      <CacheFigureStrip figures={figures} semantic={state} />
      {state?.offAt ? (
        <CardBody className="flex flex-wrap items-center gap-3 border-t border-line text-sm">
          <p className="min-w-0 flex-1">
            Its checks showed too many wrong answers, so since {formatExact(state.offAt)} only the same call
            is answered again, word for word.
          </p>
          {mayRestart ? <RestartSemantic project={project} routeId={routeId} /> : null}
        </CardBody>
      ) : null}
    </Card>
  );
}
