"use client";

import { useId, useState } from "react";
import type { PlaygroundMessage } from "#schema/playground";
import { Button } from "#ui/button";
import { Textarea } from "#ui/textarea";

type ToolPart = Extract<PlaygroundMessage["parts"][number], { type: "dynamic-tool" }>;
type ToolCallProps = {
  part: ToolPart;
  /** Gives the tool's result; null where it is no longer this call's turn. */
  onOutput: ((output: unknown) => void) | null;
};

/** What the model asked a tool, and the tool's answer: in the playground a person plays the tool. */
export function ToolCall({ part, onOutput }: ToolCallProps) {
  return (
    <section
      aria-label={`Call of the tool ${part.toolName}`}
      className="flex flex-col gap-1.5 rounded-md border border-line px-3 py-2"
    >
      <p className="text-sm text-text-2">
        calls <span className="font-mono text-text">{part.toolName}</span>
      </p>
      <pre className="font-mono text-sm break-words whitespace-pre-wrap">{written(part.input)}</pre>
      {part.state === "output-available" ? (
        <>
          <p className="text-sm text-text-2">its result</p>
          <pre className="font-mono text-sm break-words whitespace-pre-wrap">{written(part.output)}</pre>
        </>
      ) : null}
      {part.state === "output-error" ? <p className="text-sm text-bad">✕ {part.errorText}</p> : null}
      {part.state === "input-available" && onOutput ? <ResultForm part={part} onOutput={onOutput} /> : null}
    </section>
  );
}

function ResultForm({ part, onOutput }: { part: ToolPart; onOutput: (output: unknown) => void }) {
  const [result, setResult] = useState("");
  const id = useId();
  return (
    <form
      className="flex flex-col gap-1.5"
      onSubmit={(event) => {
        event.preventDefault();
        onOutput(readOutput(result));
      }}
    >
      <label htmlFor={id} className="text-sm text-text-2">
        Result of {part.toolName}, as the tool would give it
      </label>
      <Textarea
        id={id}
        rows={2}
        className="font-mono text-sm"
        placeholder='{"status": "sent"}'
        value={result}
        onChange={(event) => setResult(event.target.value)}
      />
      <Button type="submit" size="sm" className="self-start">
        Send the result
      </Button>
    </form>
  );
}

/** JSON where it is JSON, else the text. */
function readOutput(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return text;
  }
}

function written(value: unknown): string {
  return typeof value === "string" ? value : JSON.stringify(value, null, 2);
}
