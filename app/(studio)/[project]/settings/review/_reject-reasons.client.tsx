"use client";

import { ArrowDown, ArrowUp, Plus, X } from "lucide-react";
import { Form, FormField, SubmitButton } from "#components/form/form.client";
import { useActionForm } from "#components/form/use-action-form.client";
import { formatCount } from "#platform/format";
import type { RejectReason } from "#schema/review";
import { Button } from "#ui/button";
import { Card, CardFooter } from "#ui/card";
import { Checkbox } from "#ui/checkbox";
import { Input } from "#ui/input";
import { Kbd } from "#ui/kbd";
import { toastDone } from "#ui/toaster";
import { saveRejectReasonsAction } from "./actions.ts";

const schema = () => import("#schema/review").then((room) => room.SaveRejectReasonsInput);

type Line = { id: string; key: string; name: string; isSafety: boolean };
type RejectReasonsProps = {
  project: string;
  reasons: readonly RejectReason[];
  used: Readonly<Record<string, number>>;
  mayEdit: boolean;
};

/** The list as it will be: renamed, reordered, added to, cut. Saved as a whole. */
export function RejectReasons({ project, reasons, used, mayEdit }: RejectReasonsProps) {
  const form = useActionForm({
    action: saveRejectReasonsAction,
    schema,
    values: { reasons: reasons.map(({ key, name, isSafety }): Line => ({ id: key, key, name, isSafety })) },
    input: (values) => ({
      project,
      reasons: values.reasons.map(({ key, name, isSafety }) => ({ name, isSafety, ...(key ? { key } : {}) })),
    }),
    keep: mayEdit ? `${project}/settings/review` : undefined,
    onDone: () => toastDone("Reasons saved"),
  });
  const lines = form.fields.watch("reasons");
  const set = (next: Line[]) => form.change("reasons", next);
  const change = (at: number, changes: Partial<Line>) =>
    set(lines.map((line, place) => (place === at ? { ...line, ...changes } : line)));
  const move = (index: number, by: 1 | -1) => {
    const next = [...lines];
    const [line] = next.splice(index, 1);
    if (line) next.splice(index + by, 0, line);
    set(next);
  };
  const add = () => set([...lines, { id: `new-${Date.now()}`, key: "", name: "", isSafety: false }]);

  return (
    <Card>
      <Form
        form={form}
        isSentByKey={false}
        className="gap-0"
        errorClassName="m-3.5"
        actions={
          mayEdit ? (
            <CardFooter className="border-t-0">
              <Button onClick={add}>
                <Plus aria-hidden="true" />
                Add a reason
              </Button>
              <span className="flex-1">
                {form.isDirty
                  ? "Not saved yet. A reason taken out stays on the decisions that named it."
                  : null}
              </span>
              <SubmitButton form={form} disabled={!form.isDirty}>
                Save reasons
              </SubmitButton>
            </CardFooter>
          ) : null
        }
      >
        <ol>
          {lines.map((line, index) => (
            <li
              key={line.id}
              className="flex flex-wrap items-center gap-x-3 gap-y-2 border-b border-line px-3.5 py-2"
            >
              <Kbd className={index < 9 ? undefined : "invisible"}>{index + 1}</Kbd>
              <FormField
                form={form}
                name={`reasons.${index}.name`}
                label={<span className="sr-only">Name of reason {index + 1}</span>}
                className="w-56 gap-0 max-sm:w-0 max-sm:min-w-40 max-sm:flex-1"
              >
                <Input
                  maxLength={40}
                  readOnly={!mayEdit}
                  // A reason just added wants its name.
                  autoFocus={line.key === "" && line.name === ""}
                  placeholder="What was wrong"
                />
              </FormField>
              <span className="flex items-center gap-1.5 max-sm:order-2">
                <Checkbox
                  id={`safety-${line.id}`}
                  checked={line.isSafety}
                  disabled={!mayEdit}
                  onCheckedChange={(checked) => change(index, { isSafety: checked === true })}
                />
                <label htmlFor={`safety-${line.id}`} className="text-sm text-text-2">
                  counts as a safety failure
                </label>
              </span>
              <span className="num ml-auto text-sm whitespace-nowrap text-text-3 max-sm:order-2">
                {line.key && used[line.key] ? `used ${formatCount(used[line.key], "time")}` : "not used yet"}
              </span>
              {mayEdit ? (
                <span className="flex max-sm:order-1">
                  <Button
                    variant="ghost"
                    size="sm"
                    icon
                    aria-label={`Move ${line.name} up`}
                    disabled={index === 0}
                    onClick={() => move(index, -1)}
                  >
                    <ArrowUp aria-hidden="true" />
                  </Button>
                  <Button
                    variant="ghost"
                    size="sm"
                    icon
                    aria-label={`Move ${line.name} down`}
                    disabled={index === lines.length - 1}
                    onClick={() => move(index, 1)}
                  >
                    <ArrowDown aria-hidden="true" />
                  </Button>
                  <Button
                    variant="ghost"
                    size="sm"
                    icon
                    aria-label={`Archive ${line.name}`}
                    disabled={lines.length === 1}
                    onClick={() => set(lines.filter((each) => each.id !== line.id))}
                  >
                    <X aria-hidden="true" />
                  </Button>
                </span>
              ) : null}
            </li>
          ))}
        </ol>
      </Form>
    </Card>
  );
}
