"use client";

import { useRouter } from "next/navigation";
import { useState } from "react";
import { type ActionFailure, failureOf } from "#components/form/failure";
import { paths } from "#platform/paths";
import type { Example, ExampleContentInput } from "#schema/datasets";
import { InlineError } from "#states/error-state";
import { Button } from "#ui/button";
import { Field } from "#ui/field";
import { Input } from "#ui/input";
import { Sheet, SheetClose, SheetContent, SheetTrigger } from "#ui/sheet";
import { toastDone } from "#ui/toaster";
import { addExampleAction, editExampleAction } from "../../actions.ts";
import { contentOf, draftOf, ExampleForm } from "./example-form.client.tsx";

type ExampleSheetProps = {
  project: string;
  datasetId: string;
  /** Number of the latest version this page shows. */
  expectedLatest: number;
  /** An example of the version, whose field names a new one takes over. */
  template?: Example | null;
  /** The example to edit; without it a new one is added. */
  example?: Example;
};

/** Writes an example, or a changed one in the place of another. Either makes a new version. */
export function ExampleSheet({
  project,
  datasetId,
  expectedLatest,
  template = null,
  example,
}: ExampleSheetProps) {
  const router = useRouter();
  const [isOpen, setOpen] = useState(false);
  const [draft, setDraft] = useState(() => draftOf(example ?? template, example === undefined));
  const [message, setMessage] = useState("");
  const [problems, setProblems] = useState<Record<number, string>>({});
  const [failure, setFailure] = useState<ActionFailure | null>(null);
  const [isPending, setPending] = useState(false);

  const store = async (content: ExampleContentInput) => {
    const input = { project, datasetId, message, expectedLatest, ...content };
    const result = example
      ? await editExampleAction({ ...input, exampleId: example.id })
      : await addExampleAction(input);
    const failed = failureOf(result);
    setFailure(failed);
    if (failed || !result?.data) return;
    const { data } = result;
    setOpen(false);
    setMessage("");
    toastDone(
      "duplicates" in data && data.duplicates > 0
        ? "The dataset holds this example already"
        : `Saved as version ${data.version.number}`,
    );
    if ("example" in data) router.replace(paths.example(project, datasetId, data.example.id));
    else setDraft(draftOf(template ?? example ?? null, true));
  };
  const save = async () => {
    const read = contentOf(draft);
    setProblems("problems" in read ? read.problems : {});
    if ("problems" in read) return;
    setPending(true);
    // A lost connection is a failure like any other: what was typed stays.
    await store(read.content).catch(() => setFailure(failureOf(undefined)));
    setPending(false);
  };

  return (
    <Sheet open={isOpen} onOpenChange={setOpen}>
      <SheetTrigger asChild>
        <Button>{example ? "Edit" : "Add example"}</Button>
      </SheetTrigger>
      <SheetContent
        title={example ? "Edit example" : "Add example"}
        description={
          example
            ? "Makes a new version; the versions before keep the example as it was."
            : "Makes a new version with the example at its end."
        }
        footer={
          <>
            <SheetClose asChild>
              <Button variant="ghost">Cancel</Button>
            </SheetClose>
            <Button variant="primary" pending={isPending} onClick={() => void save()}>
              Save as version {expectedLatest + 1}
            </Button>
          </>
        }
      >
        <div className="flex flex-col gap-4">
          {failure ? <InlineError>{failure.message}</InlineError> : null}
          <ExampleForm draft={draft} onChange={setDraft} problems={problems} />
          <Field label="Message" hint="Why; shown in the history.">
            <Input
              value={message}
              onChange={(event) => setMessage(event.target.value)}
              maxLength={500}
              placeholder={example ? "Edit an example" : "Add an example"}
            />
          </Field>
        </div>
      </SheetContent>
    </Sheet>
  );
}
