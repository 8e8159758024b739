"use client";

import { useRef, useState } from "react";
import { ImagePlus, X } from "lucide-react";
import { Form, FormField, SubmitButton } from "#components/form/form.client";
import { useActionForm } from "#components/form/use-action-form.client";
import { imageTypes, mostImageBytes } from "#constants/playground";
import type { PlaygroundMessage, ReplyInput } from "#schema/playground";
import { Button } from "#ui/button";
import { Textarea } from "#ui/textarea";

type FilePart = Extract<PlaygroundMessage["parts"][number], { type: "file" }>;
type ComposerProps = {
  /** How many panes will answer. */
  paneCount: number;
  /** Answers are coming; the next turn waits for them. */
  isBusy: boolean;
  /** Under which name the tab keeps what is typed and not sent. */
  keep: string;
  onSend: (parts: PlaygroundMessage["parts"]) => void;
};

const schema = () => import("#schema/playground").then((room) => room.ReplyInput);

/** The next turn, the same for every pane. Enter sends, with Shift it begins a line. */
export function Composer({ paneCount, isBusy, keep, onSend }: ComposerProps) {
  const [files, setFiles] = useState<FilePart[]>([]);
  const [problem, setProblem] = useState<string | null>(null);
  const picker = useRef<HTMLInputElement>(null);
  const form = useActionForm({
    action: async ({ text }: ReplyInput) => {
      if (isBusy)
        return { serverError: { code: "conflict", message: "Wait for the answers, or stop them." } };
      onSend([...files, ...(text.trim() === "" ? [] : [{ type: "text" as const, text }])]);
      return { data: null };
    },
    schema,
    values: { text: "" },
    // An attached image is of one of the kinds that the picker takes; the schema looks at it again.
    input: ({ text }): ReplyInput => ({ text, files: files as ReplyInput["files"] }),
    onDone: () => {
      setFiles([]);
      setProblem(null);
    },
    after: "empty",
    keep,
  });
  const attach = async (chosen: File[]) => {
    const tooLarge = chosen.find(({ size }) => size > mostImageBytes);
    setProblem(tooLarge ? `${tooLarge.name} is larger than 3 MB.` : null);
    const small = chosen.filter(({ size }) => size <= mostImageBytes);
    const read = await Promise.all(small.map(readImage)).catch((thrown: Error) => thrown);
    if (read instanceof Error) setProblem(`The image could not be read: ${read.message}`);
    else setFiles((before) => [...before, ...read]);
  };
  const label = paneCount > 1 ? `Reply to all ${paneCount} answers` : "Reply";
  return (
    <Form
      form={form}
      aria-label="Next turn"
      className="gap-2 border-b border-line px-4 py-3"
      // Enter does, and ⌘↵ runs the prompt.
      isSentByKey={false}
    >
      {files.length > 0 ? (
        <ul className="flex flex-wrap gap-2" aria-label="Attached images">
          {files.map((file, at) => (
            <li key={at} className="flex items-center gap-1 rounded-md border border-line pl-2 text-sm">
              {file.filename}
              <Button
                variant="ghost"
                size="sm"
                icon
                aria-label={`Remove ${file.filename}`}
                onClick={() => setFiles(files.toSpliced(at, 1))}
              >
                <X aria-hidden="true" />
              </Button>
            </li>
          ))}
        </ul>
      ) : null}
      <div className="flex items-start gap-2">
        <FormField
          form={form}
          name="text"
          label={<span className="sr-only">{label}</span>}
          className="min-w-0 flex-1 gap-0"
        >
          <Textarea
            rows={1}
            placeholder={`${label}…`}
            className="max-h-40 resize-none"
            onKeyDown={(event) => {
              const isPlain =
                !event.shiftKey && !event.metaKey && !event.ctrlKey && !event.nativeEvent.isComposing;
              if (event.key !== "Enter" || !isPlain) return;
              event.preventDefault();
              form.submit();
            }}
          />
        </FormField>
        <input
          ref={picker}
          type="file"
          hidden
          multiple
          accept={imageTypes.join(",")}
          aria-label="Attach images"
          onChange={(event) => {
            void attach([...(event.target.files ?? [])]);
            event.target.value = "";
          }}
        />
        <Button icon aria-label="Attach images" title="Attach images" onClick={() => picker.current?.click()}>
          <ImagePlus aria-hidden="true" />
        </Button>
        <SubmitButton form={form} variant="default" disabled={isBusy || !(form.isDirty || files.length > 0)}>
          Send
        </SubmitButton>
      </div>
      {problem ? <p className="text-sm text-bad">✕ {problem}</p> : null}
    </Form>
  );
}

function readImage(file: File): Promise<FilePart> {
  return new Promise((resolve, reject) => {
    const reader = new FileReader();
    reader.addEventListener("load", () => {
      // readAsDataURL gives text.
      const url = typeof reader.result === "string" ? reader.result : "";
      resolve({ type: "file", mediaType: file.type, filename: file.name, url });
    });
    reader.addEventListener("error", () => reject(reader.error ?? new Error("The file could not be read.")));
    reader.readAsDataURL(file);
  });
}
