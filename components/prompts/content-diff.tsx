import type { ReactNode } from "react";
import type { ContentDiff, DiffPart, MessageDiff } from "#schema/prompts";
import { Chip } from "#ui/chip";
import { DiffLines, DiffWords } from "#ui/diff-words";
import { Table, TableBody, TableHead, Td, Th, Tr } from "#ui/table";

export type DiffView = "words" | "lines" | "settings";

/** What changes between two contents: each message by words or lines, or the settings as a table. */
export function ContentDiffView({ diff, view }: { diff: ContentDiff; view: DiffView }): ReactNode {
  if (view === "settings") return <SettingRows diff={diff} />;
  if (diff.messages.every(({ change }) => change === "same")) {
    return (
      <p className="px-3.5 py-3 text-text-2">
        No message differs{diff.settings.length > 0 ? "; the settings do" : ""}.
      </p>
    );
  }
  return diff.messages.map((message, index) => <MessageChange key={index} message={message} view={view} />);
}

function MessageChange({ message, view }: { message: MessageDiff; view: "words" | "lines" }) {
  const parts = (view === "words" ? message.words : message.lines).map(asJsdiff);
  return (
    <section className="border-b border-line px-3.5 py-3 last:border-b-0">
      <h3 className="mb-1 flex items-center gap-2">
        {message.title}
        {message.change === "added" ? <Chip tone="good">+ added</Chip> : null}
        {message.change === "removed" ? <Chip tone="bad">− removed</Chip> : null}
        {message.change === "same" ? <span className="font-normal text-text-3">unchanged</span> : null}
      </h3>
      {view === "words" ? <DiffWords parts={parts} /> : <DiffLines parts={parts} />}
    </section>
  );
}

function SettingRows({ diff }: { diff: ContentDiff }) {
  if (diff.settings.length === 0)
    return (
      <p className="px-3.5 py-3 text-text-2">Variables, settings, tools and response schema are the same.</p>
    );
  return (
    <Table label="Changed settings">
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
              {before === null ? "—" : <del>{before}</del>}
            </Td>
            <Td
              label="After"
              className="max-w-80 align-top font-mono text-sm break-words whitespace-pre-wrap"
            >
              {after === null ? "—" : <ins>{after}</ins>}
            </Td>
          </Tr>
        ))}
      </TableBody>
    </Table>
  );
}

function asJsdiff({ kind, text }: DiffPart) {
  return { value: text, added: kind === "added", removed: kind === "removed" };
}
