import { X } from "lucide-react";
import Link from "next/link";
import type { ReactNode } from "react";
import { Button } from "./button.tsx";
import { cn } from "./cn.tsx";
import { activeFilters, type Given, hrefWithout } from "#platform/filter-address";
import { Input } from "./input.tsx";
import { NativeSelect } from "./native-select.tsx";

type Option = { value: string; label: string };
export type Filter = { name: string; label: string; className?: string | undefined } & (
  | { kind: "choice"; options: readonly Option[]; all?: string | undefined }
  | { kind: "text"; placeholder: string }
  /** A day, sent as 2026-11-27. */
  | { kind: "date" }
  /** May be set several times; what is typed comes to those that are there. */
  | { kind: "more"; placeholder: string; pattern?: string | undefined; hint?: string | undefined }
);

export type FilterBarProps = {
  /** The list's own address. */
  action: string;
  /** "Filter runs" */
  label: string;
  given: Given;
  filters: readonly Filter[];
  /** What is no filter and stays as it is, such as the version looked at; it has no chip. */
  kept?: Readonly<Record<string, string | undefined>> | undefined;
  /** Words for filters that come by links only and have no field: name to label. */
  others?: Readonly<Record<string, { label: string; words?: (value: string) => ReactNode }>> | undefined;
  className?: string | undefined;
};

/**
 * The filters of a list as a plain form: they live in the address and work before any script has loaded. What
 * is set stands below, to be taken off one by one.
 */
export function FilterBar({
  action,
  label,
  given,
  filters,
  kept = {},
  others = {},
  className,
}: FilterBarProps) {
  const stays = Object.entries(kept).flatMap(([name, value]) => (value ? [{ name, value }] : []));
  const base =
    stays.length === 0
      ? action
      : `${action}?${new URLSearchParams(stays.map(({ name, value }) => [name, value]))}`;
  const active = activeFilters(given).filter(({ name }) => !(name in kept));
  const fields = new Map(filters.map((filter) => [filter.name, filter]));
  // A form sends its fields alone: the rest of the address goes along unseen.
  const unseen = [
    ...stays,
    ...active.filter(({ name }) => fields.get(name)?.kind === "more" || !fields.has(name)),
  ];
  const wordsOf = (name: string, value: string) => {
    const field = fields.get(name);
    if (field?.kind === "choice")
      return field.options.find((option) => option.value === value)?.label ?? value;
    return others[name]?.words?.(value) ?? value;
  };
  return (
    <div className={cn("flex flex-col gap-2", className)}>
      <form action={action} role="search" aria-label={label} className="flex flex-wrap items-center gap-2">
        {filters.map((filter) => (
          <FilterField key={filter.name} filter={filter} value={first(given[filter.name])} />
        ))}
        {unseen.map(({ name, value }) => (
          <input key={`${name} ${value}`} type="hidden" name={name} value={value} />
        ))}
        <Button type="submit">Filter</Button>
      </form>
      {active.length > 0 ? (
        <ul aria-label="Filters set" className="flex flex-wrap items-center gap-1.5">
          {active.map(({ name, value }) => {
            const title = fields.get(name)?.label ?? others[name]?.label ?? name;
            return (
              <li key={`${name} ${value}`} className="min-w-0 max-w-full">
                <Link
                  href={hrefWithout(action, { ...given, ...kept }, name, value)}
                  className="inline-flex h-6 max-w-full items-center gap-1 rounded-sm border border-line bg-sunken pr-1 pl-1.5 text-sm text-text-2 hover:border-line-2 hover:text-text pointer-coarse:h-9"
                >
                  <span className="sr-only">Take off: </span>
                  <span className="truncate">
                    {title}: <span className="font-medium text-text">{wordsOf(name, value)}</span>
                  </span>
                  <X className="size-3 shrink-0" aria-hidden="true" />
                </Link>
              </li>
            );
          })}
          {active.length > 1 ? (
            <li>
              <Button variant="ghost" size="sm" asChild>
                <Link href={base}>Show all</Link>
              </Button>
            </li>
          ) : null}
        </ul>
      ) : null}
    </div>
  );
}

function FilterField({ filter, value }: { filter: Filter; value: string }) {
  const { name, label, className } = filter;
  if (filter.kind === "choice")
    return (
      <div className={cn("w-40 max-sm:w-[calc(50%-4px)]", className)}>
        <NativeSelect key={value} name={name} aria-label={label} defaultValue={value}>
          <option value="">{filter.all ?? `${label}: all`}</option>
          {filter.options.map((option) => (
            <option key={option.value} value={option.value}>
              {option.label}
            </option>
          ))}
        </NativeSelect>
      </div>
    );
  if (filter.kind === "date")
    return (
      <label className={cn("flex items-center gap-1.5 text-sm text-text-2", className)}>
        {label}
        <Input key={value} type="date" name={name} defaultValue={value} className="w-36" />
      </label>
    );
  const isMore = filter.kind === "more";
  return (
    <Input
      key={isMore ? "" : value}
      type="search"
      name={name}
      aria-label={label}
      placeholder={filter.placeholder}
      defaultValue={isMore ? "" : value}
      maxLength={265}
      {...(isMore && filter.pattern ? { pattern: filter.pattern, title: filter.hint } : {})}
      className={cn("w-56 max-sm:w-full", className)}
    />
  );
}

function first(value: Given[string]): string {
  return (typeof value === "string" ? value : value?.[0]) ?? "";
}
