"use client";

import { FormError, FormField } from "#components/form/form.client";
import { useActionForm } from "#components/form/use-action-form.client";
import { formatCount } from "#platform/format";
import { paths } from "#platform/paths";
import type { Erasure, PersonInput } from "#schema/governance";
import { Button } from "#ui/button";
import { ConfirmDialog } from "#ui/dialog";
import { Input } from "#ui/input";
import { NativeSelect } from "#ui/native-select";
import { SegmentedControl } from "#ui/segmented";
import { toastDone } from "#ui/toaster";
import { erasePersonAction } from "./actions.ts";

type PersonDataProps = { project: string; members: { id: string; name: string }[] };

const schema = () => import("#schema/governance").then((room) => room.PersonInput);

/** Whom it is about, then everything that is held about them as a file, or their erasure. */
export function PersonData({ project, members }: PersonDataProps) {
  const form = useActionForm({
    action: erasePersonAction,
    schema,
    values: { kind: "member" as PersonInput["kind"], userId: "", key: "" },
    input: (values) => ({ project, ...personOf(values) }),
    onDone: (done: Erasure) =>
      toastDone(`Erased. “${done.pseudonym}” stands in their place.`, describe(done)),
    after: "empty",
  });
  const typed = form.fields.watch();
  const person = personOf(typed);
  const named = person.kind === "member" ? person.userId : person.key;
  const name = members.find(({ id }) => id === named)?.name ?? named;
  return (
    <div id={form.id} className="flex flex-col gap-3">
      <SegmentedControl
        label="Whose data"
        className="self-start"
        value={typed.kind}
        onValueChange={(value) => form.change("kind", value === "end_user" ? "end_user" : "member")}
        items={[
          { value: "member", label: "A member" },
          { value: "end_user", label: "An end user" },
        ]}
      />
      {typed.kind === "member" ? (
        <FormField
          form={form}
          name="userId"
          label="Member"
          hint="Looked for in every project of the organisation."
        >
          <NativeSelect>
            <option value="">Choose…</option>
            {members.map((member) => (
              <option key={member.id} value={member.id}>
                {member.name}
              </option>
            ))}
          </NativeSelect>
        </FormField>
      ) : (
        <FormField
          form={form}
          name="key"
          label="Key of the end user"
          hint="What your program sends as “user” with a call, or as “endUser” with feedback, in this project."
        >
          <Input className="font-mono" maxLength={500} />
        </FormField>
      )}
      <div className="flex flex-wrap gap-2">
        {named !== "" ? (
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
            <Button variant="danger" disabled={named === ""} pending={form.isPending}>
              Erase…
            </Button>
          }
          title={`Erase “${name}”?`}
          description={
            typed.kind === "member"
              ? "A pseudonym takes the place of their name everywhere, and they can no longer sign in. Their decisions and versions stay, and so does what the audit log says. This cannot be undone."
              : "Their calls, what they wrote, and the texts of tasks and examples made of them are removed. Scores and sums stay. This cannot be undone."
          }
          confirmLabel="Erase"
          onConfirm={() => form.submit()}
        />
      </div>
      <FormError form={form} />
    </div>
  );
}

function personOf({
  kind,
  userId,
  key,
}: {
  kind: PersonInput["kind"];
  userId: string;
  key: string;
}): PersonInput {
  return kind === "member" ? { kind, userId } : { kind, key: key.trim() };
}

function describe({ touched, isAccountEmptied }: Erasure): string {
  const rows = Object.values(touched).reduce((sum, count) => sum + count, 0);
  return `${formatCount(rows, "entry", "entries")} changed${isAccountEmptied ? ", the account emptied" : ""}.`;
}
