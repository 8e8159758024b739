"use client";

import { useState } from "react";
import { useStudioAction } from "#components/form/use-studio-action.client";
import { formatCount, formatNumber } from "#platform/format";
import type { Retention } from "#schema/governance";
import { Button } from "#ui/button";
import { NativeSelect } from "#ui/native-select";
import { toastDone } from "#ui/toaster";
import { previewRetentionAction, setRetentionAction } from "./actions.ts";

const offered = [30, 90, 183, 365, 730, 1_825, 3_650];

type KeepForProps = { project: string; retention: Retention };

/** How long one kind is kept. A shorter time says how much would go before it is saved. */
export function KeepFor({ project, retention }: KeepForProps) {
  const { kind, label, days, minimumDays } = retention;
  const [chosen, setChosen] = useState(days);
  const [due, setDue] = useState<number | null>(null);
  const preview = useStudioAction(previewRetentionAction, ({ old }: { old: number }) => setDue(old));
  const save = useStudioAction(setRetentionAction, () =>
    toastDone(`${label}: ${chosen === null ? "kept for ever" : `kept for ${formatCount(chosen, "day")}`}`),
  );
  const choices = [...new Set([...offered, ...(days === null ? [] : [days])])]
    .filter((each) => each >= minimumDays)
    .toSorted((a, b) => a - b);
  const choose = (value: string) => {
    const next = value === "" ? null : Number(value);
    setChosen(next);
    setDue(null);
    if (next !== null) preview.run({ project, kind, days: next });
  };
  const isChanged = chosen !== days;
  return (
    <div className="flex flex-wrap items-center gap-2">
      <div className="w-40">
        <NativeSelect
          aria-label={`Keep ${label.toLowerCase()}`}
          value={chosen ?? ""}
          onChange={(event) => choose(event.target.value)}
        >
          <option value="">for ever</option>
          {choices.map((each) => (
            <option key={each} value={each}>
              {each % 365 === 0 ? formatCount(each / 365, "year") : formatCount(each, "day")}
            </option>
          ))}
        </NativeSelect>
      </div>
      {isChanged ? (
        <>
          <Button
            size="sm"
            variant={due ? "danger" : "primary"}
            pending={save.isPending || preview.isPending}
            onClick={() => save.run({ project, kind, days: chosen })}
          >
            Save
          </Button>
          <span role="status" className="text-sm text-text-2">
            {due === null
              ? ""
              : due === 0
                ? "Nothing is that old yet."
                : `${formatNumber(due)} would go in the coming night.`}
          </span>
        </>
      ) : null}
    </div>
  );
}
