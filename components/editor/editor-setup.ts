import {
  autocompletion,
  closeBrackets,
  closeBracketsKeymap,
  type CompletionContext,
  type CompletionResult,
  completionKeymap,
} from "@codemirror/autocomplete";
import { defaultKeymap, history, historyKeymap } from "@codemirror/commands";
import type { Extension } from "@codemirror/state";
import {
  Decoration,
  type DecorationSet,
  drawSelection,
  EditorView,
  keymap,
  MatchDecorator,
  ViewPlugin,
  type ViewUpdate,
} from "@codemirror/view";
import { type TagKind, tagKind, tagPattern } from "./template-syntax.ts";

const marks: Record<TagKind, Decoration> = {
  variable: Decoration.mark({ class: "var-chip" }),
  section: Decoration.mark({ class: "text-info" }),
  partial: Decoration.mark({ class: "text-accent" }),
  comment: Decoration.mark({ class: "text-text-3" }),
};

const matcher = new MatchDecorator({
  regexp: new RegExp(tagPattern),
  decoration: (match) => marks[tagKind(match[2] ?? "")],
});

/** Draws the tags of the template language. */
const templateTags = ViewPlugin.define(
  (view) => {
    const plugin = {
      decorations: matcher.createDeco(view) as DecorationSet,
      update(update: ViewUpdate) {
        plugin.decorations = matcher.updateDeco(update, plugin.decorations);
      },
    };
    return plugin;
  },
  { decorations: (plugin) => plugin.decorations },
);

/** Offers the names of variables after `{{`. */
export function completeVariables(names: () => readonly string[]) {
  return (context: CompletionContext): CompletionResult | null => {
    const open = context.matchBefore(/\{\{[#^&]?\s*[\p{L}\p{M}\p{N}_.-]*/u);
    if (!open) return null;
    const start = open.text.search(/[\p{L}\p{M}\p{N}_.-]*$/u);
    const closed = context.state.sliceDoc(context.pos, context.pos + 2) === "}}";
    return {
      from: open.from + start,
      validFor: /^[\p{L}\p{M}\p{N}_.-]*$/u,
      options: names().map((name) => ({ label: name, type: "variable", apply: closed ? name : `${name}}}` })),
    };
  };
}

/** Everything about the editor that never changes while it stands. */
export function staticExtensions(names: () => readonly string[]): Extension[] {
  return [
    history(),
    drawSelection(),
    closeBrackets(),
    EditorView.lineWrapping,
    templateTags,
    autocompletion({ override: [completeVariables(names)], icons: false }),
    keymap.of([...closeBracketsKeymap, ...completionKeymap, ...historyKeymap, ...defaultKeymap]),
    theme,
  ];
}

const theme = EditorView.theme({
  "&": { fontSize: "13px", color: "var(--text)", backgroundColor: "transparent" },
  "&.cm-focused": { outline: "none" },
  ".cm-scroller": { fontFamily: "var(--font-geist-mono), ui-monospace, monospace", lineHeight: "21px" },
  ".cm-content": { padding: "0", caretColor: "var(--accent)" },
  ".cm-line": { padding: "0" },
  ".cm-cursor": { borderLeftColor: "var(--accent)", borderLeftWidth: "2px" },
  "&.cm-focused > .cm-scroller > .cm-selectionLayer .cm-selectionBackground, .cm-selectionBackground": {
    backgroundColor: "var(--accent-weak)",
  },
  ".cm-placeholder": { color: "var(--text-3)" },
  ".cm-lintRange-error": {
    backgroundImage: "none",
    textDecoration: "underline wavy var(--bad) 1px",
    textUnderlineOffset: "4px",
  },
  ".cm-lintRange-warning": {
    backgroundImage: "none",
    textDecoration: "underline wavy var(--warn) 1px",
    textUnderlineOffset: "4px",
  },
  ".cm-lintRange-info": {
    backgroundImage: "none",
    textDecoration: "underline dotted var(--info) 1px",
    textUnderlineOffset: "4px",
  },
  ".cm-tooltip": {
    border: "0",
    borderRadius: "8px",
    backgroundColor: "var(--surface)",
    color: "var(--text)",
    boxShadow: "var(--pop)",
    overflow: "hidden",
  },
  ".cm-tooltip.cm-tooltip-autocomplete > ul": {
    fontFamily: "var(--font-geist-mono), ui-monospace, monospace",
    fontSize: "12px",
    padding: "4px",
  },
  ".cm-tooltip.cm-tooltip-autocomplete > ul > li": {
    padding: "3px 8px",
    borderRadius: "6px",
    lineHeight: "20px",
  },
  ".cm-tooltip.cm-tooltip-autocomplete > ul > li[aria-selected]": {
    backgroundColor: "var(--accent-weak)",
    color: "var(--text)",
  },
  ".cm-completionMatchedText": { textDecoration: "none", fontWeight: "600" },
  ".cm-diagnostic": {
    padding: "6px 10px",
    fontFamily: "var(--font-geist-sans), system-ui, sans-serif",
    fontSize: "12px",
    borderLeft: "3px solid var(--line-2)",
  },
  ".cm-diagnostic-error": { borderLeftColor: "var(--bad)" },
  ".cm-diagnostic-warning": { borderLeftColor: "var(--warn)" },
  ".cm-diagnostic-info": { borderLeftColor: "var(--info)" },
});
