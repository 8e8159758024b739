import type { ReactNode } from "react";
import type { ContentDiff, IncludeDiff, MessageDiff } from "#schema/prompts";
import type { DiffPart } from "#text";
import { Chip } from "#ui/chip";
import { DiffLines, DiffWords } from "#ui/diff-words";
import { PlainTable, TableBody, TableHead, Td, Th, Tr } from "#ui/plain-table";
import { showWhitespace } from "../ui/whitespace.ts";

export const diffViews = ["words", "lines", "settings"] as const;
export type DiffView = (typeof diffViews)[number];

/**
 * What changes between two contents: each message by words or lines, and below them everything else that differs, so
 * that whoever reads it has read all of it; or the settings only.
 */
export function ContentDiffView({ diff, view }: { diff: ContentDiff; view: DiffView }): ReactNode {
  if (view === "settings") return <SettingRows diff={diff} />;
  const isTouched = diff.messages.some(isChanged);
  return (
    <>
      {isTouched ? (
        diff.messages.map((message, index) => <MessageChange key={index} message={message} view={view} />)
      ) : (
        <p className="px-3.5 py-3 text-text-2">No message differs{belowSaid(diff)}.</p>
      )}
      {diff.includes.map((include, index) => (
        <IncludeChange key={index} include={include} view={view} />
      ))}
      {diff.settings.length > 0 ? (
        <section aria-label="Settings that change" className="border-t border-line">
          <SettingRows diff={diff} />
        </section>
      ) : null}
    </>
  );
}

function belowSaid({ includes, settings }: ContentDiff): string {
  const what = [includes.length > 0 ? "included texts" : "", settings.length > 0 ? "settings" : ""];
  const said = what.filter((each) => each !== "").join(" and ");
  return said === "" ? "" : `; the ${said} below do`;
}

function isChanged({ change, moved, roleWas }: MessageDiff): boolean {
  return change !== "same" || moved !== null || roleWas !== null;
}

function MessageChange({ message, view }: { message: MessageDiff; view: "words" | "lines" }) {
  const { title, change, moved, roleWas } = message;
  const parts = (view === "words" ? message.words : message.lines).map(asJsdiff);
  return (
    <section className="border-b border-line px-3.5 py-3 last:border-b-0">
      <h3 className="mb-1 flex flex-wrap items-center gap-2">
        {title}
        {change === "added" ? <Chip tone="good">+ added</Chip> : null}
        {change === "removed" ? <Chip tone="bad">− removed</Chip> : null}
        {moved ? (
          <Chip tone="info">
            moved from place {moved.from} to {moved.to}
          </Chip>
        ) : null}
        {roleWas ? (
          <Chip tone="warn">{roleWas.role ? `was the ${roleWas.role}'s` : "was the text"}</Chip>
        ) : null}
        {isChanged(message) ? null : <span className="font-normal text-text-3">unchanged</span>}
      </h3>
      {view === "words" ? <DiffWords parts={parts} /> : <DiffLines parts={parts} />}
    </section>
  );
}

function IncludeChange({ include, view }: { include: IncludeDiff; view: "words" | "lines" }) {
  const { reference, change, from, to, settings, changedLines } = include;
  const parts = (view === "words" ? include.words : include.lines).map(asJsdiff);
  return (
    <section className="border-t border-line px-3.5 py-3">
      <h3 className="mb-1 flex flex-wrap items-center gap-2">
        <code className="min-w-0 break-all">{`{{> ${reference}}}`}</code>
        {change === "added" ? <Chip tone="good">+ added, v{to}</Chip> : null}
        {change === "removed" ? <Chip tone="bad">− removed, v{from}</Chip> : null}
        {change === "changed" ? (
          <Chip tone="info">
            v{from} → v{to}
          </Chip>
        ) : null}
        {changedLines === 0 ? <span className="font-normal text-text-3">its text is the same</span> : null}
      </h3>
      {view === "words" ? <DiffWords parts={parts} /> : <DiffLines parts={parts} />}
      {settings.length > 0 ? <SettingRows diff={{ settings }} /> : null}
    </section>
  );
}

function SettingRows({ diff }: { diff: Pick<ContentDiff, "settings"> }) {
  if (diff.settings.length === 0)
    return (
      <p className="px-3.5 py-3 text-text-2">
        Variables, model, settings, tools and response schema are the same.
      </p>
    );
  return (
    <PlainTable label="Changed settings">
      <TableHead>
        <Th>What</Th>
        <Th>Before</Th>
        <Th>After</Th>
      </TableHead>
      <TableBody>
        {diff.settings.map(({ name, before, after }) => (
          <Tr key={name}>
            <Td mobile="title" className="align-top">
              {name}
            </Td>
            <Td
              label="Before"
              className="max-w-80 align-top font-mono text-sm break-words whitespace-pre-wrap"
            >
              {before === null ? "—" : <del>{showWhitespace(before)}</del>}
            </Td>
            <Td
              label="After"
              className="max-w-80 align-top font-mono text-sm break-words whitespace-pre-wrap"
            >
              {after === null ? "—" : <ins>{showWhitespace(after)}</ins>}
            </Td>
          </Tr>
        ))}
      </TableBody>
    </PlainTable>
  );
}

function asJsdiff({ kind, text }: DiffPart) {
  return { value: text, added: kind === "added", removed: kind === "removed" };
}
