"use client";

import { useState } from "react";
import { loadRouteYaml, type YamlProblem } from "#client/routes";
import type { ModelTarget } from "#schema/models";
import type { RouteDefinitionInput } from "#schema/routes";
import { Card, CardHeader } from "#ui/card";
import { Chip } from "#ui/chip";
import { CopyButton } from "#ui/copy-button";
import { formatCount } from "#platform/format";

type YamlEditorProps = {
  /** The definition as text when the editor was opened. */
  initial: string;
  isLocked: boolean;
  problems: readonly YamlProblem[];
  /** The definition that the text says, or what is wrong with it. */
  onRead: (definition: RouteDefinitionInput | null, problems: readonly YamlProblem[]) => void;
};

/** A route as text: the same members, checked by the same schema at every stroke. */
export function YamlEditor({ initial, isLocked, problems, onRead }: YamlEditorProps) {
  const [text, setText] = useState(initial);
  const change = async (next: string) => {
    setText(next);
    const { readRouteYaml } = await loadRouteYaml();
    const read = readRouteYaml(next);
    onRead(read.definition, read.problems);
  };
  const lines = text.split("\n");
  const wrong = new Set(problems.map(({ line }) => line));
  return (
    <Card>
      <CardHeader
        title="YAML"
        note={formatCount(lines.length, "line")}
        actions={<CopyButton text={text} label="Copy the YAML" />}
      >
        {problems.length === 0 ? (
          <Chip tone="good" sign>
            valid
          </Chip>
        ) : (
          <Chip tone="bad" sign>
            {formatCount(problems.length, "problem")}
          </Chip>
        )}
      </CardHeader>
      <div className="flex overflow-x-auto font-mono text-[12.5px] leading-5">
        <ol aria-hidden="true" className="shrink-0 py-2 pr-2 pl-3.5 text-right text-text-3 select-none">
          {lines.map((_, at) => (
            <li key={at} className={wrong.has(at + 1) ? "font-medium text-bad" : undefined}>
              {at + 1}
            </li>
          ))}
        </ol>
        <textarea
          aria-label="The route as YAML"
          aria-describedby="yaml-problems"
          aria-invalid={problems.length > 0}
          spellCheck={false}
          readOnly={isLocked}
          wrap="off"
          rows={lines.length}
          value={text}
          onChange={(event) => void change(event.target.value)}
          className="min-w-0 flex-1 resize-none overflow-x-auto overflow-y-hidden bg-transparent py-2 pr-3.5 pl-1 focus-visible:-outline-offset-2"
        />
      </div>
      <ul id="yaml-problems" aria-live="polite" className="text-sm text-bad">
        {problems.map(({ line, message }, at) => (
          <li key={at} className="border-t border-line px-3.5 py-1.5 break-words">
            <span className="num">Line {line}:</span> {message}
          </li>
        ))}
      </ul>
    </Card>
  );
}

/** Puts a definition into words a person can edit; the library is fetched when somebody asks for it. */
export async function asYaml(
  definition: RouteDefinitionInput,
  nameOf: (target: ModelTarget) => string | null,
): Promise<string> {
  const { routeYaml } = await loadRouteYaml();
  return routeYaml(definition, nameOf);
}
