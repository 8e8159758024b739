"use client";

import { X } from "lucide-react";
import { debounce, type ParserMap, useQueryStates } from "nuqs";
import { type ReactNode, useState, useTransition } from "react";
import { parseAsText } from "#platform/list-address";
import { Button } from "./button.tsx";
import { cn } from "./cn.tsx";
import { Input } from "./input.tsx";
import { NativeSelect } from "./native-select.tsx";
import { pauseMs, SearchField } from "./search-field.client.tsx";

type Option = { value: string; label: string };
export type FilterField<Name extends string = string> = {
  name: Name;
  label: string;
  className?: string | undefined;
} & (
  | { kind: "choice"; options: readonly Option[]; all?: string | undefined }
  | { kind: "text"; placeholder: string }
  /** A day, as 2026-11-27. */
  | { kind: "date" }
  /** May be set several times; what is typed comes to those that are there with Enter. */
  | { kind: "more"; placeholder: string; pattern?: string | undefined; hint?: string | undefined }
);

export type FilterBarProps<Parsers extends ParserMap> = {
  /** "Filter runs" */
  label: string;
  /** Of `listAddress`: every filter that the list knows. */
  parsers: Parsers;
  fields: readonly FilterField<keyof Parsers & string>[];
  /** Words for filters that come only by links and have no field. */
  others?:
    | { [Name in keyof Parsers]?: { label: string; words?: ((value: string) => ReactNode) | undefined } }
    | undefined;
  className?: string | undefined;
};

/** The filters of a list: they act at once, from its first page, and live in the address. What is set stands below, to be taken off. */
export function FilterBar<Parsers extends ParserMap>({
  label,
  parsers,
  fields,
  others = {},
  className,
}: FilterBarProps<Parsers>) {
  const [isPending, startTransition] = useTransition();
  const all: ParserMap = { ...parsers, cursor: parseAsText };
  const [values, setValues] = useQueryStates(all, { shallow: false, history: "push", startTransition });
  const textsOf = (name: string): string[] => {
    const value: unknown = values[name];
    return value === null || value === undefined ? [] : [parsers[name]?.serialize(value) ?? []].flat();
  };
  const set = (name: string, texts: readonly string[], isTyped = false) =>
    void setValues(
      { [name]: readTexts(parsers[name], texts), cursor: null },
      isTyped ? { limitUrlUpdates: debounce(pauseMs) } : {},
    );
  const titles = new Map<string, string>(fields.map((field) => [field.name, field.label]));
  const active = Object.keys(parsers).flatMap((name) => textsOf(name).map((text) => ({ name, text })));
  const wordsOf = (name: string, text: string) => {
    const field = fields.find((each) => each.name === name);
    if (field?.kind === "choice") return field.options.find(({ value }) => value === text)?.label ?? text;
    return others[name]?.words?.(text) ?? text;
  };
  return (
    <div className={cn("flex flex-col gap-2", className)} aria-busy={isPending}>
      <search aria-label={label} className="flex flex-wrap items-center gap-2">
        {fields.map((field) => (
          <Field
            key={field.name}
            field={field}
            texts={textsOf(field.name)}
            onSet={(texts, isTyped) => set(field.name, texts, isTyped)}
          />
        ))}
      </search>
      {active.length > 0 ? (
        <ul aria-label="Filters set" className="flex flex-wrap items-center gap-1.5">
          {active.map(({ name, text }) => (
            <li key={`${name} ${text}`} className="max-w-full min-w-0">
              <button
                type="button"
                onClick={() =>
                  set(
                    name,
                    textsOf(name).filter((each) => each !== text),
                  )
                }
                className="inline-flex h-6 max-w-full items-center gap-1 rounded-sm border border-line bg-sunken pr-1 pl-1.5 text-sm text-text-2 hover:border-line-2 hover:text-text pointer-coarse:h-9"
              >
                <span className="sr-only">Take off: </span>
                <span className="truncate">
                  {titles.get(name) ?? others[name]?.label ?? name}:{" "}
                  <span className="font-medium text-text">{wordsOf(name, text)}</span>
                </span>
                <X className="size-3 shrink-0" aria-hidden="true" />
              </button>
            </li>
          ))}
          {active.length > 1 ? (
            <li>
              <Button variant="ghost" size="sm" onClick={() => void setValues(null)}>
                Show all
              </Button>
            </li>
          ) : null}
        </ul>
      ) : null}
    </div>
  );
}

function readTexts(parser: ParserMap[string] | undefined, texts: readonly string[]): unknown {
  if (!parser || texts.length === 0) return null;
  return parser.type === "multi" ? parser.parse(texts) : parser.parse(texts[0] ?? "");
}

type FieldProps = {
  field: FilterField;
  texts: readonly string[];
  /** `isTyped`: more may come, as the digits of a year. */
  onSet: (texts: readonly string[], isTyped?: boolean) => void;
};

function Field({ field, texts, onSet }: FieldProps) {
  const { name, label, className } = field;
  switch (field.kind) {
    case "choice":
      return (
        <div className={cn("w-40 max-sm:w-[calc(50%-4px)]", className)}>
          <NativeSelect
            aria-label={label}
            value={texts[0] ?? ""}
            onChange={({ target }) => onSet(target.value === "" ? [] : [target.value])}
          >
            <option value="">{field.all ?? `${label}: all`}</option>
            {field.options.map(({ value, label: words }) => (
              <option key={value} value={value}>
                {words}
              </option>
            ))}
          </NativeSelect>
        </div>
      );
    case "date":
      return (
        <label className={cn("flex items-center gap-1.5 text-sm text-text-2", className)}>
          {label}
          <Input
            type="date"
            value={texts[0] ?? ""}
            onChange={({ target }) => onSet(target.value === "" ? [] : [target.value], true)}
            className="w-36"
          />
        </label>
      );
    case "text":
      return <SearchField name={name} label={label} placeholder={field.placeholder} className={className} />;
    case "more":
      return <MoreField field={field} texts={texts} onSet={onSet} />;
    default:
      return field satisfies never;
  }
}

function MoreField({ field, texts, onSet }: FieldProps & { field: Extract<FilterField, { kind: "more" }> }) {
  const [typed, setTyped] = useState("");
  return (
    <form
      onSubmit={(event) => {
        event.preventDefault();
        if (typed.trim() === "") return;
        onSet([...new Set([...texts, typed.trim()])]);
        setTyped("");
      }}
    >
      <Input
        type="search"
        aria-label={field.label}
        value={typed}
        onChange={(event) => setTyped(event.target.value)}
        placeholder={field.placeholder}
        maxLength={265}
        enterKeyHint="go"
        {...(field.pattern ? { pattern: field.pattern, title: field.hint } : {})}
        className={cn("w-56 max-sm:w-full", field.className)}
      />
    </form>
  );
}
