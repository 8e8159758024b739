"use client";

import { useRouter } from "next/navigation";
import { useState } from "react";
import type { StudioProblem } from "#components/form/failure";
import { paths } from "#platform/paths";
import type { PromptContent } from "#schema/prompts";
import { InlineError } from "#states/error-state";
import { Button } from "#ui/button";
import { Dialog, DialogContent } from "#ui/dialog";
import { putDraft } from "./draft-route.ts";

export type UseAsDraftProps = {
  project: string;
  promptId: string;
  version: { number: number; content: PromptContent };
  latest: { id: string; number: number };
  /** The draft it would take the place of. */
  draft: { revision: number; updatedByName: string } | null;
};

/** Brings an old version back: its content becomes the draft over the newest version, to be read and saved as the next. */
export function UseAsDraft({ project, promptId, version, latest, draft }: UseAsDraftProps) {
  const router = useRouter();
  const [isAsking, setAsking] = useState(false);
  const [isBusy, setBusy] = useState(false);
  const [trouble, setTrouble] = useState<StudioProblem | null>(null);
  const restore = async () => {
    setBusy(true);
    const { data, problem: failed } = await putDraft(project, promptId, {
      content: version.content,
      baseVersionId: latest.id,
      expectedRevision: draft?.revision ?? 0,
    });
    setTrouble(failed);
    if (data) router.push(paths.prompt(project, promptId));
    else {
      setBusy(false);
      setAsking(true);
    }
  };
  return (
    <>
      <Button pending={isBusy} onClick={() => (draft ? setAsking(true) : void restore())}>
        Use as draft
      </Button>
      {isAsking ? (
        <Dialog open onOpenChange={setAsking}>
          <DialogContent
            title={`Use v${version.number} as the draft?`}
            description={
              draft
                ? `There is a draft by ${draft.updatedByName} with changes of its own. v${version.number} takes its place; all versions stay as they are.`
                : `v${version.number} becomes the draft over v${latest.number}.`
            }
            footer={
              <>
                <Button onClick={() => setAsking(false)}>Cancel</Button>
                <Button variant="primary" pending={isBusy} onClick={() => void restore()}>
                  Replace the draft
                </Button>
              </>
            }
          >
            {trouble ? <InlineError>{trouble.message}</InlineError> : null}
          </DialogContent>
        </Dialog>
      ) : null}
    </>
  );
}
