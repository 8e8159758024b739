"use client";

import { Check, ChevronDown } from "lucide-react";
import { Select as Primitive } from "radix-ui";
import type { ComponentProps, ReactNode } from "react";
import { cn } from "./cn.tsx";
import { controlClasses } from "./input.tsx";
import { useNonce } from "./nonce.client.tsx";
import { floating, menuItem } from "./surface.ts";

export const Select = Primitive.Root;
export const SelectValue = Primitive.Value;

/** The closed select. */
export function SelectTrigger({ className, children, ...props }: ComponentProps<typeof Primitive.Trigger>) {
  return (
    <Primitive.Trigger
      className={cn(
        controlClasses,
        "inline-flex h-7 items-center justify-between gap-2 text-left whitespace-nowrap data-[placeholder]:text-text-3 pointer-coarse:h-11 [&>span]:truncate",
        className,
      )}
      {...props}
    >
      {children}
      <Primitive.Icon asChild>
        <ChevronDown className="size-3.5 shrink-0 text-text-3" aria-hidden="true" />
      </Primitive.Icon>
    </Primitive.Trigger>
  );
}

/** The open list. */
export function SelectContent({
  className,
  children,
  position = "popper",
  ...props
}: ComponentProps<typeof Primitive.Content>) {
  const nonce = useNonce();
  return (
    <Primitive.Portal>
      <Primitive.Content
        position={position}
        sideOffset={4}
        className={cn(
          floating,
          "max-h-(--radix-select-content-available-height) min-w-(--radix-select-trigger-width) overflow-hidden p-1",
          className,
        )}
        {...props}
      >
        <Primitive.Viewport {...(nonce ? { nonce } : {})}>{children}</Primitive.Viewport>
      </Primitive.Content>
    </Primitive.Portal>
  );
}

/** One choice; `note` stands quietly at its end. */
export function SelectItem({
  className,
  children,
  note,
  ...props
}: ComponentProps<typeof Primitive.Item> & { note?: ReactNode }) {
  return (
    <Primitive.Item className={cn(menuItem, "pr-7", className)} {...props}>
      <Primitive.ItemText>{children}</Primitive.ItemText>
      {note ? <span className="ml-auto text-sm text-text-3">{note}</span> : null}
      <Primitive.ItemIndicator className="absolute right-2">
        <Check aria-hidden="true" />
      </Primitive.ItemIndicator>
    </Primitive.Item>
  );
}

export type Option = {
  value: string;
  label: string;
  note?: string | undefined;
  disabled?: boolean | undefined;
};

export type OptionSelectProps = {
  options: readonly Option[];
  value?: string | undefined;
  defaultValue?: string | undefined;
  onValueChange?: ((value: string) => void) | undefined;
  placeholder?: string | undefined;
  name?: string | undefined;
  disabled?: boolean | undefined;
  className?: string | undefined;
  id?: string | undefined;
  "aria-label"?: string | undefined;
  "aria-describedby"?: string | undefined;
  "aria-invalid"?: boolean | undefined;
  "aria-required"?: boolean | undefined;
};

/** A whole select from a list of options. Works inside Field. Values must not be empty strings. */
export function OptionSelect({
  options,
  value,
  defaultValue,
  onValueChange,
  placeholder = "Choose…",
  name,
  disabled,
  ...trigger
}: OptionSelectProps) {
  return (
    <Select
      {...(value === undefined ? {} : { value })}
      {...(defaultValue === undefined ? {} : { defaultValue })}
      {...(onValueChange ? { onValueChange } : {})}
      {...(name ? { name } : {})}
      disabled={disabled ?? false}
    >
      <SelectTrigger {...trigger}>
        {/* Radix knows the label only once the list was drawn; a held value is named at once. */}
        <SelectValue placeholder={placeholder}>
          {options.find((option) => option.value === value)?.label}
        </SelectValue>
      </SelectTrigger>
      <SelectContent>
        {options.map((option) => (
          <SelectItem
            key={option.value}
            value={option.value}
            note={option.note}
            disabled={option.disabled ?? false}
          >
            {option.label}
          </SelectItem>
        ))}
      </SelectContent>
    </Select>
  );
}
