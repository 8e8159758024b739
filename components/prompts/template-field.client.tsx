"use client";

import dynamic from "next/dynamic";
import { TemplateText } from "#ui/template-text";
import type { PromptEditorProps } from "../editor/prompt-editor.client.tsx";

/** The code editor is a third of a megabyte: the text stands at once, its editor comes a moment later. */
const PromptEditor = dynamic(() => import("../editor/prompt-editor.client.tsx").then((module) => module.PromptEditor), { ssr: false });

/** One template: shown as text until the editor has come. */
export function TemplateField(props: PromptEditorProps) {
  return <LoadedEditor {...props} />;
}

const LoadedEditor = (props: PromptEditorProps) => <PromptEditor {...props} />;

/** A template nobody may change here. */
export function TemplateBlock({ text }: { text: string }) {
  return (
    <pre className="font-mono text-[13px] leading-[21px] break-words whitespace-pre-wrap">
      <TemplateText text={text} />
    </pre>
  );
}
