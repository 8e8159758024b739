"use client";

import { type ComponentType, useEffect, useState } from "react";
import { TemplateText } from "#ui/template-text";
import type { PromptEditorProps } from "../editor/prompt-editor.client.tsx";

/** Kept once it has come, so that the next field has it at once. */
let loaded: ComponentType<PromptEditorProps> | null = null;

/** One template. The code editor is large, so the text stands at once as text and its editor comes a moment later. */
export function TemplateField(props: PromptEditorProps) {
  const [Editor, setEditor] = useState<ComponentType<PromptEditorProps> | null>(() => loaded);
  // Fetches code from the server, once.
  useEffect(() => {
    if (loaded) return;
    void import("../editor/prompt-editor.client.tsx").then((module) => {
      loaded = module.PromptEditor;
      setEditor(() => loaded);
    });
  }, []);
  return Editor ? <Editor {...props} /> : <TemplateBlock text={props.value} />;
}

/** A template that is only read. */
export function TemplateBlock({ text }: { text: string }) {
  return (
    <pre className="font-mono text-[13px] leading-[21px] break-words whitespace-pre-wrap">
      <TemplateText text={text} />
    </pre>
  );
}
