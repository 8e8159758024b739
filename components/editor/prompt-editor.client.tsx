"use client";

import { setDiagnostics } from "@codemirror/lint";
import { Compartment, EditorState, type Extension } from "@codemirror/state";
import { EditorView, keymap, placeholder as placeholderExtension } from "@codemirror/view";
import { useEffect, useEffectEvent, useId, useRef, useState } from "react";
import { cn } from "#ui/cn";
import { useNonce } from "#ui/nonce.client";
import { TemplateText } from "#ui/template-text";
import { staticExtensions } from "./editor-setup.ts";

/** Something wrong with the text between two places, with a message that says what to do. */
export type EditorProblem = {
  from: number;
  to: number;
  message: string;
  severity: "error" | "warning" | "info";
};

export type PromptEditorProps = {
  /** What the text is: "system message". */
  label: string;
  value: string;
  onChange?: ((value: string) => void) | undefined;
  problems?: readonly EditorProblem[] | undefined;
  /** Offered after `{{`. */
  variables?: readonly string[] | undefined;
  readOnly?: boolean | undefined;
  placeholder?: string | undefined;
  /** Mod-Enter. */
  onSubmit?: (() => void) | undefined;
  /** Mod-S. */
  onSave?: (() => void) | undefined;
  /** Where the caret is from the beginning, with the focus: when it takes the place of a plain field. */
  startAt?: { from: number; to: number } | undefined;
  /** Give it a frame and padding where it stands alone; it has none of its own. */
  className?: string | undefined;
};

const none: readonly never[] = [];

/** Writes a prompt: variables as chips, problems underlined, names completed. Tab leaves it, as everywhere. */
export function PromptEditor(props: PromptEditorProps) {
  const {
    label,
    value,
    problems = none,
    variables = none,
    readOnly = false,
    placeholder = "",
    startAt,
    className,
  } = props;
  const host = useRef<HTMLDivElement>(null);
  const view = useRef<EditorView | null>(null);
  const [changing] = useState(() => new Compartment());
  const [standing, setStanding] = useState(false);
  const problemsId = useId();
  const nonce = useNonce();

  const changed = useEffectEvent((text: string) => props.onChange?.(text));
  const names = useEffectEvent(() => variables);
  const pass = useEffectEvent((which: "onSubmit" | "onSave") => {
    props[which]?.();
    return props[which] !== undefined;
  });
  const settings = (): Extension => [
    EditorState.readOnly.of(readOnly),
    EditorView.editable.of(!readOnly),
    placeholderExtension(placeholder),
    EditorView.contentAttributes.of({
      "aria-label": label,
      "aria-describedby": problemsId,
      ...(readOnly ? { tabindex: "0", "aria-readonly": "true" } : {}),
    }),
  ];
  const build = useEffectEvent((parent: HTMLElement) => {
    const built = new EditorView({
      parent,
      state: EditorState.create({
        doc: value,
        ...(startAt ? { selection: { anchor: startAt.from, head: startAt.to } } : {}),
        extensions: [
          ...(nonce ? [EditorView.cspNonce.of(nonce)] : []),
          keymap.of([
            { key: "Mod-Enter", run: () => pass("onSubmit") },
            { key: "Mod-s", run: () => pass("onSave") },
          ]),
          staticExtensions(() => names()),
          changing.of(settings()),
          EditorView.updateListener.of((update) => {
            if (update.docChanged && !update.transactions.some((each) => each.isUserEvent("outside")))
              changed(update.state.doc.toString());
          }),
        ],
      }),
    });
    if (startAt) built.focus();
    return built;
  });
  const reconfigure = useEffectEvent(() =>
    view.current?.dispatch({ effects: changing.reconfigure(settings()) }),
  );

  // CodeMirror owns its part of the document; it is built once and torn down with the component.
  useEffect(() => {
    if (!host.current) return;
    const built = build(host.current);
    view.current = built;
    setStanding(true);
    return () => {
      built.destroy();
      view.current = null;
    };
  }, []);

  // Tells CodeMirror of a value that came from elsewhere (a reset, another version).
  useEffect(() => {
    const editor = view.current;
    if (!editor || editor.state.doc.toString() === value) return;
    editor.dispatch({
      changes: { from: 0, to: editor.state.doc.length, insert: value },
      userEvent: "outside",
    });
  }, [value]);

  useEffect(() => reconfigure(), [readOnly, placeholder, label]);

  // Underlines the problems; places beyond the text are those of an older text.
  useEffect(() => {
    const editor = view.current;
    if (!editor) return;
    const end = editor.state.doc.length;
    const shown = problems
      .filter((each) => each.from <= end)
      .map((each) => ({ ...each, to: Math.min(end, Math.max(each.from, each.to)) }));
    editor.dispatch(setDiagnostics(editor.state, shown));
  }, [problems, standing, value]);

  return (
    <div className={cn("min-w-0 text-[13px] leading-[21px]", className)}>
      {standing ? null : (
        <pre className="font-mono break-words whitespace-pre-wrap">
          {value ? <TemplateText text={value} /> : <span className="text-text-3">{placeholder || " "}</span>}
        </pre>
      )}
      <div ref={host} />
      <ul id={problemsId} className="sr-only">
        {problems.map((each) => (
          <li key={`${each.from} ${each.message}`}>
            {each.severity}: {each.message}
          </li>
        ))}
      </ul>
    </div>
  );
}
