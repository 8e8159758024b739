"use client";

import { ArrowDown, ArrowUp, Plus, X } from "lucide-react";
import { useState } from "react";
import { useStudioAction } from "#components/form/use-studio-action.client";
import { formatCount } from "#platform/format";
import type { RejectReason } from "#schema/review";
import { InlineError } from "#states/error-state";
import { Button } from "#ui/button";
import { Card, CardFooter } from "#ui/card";
import { Checkbox } from "#ui/checkbox";
import { Input } from "#ui/input";
import { Kbd } from "#ui/kbd";
import { toastDone } from "#ui/toaster";
import { saveRejectReasonsAction } from "./actions.ts";

type Line = { id: string; key: string | undefined; name: string; isSafety: boolean };
type RejectReasonsProps = {
  project: string;
  reasons: readonly RejectReason[];
  used: Readonly<Record<string, number>>;
  mayEdit: boolean;
};

/** The list as it will be: renamed, reordered, added to, cut. Saved as a whole. */
export function RejectReasons({ project, reasons, used, mayEdit }: RejectReasonsProps) {
  const [lines, setLines] = useState<readonly Line[]>(() =>
    reasons.map(({ key, name, isSafety }) => ({ id: key, key, name, isSafety })),
  );
  const [added, setAdded] = useState(0);
  const { run, isPending, failure } = useStudioAction(saveRejectReasonsAction, () =>
    toastDone("Reasons saved"),
  );
  const isChanged =
    JSON.stringify(lines.map(({ key, name, isSafety }) => [key, name, isSafety])) !==
    JSON.stringify(reasons.map(({ key, name, isSafety }) => [key, name, isSafety]));

  const change = (id: string, changes: Partial<Line>) =>
    setLines((all) => all.map((line) => (line.id === id ? { ...line, ...changes } : line)));
  const move = (index: number, by: 1 | -1) =>
    setLines((all) => {
      const next = [...all];
      const [line] = next.splice(index, 1);
      if (line) next.splice(index + by, 0, line);
      return next;
    });
  const add = () => {
    setLines((all) => [...all, { id: `new-${added}`, key: undefined, name: "", isSafety: false }]);
    setAdded((count) => count + 1);
  };
  const save = () =>
    run({
      project,
      reasons: lines.map(({ key, name, isSafety }) => ({ name, isSafety, ...(key ? { key } : {}) })),
    });

  return (
    <Card>
      <ol>
        {lines.map((line, index) => (
          <li
            key={line.id}
            className="flex flex-wrap items-center gap-x-3 gap-y-2 border-b border-line px-3.5 py-2"
          >
            <Kbd className={index < 9 ? undefined : "invisible"}>{index + 1}</Kbd>
            <Input
              aria-label={`Name of reason ${index + 1}`}
              value={line.name}
              maxLength={40}
              readOnly={!mayEdit}
              ref={line.id === `new-${added - 1}` ? focusOnce : null}
              placeholder="What was wrong"
              onChange={(event) => change(line.id, { name: event.target.value })}
              className="w-56 max-sm:w-0 max-sm:min-w-40 max-sm:flex-1"
            />
            <span className="flex items-center gap-1.5 max-sm:order-2">
              <Checkbox
                id={`safety-${line.id}`}
                checked={line.isSafety}
                disabled={!mayEdit}
                onCheckedChange={(checked) => change(line.id, { isSafety: checked === true })}
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
                  onClick={() => setLines((all) => all.filter((each) => each.id !== line.id))}
                >
                  <X aria-hidden="true" />
                </Button>
              </span>
            ) : null}
          </li>
        ))}
      </ol>
      {failure ? <InlineError className="m-3.5">{failure.message}</InlineError> : null}
      {mayEdit ? (
        <CardFooter className="border-t-0">
          <Button onClick={add}>
            <Plus aria-hidden="true" />
            Add a reason
          </Button>
          <span className="flex-1">
            {isChanged ? "Not saved yet. A reason taken out stays on the decisions that named it." : null}
          </span>
          <Button variant="primary" disabled={!isChanged} pending={isPending} onClick={save}>
            Save reasons
          </Button>
        </CardFooter>
      ) : null}
    </Card>
  );
}

/** A reason just added wants its name. */
function focusOnce(input: HTMLInputElement | null): void {
  if (input?.value === "") input.focus();
}
