"use client";

import { useState } from "react";
import { useStudioAction } from "#components/form/use-studio-action.client";
import { formatCount } from "#platform/format";
import { paths } from "#platform/paths";
import type { Erasure, PersonInput } from "#schema/governance";
import { Button } from "#ui/button";
import { ConfirmDialog } from "#ui/dialog";
import { Field } from "#ui/field";
import { Input } from "#ui/input";
import { NativeSelect } from "#ui/native-select";
import { SegmentedControl } from "#ui/segmented";
import { toastDone } from "#ui/toaster";
import { erasePersonAction } from "./actions.ts";

type PersonDataProps = { project: string; members: { id: string; name: string }[] };

/** Whom it is about, then everything that is held about them as a file, or their erasure. */
export function PersonData({ project, members }: PersonDataProps) {
  const [kind, setKind] = useState<PersonInput["kind"]>("member");
  const [userId, setUserId] = useState("");
  const [key, setKey] = useState("");
  const { run, isPending } = useStudioAction(erasePersonAction, (done: Erasure) => {
    setUserId("");
    setKey("");
    toastDone(`Erased. “${done.pseudonym}” stands in their place.`, describe(done));
  });
  const person: PersonInput = kind === "member" ? { kind, userId } : { kind, key: key.trim() };
  const isNamed = kind === "member" ? userId !== "" : key.trim() !== "";
  const name = kind === "member" ? (members.find(({ id }) => id === userId)?.name ?? "") : key.trim();
  return (
    <div className="flex flex-col gap-3">
      <SegmentedControl
        label="Whose data"
        className="self-start"
        value={kind}
        onValueChange={(value) => setKind(value === "end_user" ? "end_user" : "member")}
        items={[
          { value: "member", label: "A member" },
          { value: "end_user", label: "An end user" },
        ]}
      />
      {kind === "member" ? (
        <Field label="Member" hint="Looked for in every project of the organisation.">
          <NativeSelect value={userId} onChange={(event) => setUserId(event.target.value)}>
            <option value="">Choose…</option>
            {members.map((member) => (
              <option key={member.id} value={member.id}>
                {member.name}
              </option>
            ))}
          </NativeSelect>
        </Field>
      ) : (
        <Field
          label="Key of the end user"
          hint="What your program sends as “user” with a call, or as “endUser” with feedback, in this project."
        >
          <Input
            className="font-mono"
            maxLength={500}
            value={key}
            onChange={(event) => setKey(event.target.value)}
          />
        </Field>
      )}
      <div className="flex flex-wrap gap-2">
        {isNamed ? (
          <Button asChild>
            <a href={paths.personExport(project, person)} download>
              Export all that is held
            </a>
          </Button>
        ) : (
          <Button disabled>Export all that is held</Button>
        )}
        <ConfirmDialog
          trigger={
            <Button variant="danger" disabled={!isNamed} pending={isPending}>
              Erase…
            </Button>
          }
          title={`Erase “${name}”?`}
          description={
            kind === "member"
              ? "A pseudonym takes the place of their name everywhere, and they can no longer sign in. Their decisions and versions stay, and so does what the audit log says. This cannot be undone."
              : "Their calls, what they wrote, and the texts of tasks and examples made of them are removed. Scores and sums stay. This cannot be undone."
          }
          confirmLabel="Erase"
          onConfirm={() => run({ project, ...person })}
        />
      </div>
    </div>
  );
}

function describe({ touched, isAccountEmptied }: Erasure): string {
  const rows = Object.values(touched).reduce((sum, count) => sum + count, 0);
  return `${formatCount(rows, "entry", "entries")} changed${isAccountEmptied ? ", the account emptied" : ""}.`;
}
