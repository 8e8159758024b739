"use client";

import { cloneElement, type ReactElement, type ReactNode, useId } from "react";
import { cn } from "./cn.tsx";
import { Label } from "./label.tsx";

type ControlProps = {
  id?: string | undefined;
  "aria-describedby"?: string | undefined;
  "aria-invalid"?: boolean | undefined;
  "aria-required"?: boolean | undefined;
};

export type FieldProps = {
  label: ReactNode;
  /** What to write here, and why; stands under the control. */
  hint?: ReactNode;
  /** What is wrong and what to do; takes the hint's place and is announced. */
  error?: ReactNode;
  required?: boolean | undefined;
  /** Label before the control, on one line (switches, settings). */
  inline?: boolean | undefined;
  className?: string | undefined;
  /** One control: Input, Textarea, SelectTrigger, Checkbox, Switch. It gets id and aria. */
  children: ReactElement<ControlProps>;
};

/** A control with its name, hint and error, wired for screen readers. */
export function Field({ label, hint, error, required, inline = false, className, children }: FieldProps) {
  const generated = useId();
  const id = children.props.id ?? generated;
  const noteId = `${id}-note`;
  const note = error ?? hint;
  const control = cloneElement(children, {
    id,
    ...(note ? { "aria-describedby": noteId } : {}),
    ...(error ? { "aria-invalid": true } : {}),
    ...(required ? { "aria-required": true } : {}),
  });
  return (
    <div
      className={cn(
        inline ? "grid grid-cols-[auto_1fr] items-center gap-x-2 gap-y-0.5" : "flex flex-col gap-1",
        className,
      )}
    >
      {inline ? control : null}
      <Label htmlFor={id} className={inline ? "text-base font-normal text-text" : undefined}>
        {label}
        {required ? <span className="font-normal text-text-3"> (required)</span> : null}
      </Label>
      {inline ? null : control}
      {note ? (
        <p
          id={noteId}
          role={error ? "alert" : undefined}
          className={cn("text-sm", inline && "col-start-2", error ? "text-bad" : "text-text-3")}
        >
          {error ? <span aria-hidden="true">✕ </span> : null}
          {note}
        </p>
      ) : null}
    </div>
  );
}
