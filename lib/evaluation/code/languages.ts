/** What a checker can say of a piece of code, from weak to strong. */
export const codeLevels = {
  parses: "parses",
  compiles: "compiles",
  "type-checks": "type-checks",
} as const;
export type CodeLevel = keyof typeof codeLevels;

type Language = {
  label: string;
  /** How a model marks a block of it: the first word of the info string, in lower case. */
  marks: readonly string[];
  /** What is asked of it, the weakest first. */
  levels: readonly [CodeLevel, ...CodeLevel[]];
  /** Whose grammar it is held against. */
  checker: string;
};

/** Languages whose code is checked, each by a parser of its own world. Browsers read this; parsers load in a thread. */
export const codeLanguages = {
  typescript: {
    label: "TypeScript",
    marks: ["typescript", "ts", "tsx", "mts", "cts"],
    levels: ["parses", "type-checks"],
    checker: "TypeScript 6",
  },
  javascript: {
    label: "JavaScript",
    marks: ["javascript", "js", "jsx", "mjs", "cjs", "node", "ecmascript"],
    levels: ["parses"],
    checker: "Acorn (ECMAScript 2026)",
  },
  python: {
    label: "Python",
    marks: ["python", "py", "python3", "py3"],
    levels: ["compiles"],
    checker: "CPython 3.14",
  },
  sql: {
    label: "SQL (PostgreSQL)",
    marks: ["sql", "postgresql", "postgres", "pgsql", "psql", "plpgsql"],
    levels: ["parses"],
    checker: "PostgreSQL 18's parser",
  },
  json: { label: "JSON", marks: ["json"], levels: ["parses"], checker: "JavaScript's JSON.parse" },
  yaml: { label: "YAML", marks: ["yaml", "yml"], levels: ["parses"], checker: "yaml (YAML 1.2)" },
  html: {
    label: "HTML",
    marks: ["html", "htm", "xhtml"],
    levels: ["parses"],
    checker: "parse5 (the HTML standard)",
  },
  css: { label: "CSS", marks: ["css"], levels: ["parses"], checker: "css-tree" },
  xml: {
    label: "XML",
    marks: ["xml", "svg", "xsd", "xsl", "xslt", "rss"],
    levels: ["parses"],
    checker: "saxes (XML 1.0)",
  },
  bash: {
    label: "Bash",
    marks: ["bash", "sh", "shell", "zsh", "shellscript"],
    levels: ["parses"],
    checker: "mvdan/sh",
  },
  go: { label: "Go", marks: ["go", "golang"], levels: ["parses"], checker: "Go's go/parser" },
  rust: { label: "Rust", marks: ["rust", "rs"], levels: ["parses"], checker: "tree-sitter" },
  java: { label: "Java", marks: ["java"], levels: ["parses"], checker: "tree-sitter" },
} as const satisfies Record<string, Language>;
export type CodeLanguage = keyof typeof codeLanguages;

/** A language as one shape, whatever its own entry says. */
export function languageOf(language: CodeLanguage): Language {
  return codeLanguages[language];
}
