"use client";

import { useRef, useState } from "react";
import { ImagePlus, X } from "lucide-react";
import { imageTypes, mostImageBytes } from "#constants/playground";
import type { PlaygroundMessage } from "#schema/playground";
import { Button } from "#ui/button";
import { Textarea } from "#ui/textarea";

type FilePart = Extract<PlaygroundMessage["parts"][number], { type: "file" }>;
type ComposerProps = {
  /** How many panes will answer. */
  paneCount: number;
  disabled: boolean;
  onSend: (parts: PlaygroundMessage["parts"]) => void;
};

/** The next turn, the same for every pane. Enter sends, with Shift it begins a line. */
export function Composer({ paneCount, disabled, onSend }: ComposerProps) {
  const [text, setText] = useState("");
  const [files, setFiles] = useState<FilePart[]>([]);
  const [problem, setProblem] = useState<string | null>(null);
  const picker = useRef<HTMLInputElement>(null);
  const isEmpty = text.trim() === "" && files.length === 0;
  const send = () => {
    if (disabled || isEmpty) return;
    onSend([...files, ...(text.trim() === "" ? [] : [{ type: "text" as const, text }])]);
    setText("");
    setFiles([]);
  };
  const attach = async (chosen: File[]) => {
    const tooLarge = chosen.find(({ size }) => size > mostImageBytes);
    setProblem(tooLarge ? `${tooLarge.name} is larger than 3 MB.` : null);
    const read = await Promise.all(chosen.filter(({ size }) => size <= mostImageBytes).map(readImage));
    setFiles((before) => [...before, ...read].slice(0, 4));
  };
  const label = paneCount > 1 ? `Reply to all ${paneCount} answers` : "Reply";
  return (
    <form
      aria-label="Next turn"
      className="flex flex-col gap-2 border-b border-line px-4 py-3"
      onSubmit={(event) => {
        event.preventDefault();
        send();
      }}
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
      <div className="flex items-end gap-2">
        <Textarea
          rows={1}
          aria-label={label}
          placeholder={`${label}…`}
          className="max-h-40 min-w-0 flex-1 resize-none"
          value={text}
          onChange={(event) => setText(event.target.value)}
          onKeyDown={(event) => {
            const isPlain =
              !event.shiftKey && !event.metaKey && !event.ctrlKey && !event.nativeEvent.isComposing;
            if (event.key !== "Enter" || !isPlain) return;
            event.preventDefault();
            send();
          }}
        />
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
        <Button type="submit" disabled={disabled || isEmpty}>
          Send
        </Button>
      </div>
      {problem ? <p className="text-sm text-bad">✕ {problem}</p> : null}
    </form>
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
