"use client";

import { useRouter } from "next/navigation";
import { useState } from "react";
import { includesByNumber } from "#client/prompts";
import type { StudioProblem } from "#components/form/failure";
import { mainBranch } from "#constants/prompts";
import { paths } from "#platform/paths";
import type { Included, PromptContent } from "#schema/prompts";
import { InlineError } from "#states/error-state";
import { Button } from "#ui/button";
import { Dialog, DialogContent } from "#ui/dialog";
import { putDraft } from "./draft-route.ts";

/** A prompt that stood in the version, and what its reference means now; null where it leads nowhere. */
export type MovedInclude = { reference: string; was: string; is: string | null };

export type UseAsDraftProps = {
  project: string;
  promptId: string;
  version: { number: number; content: PromptContent; includes: Included[] };
  /** The branch the draft is of: the version's own, or main where that is archived. */
  branch: string;
  latest: { id: string; number: number };
  /** The draft it would take the place of. */
  draft: { revision: number; updatedByName: string } | null;
  moved: MovedInclude[];
};

/** Brings an old version back: its content becomes the draft over the newest version, to be read and saved as the next. */
export function UseAsDraft({ project, promptId, version, branch, latest, draft, moved }: UseAsDraftProps) {
  const router = useRouter();
  const [isAsking, setAsking] = useState(false);
  const [isBusy, setBusy] = useState(false);
  const [problem, setProblem] = useState<StudioProblem | null>(null);
  const restore = async (content: PromptContent) => {
    setBusy(true);
    const { data, problem: failed } = await putDraft(project, promptId, {
      branch,
      content,
      baseVersionId: latest.id,
      expectedRevision: draft?.revision ?? 0,
    });
    setProblem(failed);
    if (data) router.push(paths.prompt(project, promptId, branch === mainBranch ? undefined : branch));
    else {
      setBusy(false);
      setAsking(true);
    }
  };
  const asItIs = () => void restore(version.content);
  const where = branch === mainBranch ? "" : ` of ${branch}`;
  return (
    <>
      <Button pending={isBusy} onClick={() => (draft || moved.length > 0 ? setAsking(true) : asItIs())}>
        Use as draft
      </Button>
      {isAsking ? (
        <Dialog open onOpenChange={setAsking}>
          <DialogContent
            title={`Use v${version.number} as the draft${where}?`}
            description={
              draft
                ? `There is a draft by ${draft.updatedByName} with changes of its own. v${version.number} takes its place; all versions stay as they are.`
                : `v${version.number} becomes the draft${where} over v${latest.number}.`
            }
            footer={
              <>
                <Button onClick={() => setAsking(false)}>Cancel</Button>
                {moved.length > 0 ? (
                  <Button
                    pending={isBusy}
                    onClick={() => void restore(includesByNumber(version.content, version.includes))}
                  >
                    Keep the texts of then
                  </Button>
                ) : null}
                <Button variant="primary" pending={isBusy} onClick={asItIs}>
                  {moved.length > 0 ? "Take today’s texts" : draft ? "Replace the draft" : "Use as draft"}
                </Button>
              </>
            }
          >
            {problem ? <InlineError>{problem.message}</InlineError> : null}
            {moved.length > 0 ? <Moved moved={moved} /> : null}
          </DialogContent>
        </Dialog>
      ) : null}
    </>
  );
}

function Moved({ moved }: { moved: MovedInclude[] }) {
  return (
    <>
      <p>What stands in it is another text by now:</p>
      <ul className="mt-1 flex flex-col gap-1">
        {moved.map(({ reference, was, is }) => (
          <li key={reference} className="break-words">
            <code>{`{{> ${reference}}}`}</code>: {was} then, {is ?? "nothing"} now
          </li>
        ))}
      </ul>
    </>
  );
}
