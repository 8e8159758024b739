import { getLibFiles, ts } from "@ts-morph/common";
import { type CodeParser, type CodeVerdict, codeError, noError } from "../verdict.ts";

const extensions: Readonly<Record<string, string>> = { tsx: "tsx", jsx: "jsx", mts: "mts", cts: "cts" };
const options: ts.CompilerOptions = {
  strict: true,
  noEmit: true,
  target: ts.ScriptTarget.ES2023,
  module: ts.ModuleKind.ESNext,
  moduleResolution: ts.ModuleResolutionKind.Bundler,
  lib: ["lib.es2023.d.ts", "lib.dom.d.ts", "lib.dom.iterable.d.ts"],
  jsx: ts.JsxEmit.Preserve,
  types: [],
};
/** A module that is not here, types of a package that are not: the code may be right where it will live. */
const unknowable = new Set([2307, 2792, 7016, 2688, 2882]);

/** Syntax, or a strict type-check of the one file against ES2023 and the DOM. */
export const checkTypeScript: CodeParser = (code, { level, mark }) => {
  const name = `/code.${extensions[mark] ?? "ts"}`;
  const program = ts.createProgram([name], options, hostFor(name, code));
  const file = program.getSourceFile(name);
  const syntactic = firstOf(program.getSyntacticDiagnostics(file));
  if (syntactic || level !== "type-checks") return verdictOf(syntactic);
  const semantic = program.getSemanticDiagnostics(file);
  const known = firstOf(semantic.filter(({ code: number }) => !unknowable.has(number)));
  if (known) return verdictOf(known);
  const missing = firstOf(semantic);
  return missing ? { unchecked: `It needs what is not here: ${sentenceOf(missing)}` } : noError;
};

/** The library's files are read once for the thread; a program of one file then checks in a fraction of a second. */
const libraryTexts = new Map(getLibFiles().map(({ fileName, text }) => [fileName, text]));
const libraries = new Map<string, ts.SourceFile>();

function hostFor(name: string, code: string): ts.CompilerHost {
  const own = ts.createSourceFile(name, code, ts.ScriptTarget.ES2023, true);
  return {
    getSourceFile: (asked) => (asked === name ? own : libraryFile(asked)),
    getDefaultLibFileName: () => "/lib.d.ts",
    getDefaultLibLocation: () => "/",
    writeFile: () => undefined,
    getCurrentDirectory: () => "/",
    getCanonicalFileName: (file) => file,
    useCaseSensitiveFileNames: () => true,
    getNewLine: () => "\n",
    fileExists: (file) => file === name,
    readFile: () => undefined,
    directoryExists: () => false,
  };
}

/** Nothing but TypeScript's own library is read, which the package holds as texts, whatever the code refers to. */
function libraryFile(path: string): ts.SourceFile | undefined {
  const known = libraries.get(path);
  const text = libraryTexts.get(path.replace(/^\//, ""));
  if (known || text === undefined) return known;
  const file = ts.createSourceFile(path, text, ts.ScriptTarget.ES2023);
  libraries.set(path, file);
  return file;
}

function firstOf<One extends ts.Diagnostic>(diagnostics: readonly One[]): One | undefined {
  return diagnostics
    .filter(({ category }) => category === ts.DiagnosticCategory.Error)
    .toSorted((left, right) => (left.start ?? 0) - (right.start ?? 0))[0];
}

function verdictOf(diagnostic: ts.Diagnostic | undefined): CodeVerdict {
  if (!diagnostic) return noError;
  const { line = 0, character = 0 } =
    diagnostic.file?.getLineAndCharacterOfPosition(diagnostic.start ?? 0) ?? {};
  return codeError(line + 1, character + 1, sentenceOf(diagnostic));
}

function sentenceOf(diagnostic: ts.Diagnostic): string {
  return ts.flattenDiagnosticMessageText(diagnostic.messageText, " ");
}
