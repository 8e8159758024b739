"use client";

import { ChevronDown, Trash2 } from "lucide-react";
import type { KeyboardEvent } from "react";
import { descriptorOf, isQuality, thresholdText } from "#client/evaluation";
import { formatCount } from "#platform/format";
import { Button } from "#ui/button";
import { Chip } from "#ui/chip";
import { cn } from "#ui/cn";
import { EvaluatorPanel, type EvaluatorPanelProps } from "./evaluator-panel.client.tsx";

/** Name, kind, weight, threshold, and the sign that it opens. */
export const evaluatorColumns =
  "grid grid-cols-[minmax(0,5fr)_minmax(0,4fr)_56px_112px_16px] items-center gap-x-4 max-sm:grid-cols-[minmax(0,1fr)_auto_16px]";

type Props = EvaluatorPanelProps & {
  /** How many of its fields are wrong; such a row stands open. */
  wrong: number;
  isOpen: boolean;
  onToggle: () => void;
  /** How it differs from the saved version. */
  change: "new" | "changed" | null;
  onRemove: () => void;
  /** One place up (-1) or down (1). */
  onMove: (by: -1 | 1) => void;
};

/** One evaluator of the suite under edit: a line, and under it, when it is open, all that can be said of it. */
export function EvaluatorRow({ wrong, isOpen, onToggle, change, onRemove, onMove, ...panel }: Props) {
  const { evaluator, isPrimary, disabled } = panel;
  const { title } = descriptorOf(evaluator.kind);
  const name = evaluator.name || title;
  const id = `evaluator-${evaluator.key}`;
  const threshold = thresholdText({ ...evaluator, threshold: evaluator.threshold ?? null });
  const moveByKey = (event: KeyboardEvent) => {
    if (disabled || !event.altKey || (event.key !== "ArrowUp" && event.key !== "ArrowDown")) return;
    event.preventDefault();
    onMove(event.key === "ArrowUp" ? -1 : 1);
  };
  return (
    <section aria-label={name} className="border-b border-line">
      <h3 className="font-normal">
        <button
          type="button"
          aria-expanded={isOpen}
          aria-controls={id}
          className={cn(
            evaluatorColumns,
            "w-full px-3.5 py-2 text-left hover:bg-sunken pointer-coarse:min-h-11",
            isOpen && "bg-accent-weak shadow-[inset_2px_0_0_var(--accent)] hover:bg-accent-weak",
          )}
          onClick={onToggle}
          onKeyDown={moveByKey}
        >
          <span className="flex min-w-0 flex-wrap items-center gap-x-2 gap-y-1">
            <span className="font-semibold break-words text-text">{name}</span>
            {isPrimary ? <Chip>primary</Chip> : null}
            {evaluator.isSafety ? <Chip>safety</Chip> : null}
            {change ? <Chip tone="warn">{change}</Chip> : null}
            {wrong > 0 ? (
              <Chip tone="bad" sign>
                {formatCount(wrong, "thing")} to mend
              </Chip>
            ) : null}
          </span>
          <span className="truncate text-text-2 max-sm:col-start-1 max-sm:row-start-2">
            {evaluator.isNegated ? `Not: ${title}` : title}
          </span>
          <span className="num text-right max-sm:hidden">
            {isQuality(evaluator) ? evaluator.weight : "—"}
          </span>
          <span className="num text-text-2 max-sm:col-start-2 max-sm:row-start-1">
            {threshold ?? (evaluator.isSafety ? "no failure" : "—")}
          </span>
          <ChevronDown
            aria-hidden="true"
            className={cn(
              "size-3.5 text-text-3 max-sm:col-start-3 max-sm:row-start-1",
              isOpen && "rotate-180",
            )}
          />
        </button>
      </h3>
      {isOpen ? (
        <div id={id} className="p-3.5 shadow-[inset_2px_0_0_var(--accent)]">
          <EvaluatorPanel {...panel} />
          {disabled ? null : (
            <Button variant="ghost" size="sm" className="mt-2" onClick={onRemove}>
              <Trash2 />
              Remove {name}
            </Button>
          )}
        </div>
      ) : null}
    </section>
  );
}
