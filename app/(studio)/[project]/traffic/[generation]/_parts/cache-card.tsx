import Link from "next/link";
import { PinButton } from "#components/routes/pin-button.client";
import { formatExact } from "#platform/format";
import { paths } from "#platform/paths";
import type { CacheState } from "#schema/observability";
import type { KeptAnswer } from "#schema/routes";
import { Card, CardBody, CardHeader } from "#ui/card";
import { pinAnswerAction } from "../../actions.ts";

const words: Record<CacheState, string> = {
  hit: "The answer of the same call was given again.",
  semantic: "The answer of a call that asks the same in other words was given.",
  miss: "It had no answer, so a model was asked.",
  bypass: "The caller wanted none.",
};

type CacheCardProps = {
  project: string;
  state: CacheState | null;
  /** Null where the answer is kept no more, or never was. */
  kept: (KeptAnswer & { routeId: string }) | null;
  mayPin: boolean;
};

/** What the cache of its route did for a call, and whether its answer is given again. */
export function CacheCard({ project, state, kept, mayPin }: CacheCardProps) {
  if (state === null && !kept) return null;
  return (
    <Card>
      <CardHeader
        title="Cache"
        actions={
          kept && mayPin ? (
            <PinButton
              project={project}
              generationId={kept.generationId}
              isPinned={kept.pinnedAt !== null}
              pin={pinAnswerAction}
            />
          ) : null
        }
      />
      <CardBody className="flex flex-col gap-1 text-sm text-text-2">
        {state ? <p>{words[state]}</p> : null}
        {kept ? (
          <p>
            {kept.pinnedAt
              ? `Pinned by ${kept.pinnedByName ?? "somebody"}: given until its route or a policy changes.`
              : `This answer is given again until ${formatExact(kept.expiresAt)}.`}{" "}
            <Link
              className="text-accent underline-offset-2 hover:underline"
              href={paths.routeAnswers(project, kept.routeId)}
            >
              All that the route keeps
            </Link>
          </p>
        ) : null}
      </CardBody>
    </Card>
  );
}
