import type { ReactNode } from "react";
import {
  allTime,
  anyScope,
  generationSources,
  noEnvironment,
  scopeDays,
  type ScopeQuery,
  type usualScope,
} from "#schema/observability";
import { environmentWords, isAnySource, scopeHref, sourceName, spanWords } from "#client/observability";
import { Chip } from "#ui/chip";
import { IntentLink } from "#ui/intent-link";
import { LinkSelect } from "#ui/link-select.client";

export type ScopeBarProps = {
  /** The page's address with all that is no scope; it goes along. */
  base: string;
  query: ScopeQuery;
  /** What the page shows when its address says nothing. */
  usual?: typeof usualScope | undefined;
  environments: readonly string[];
  /** Prompts to choose from; left out where the page is about one. */
  prompts?: readonly { id: string; path: string }[] | undefined;
  /** The version's name, where the scope has one. */
  versionName?: string | undefined;
  /** Whether a span without a begin may be chosen. */
  mayBeAllTime?: boolean | undefined;
  now: Date;
  /** What narrows the page's list besides the scope. */
  narrowing?: ReactNode;
  /** What the scope counts and what it leaves out. */
  children?: ReactNode;
};

/** The scope that every figure of a page obeys: visible, changed here, kept in the address. */
export function ScopeBar(props: ScopeBarProps) {
  const {
    base,
    query,
    environments,
    prompts,
    versionName,
    mayBeAllTime = false,
    now,
    narrowing,
    children,
  } = props;
  const hrefOf = (change: Partial<ScopeQuery>) => scopeHref(base, query, change, props.usual);
  const sources = query.source.join(",");
  const isChosen = generationSources.some((each) => each === sources) || isAnySource(query);
  const spans = [...scopeDays, ...(mayBeAllTime || query.days === allTime ? [allTime] : [])];
  const hasOwnSpan =
    query.from !== undefined || query.to !== undefined || !spans.includes(query.days as never);
  return (
    <section
      aria-label="Scope: what every figure on this page counts"
      className="flex flex-wrap items-center gap-x-2.5 gap-y-1.5 border-b border-line bg-surface px-5 py-2 max-sm:px-3.5"
    >
      <LinkSelect
        label="environment"
        value={query.environment}
        options={[...new Set([...environments, query.environment, noEnvironment, anyScope])].map((name) => ({
          value: name,
          label: environmentWords(name),
          href: hrefOf({ environment: name }),
        }))}
      />
      <LinkSelect
        label="source"
        value={sources}
        options={[
          ...(isChosen
            ? []
            : [{ value: sources, label: query.source.map(sourceName).join(" + "), href: hrefOf({}) }]),
          ...generationSources.map((source) => ({
            value: source as string,
            label: sourceName(source),
            href: hrefOf({ source: [source] }),
          })),
          { value: anyScope, label: "every source", href: hrefOf({ source: [anyScope] }) },
        ]}
      />
      <LinkSelect
        label="span"
        value={hasOwnSpan ? "own" : String(query.days)}
        options={[
          ...(hasOwnSpan ? [{ value: "own", label: spanWords(query, now), href: hrefOf({}) }] : []),
          ...spans.map((days) => ({
            value: String(days),
            label: days === allTime ? "all time" : `${days} d`,
            href: hrefOf({ days, from: undefined, to: undefined }),
          })),
        ]}
      />
      {prompts ? (
        <LinkSelect
          label="prompt"
          value={query.prompt ?? ""}
          options={[
            { value: "", label: "all prompts", href: hrefOf({ prompt: undefined, version: undefined }) },
            ...(query.prompt && !prompts.some(({ id }) => id === query.prompt)
              ? [{ value: query.prompt, label: "one prompt", href: hrefOf({}) }]
              : []),
            ...prompts.map(({ id, path }) => ({
              value: id,
              label: path,
              href: hrefOf({ prompt: id, version: undefined }),
            })),
          ]}
        />
      ) : null}
      {query.version ? (
        <Chip tone="accent">
          {versionName ?? "one version"}
          <IntentLink href={hrefOf({ version: undefined })} aria-label="Count every version">
            ✕
          </IntentLink>
        </Chip>
      ) : null}
      {narrowing}
      {children ? <p className="ml-auto text-sm text-text-2 max-lg:ml-0 max-lg:w-full">{children}</p> : null}
    </section>
  );
}
