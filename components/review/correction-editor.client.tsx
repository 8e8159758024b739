"use client";

import { defaultKeymap, history, historyKeymap } from "@codemirror/commands";
import { EditorState, type Extension, type Range, StateField } from "@codemirror/state";
import { Decoration, type DecorationSet, EditorView, keymap, WidgetType } from "@codemirror/view";
import { useEffect, useEffectEvent, useRef } from "react";
import { diffWords } from "#text";
import { useNonce } from "#ui/nonce.client";

export type CorrectionEditorProps = {
  label: string;
  /** The output as it was: what the edit is measured against. */
  original: string;
  value: string;
  onChange: (text: string) => void;
  /** Mod-Enter. */
  onSubmit: () => void;
  /** Escape. */
  onLeave: () => void;
};

/** Edits an output in place: what was put in is underlined, what was taken out stays visible, struck through. */
export function CorrectionEditor(props: CorrectionEditorProps) {
  const host = useRef<HTMLDivElement>(null);
  const nonce = useNonce();
  const changed = useEffectEvent((text: string) => props.onChange(text));
  const submit = useEffectEvent(() => props.onSubmit());
  const leave = useEffectEvent(() => props.onLeave());
  const build = useEffectEvent((parent: HTMLElement) => {
    const view = new EditorView({
      parent,
      state: EditorState.create({
        doc: props.value,
        selection: { anchor: props.value.length },
        extensions: [
          ...(nonce ? [EditorView.cspNonce.of(nonce)] : []),
          keymap.of([
            { key: "Mod-Enter", run: () => done(submit) },
            { key: "Escape", run: () => done(leave) },
          ]),
          history(),
          EditorView.lineWrapping,
          EditorView.contentAttributes.of({
            "aria-label": props.label,
            spellcheck: "true",
            autocapitalize: "sentences",
          }),
          keymap.of([...historyKeymap, ...defaultKeymap]),
          changesSince(props.original),
          theme,
          EditorView.updateListener.of((update) => {
            if (update.docChanged) changed(update.state.doc.toString());
          }),
        ],
      }),
    });
    view.focus();
    return view;
  });

  // CodeMirror lives outside React: it is built once and told of nothing but its own keys.
  useEffect(() => {
    if (!host.current) return undefined;
    const view = build(host.current);
    return () => view.destroy();
  }, []);

  return <div ref={host} />;
}

function done(run: () => void): true {
  run();
  return true;
}

/** Decorates a document with how it differs from a text. */
function changesSince(original: string): Extension {
  return StateField.define<DecorationSet>({
    create: (state) => decorate(original, state.doc.toString()),
    update: (decorations, transaction) =>
      transaction.docChanged ? decorate(original, transaction.newDoc.toString()) : decorations,
    provide: (field) => EditorView.decorations.from(field),
  });
}

const added = Decoration.mark({ tagName: "ins" });

function decorate(original: string, text: string): DecorationSet {
  const ranges: Range<Decoration>[] = [];
  let at = 0;
  for (const part of diffWords(original, text)) {
    if (part.kind === "removed")
      ranges.push(Decoration.widget({ widget: new Removed(part.text), side: -1 }).range(at));
    else {
      if (part.kind === "added") ranges.push(added.range(at, at + part.text.length));
      at += part.text.length;
    }
  }
  return Decoration.set(ranges, true);
}

/** What was taken out, shown where it stood; it is no part of the text. */
class Removed extends WidgetType {
  readonly text: string;

  constructor(text: string) {
    super();
    this.text = text;
  }

  override eq(other: Removed): boolean {
    return other.text === this.text;
  }

  override toDOM(): HTMLElement {
    const element = document.createElement("del");
    element.textContent = this.text;
    element.setAttribute("aria-label", `taken out: ${this.text}`);
    return element;
  }
}

const theme = EditorView.theme({
  "&": { fontSize: "15px", color: "var(--text)", backgroundColor: "transparent" },
  "&.cm-focused": { outline: "none" },
  ".cm-scroller": { fontFamily: "inherit", lineHeight: "24px" },
  ".cm-content": { padding: "0", caretColor: "var(--accent)" },
  ".cm-line": { padding: "0" },
});
