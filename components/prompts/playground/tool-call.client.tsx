"use client";

import { Form, FormField, SubmitButton } from "#components/form/form.client";
import { useActionForm } from "#components/form/use-action-form.client";
import type { PlaygroundMessage, ToolResultInput } from "#schema/playground";
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

const schema = () => import("#schema/playground").then((room) => room.ToolResultInput);

function ResultForm({ part, onOutput }: { part: ToolPart; onOutput: (output: unknown) => void }) {
  const form = useActionForm({
    action: async ({ result }: ToolResultInput) => {
      onOutput(readOutput(result));
      return { data: null };
    },
    schema,
    values: { result: "" },
    input: (values) => values,
  });
  return (
    <Form form={form} className="gap-1.5">
      <FormField form={form} name="result" label={`Result of ${part.toolName}, as the tool would give it`}>
        <Textarea rows={2} className="font-mono text-sm" placeholder='{"status": "sent"}' />
      </FormField>
      <SubmitButton form={form} variant="default" size="sm" className="self-start">
        Send the result
      </SubmitButton>
    </Form>
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
