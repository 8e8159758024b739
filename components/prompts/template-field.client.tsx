"use client";

import {
  type ComponentType,
  type KeyboardEvent,
  type RefObject,
  useCallback,
  useEffect,
  useRef,
  useState,
} from "react";
import { flushSync } from "react-dom";
import { TemplateText } from "#ui/template-text";
import { useLazy } from "#ui/use-lazy";
import type { PromptEditorProps } from "../editor/prompt-editor.client.tsx";

/** Kept once it has come, so that the next field has it at once. */
let loaded: ComponentType<PromptEditorProps> | null = null;

async function load(): Promise<ComponentType<PromptEditorProps>> {
  const { PromptEditor } = await import("../editor/prompt-editor.client.tsx");
  loaded = PromptEditor;
  return loaded;
}

/**
 * One template. The code editor is large, so the text stands at once in a plain field with its variables marked, and
 * the editor takes its place, with caret and focus, when somebody comes near or the page has been quiet for a while.
 */
export function TemplateField(props: PromptEditorProps) {
  const { part, reach } = useLazy(load);
  const [Editor, setEditor] = useState<ComponentType<PromptEditorProps> | null>(() => loaded);
  const [startAt, setStartAt] = useState<{ from: number; to: number } | undefined>();
  const field = useRef<HTMLTextAreaElement>(null);
  const takeOver = useCallback((arrived: ComponentType<PromptEditorProps>) => {
    const plain = field.current;
    // At once, so that no key falls between the field and the editor.
    flushSync(() => {
      if (plain && plain === document.activeElement)
        setStartAt({ from: plain.selectionStart, to: plain.selectionEnd });
      setEditor(() => arrived);
    });
  }, []);
  // The code arrives from outside of React.
  useEffect(() => {
    if (part) queueMicrotask(() => takeOver(part));
  }, [part, takeOver]);

  if (Editor) return <Editor {...props} {...(startAt ? { startAt } : {})} />;
  return <PlainField {...props} field={field} onReach={reach} />;
}

type PlainFieldProps = PromptEditorProps & {
  field: RefObject<HTMLTextAreaElement | null>;
  onReach: () => void;
};

function PlainField({
  label,
  value,
  onChange,
  onSave,
  onSubmit,
  readOnly = false,
  placeholder = "",
  className,
  field,
  onReach,
}: PlainFieldProps) {
  const onKeyDown = (event: KeyboardEvent) => {
    const act =
      event.metaKey || event.ctrlKey
        ? event.key === "Enter"
          ? onSubmit
          : event.key === "s"
            ? onSave
            : undefined
        : undefined;
    if (!act) return;
    event.preventDefault();
    event.stopPropagation();
    act();
  };
  const type = "font-mono text-[13px] leading-[21px] break-words whitespace-pre-wrap";
  return (
    <div className={className} onPointerEnter={onReach}>
      <div className="relative">
        <pre aria-hidden="true" className={type}>
          {value ? <TemplateText text={value} /> : <span className="text-text-3">{placeholder || " "}</span>}
        </pre>
        <textarea
          ref={field}
          aria-label={label}
          value={value}
          readOnly={readOnly}
          spellCheck={false}
          onChange={(event) => onChange?.(event.target.value)}
          onKeyDown={onKeyDown}
          onFocus={onReach}
          className={`${type} absolute inset-0 size-full resize-none overflow-hidden bg-transparent text-transparent caret-text outline-none`}
        />
      </div>
    </div>
  );
}

/** A template that is only read. */
export function TemplateBlock({ text }: { text: string }) {
  return (
    <pre className="font-mono text-[13px] leading-[21px] break-words whitespace-pre-wrap">
      <TemplateText text={text} />
    </pre>
  );
}
