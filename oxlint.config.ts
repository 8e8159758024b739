import { defineConfig } from "oxlint";

export default defineConfig({
  plugins: [
    "eslint",
    "typescript",
    "unicorn",
    "oxc",
    "import",
    "react",
    "jsx-a11y",
    "nextjs",
    "node",
    "promise",
  ],
  jsPlugins: ["./scripts/lint/imports.ts"],
  categories: { correctness: "error" },
  ignorePatterns: ["node_modules", ".next", ".valueloop", "drizzle", "design", "next-env.d.ts"],
  rules: {
    // lib/import-rules.ts, made from the table of lib/rooms.ts.
    "rooms/imports": "error",
    "typescript/no-explicit-any": "error",
    "typescript/no-non-null-assertion": "error",
    "typescript/consistent-type-imports": "error",
    "typescript/no-floating-promises": "error",
    "typescript/switch-exhaustiveness-check": ["error", { considerDefaultExhaustiveForUnions: true }],
    "import/no-cycle": ["error", { ignoreTypes: false }],
    "import/no-default-export": "error",
    "eslint/no-console": "error",
    "node/no-process-env": "error",
    "unicorn/filename-case": ["error", { case: "kebabCase", ignore: ["^_", "^\\["] }],
    "eslint/max-lines": ["error", { max: 400, skipBlankLines: false, skipComments: false }],
    "eslint/complexity": ["error", { max: 20 }],
    "eslint/max-depth": ["error", { max: 4 }],
    "eslint/max-params": ["error", { max: 4 }],
    // Splitting a text into code points is what tokenising and initials want.
    "typescript/no-misused-spread": "off",
    // The first field of a dialog gets the focus, as the ARIA pattern for dialogs asks.
    "jsx-a11y/no-autofocus": "off",
    // A role on a div is right where the tag would bring behaviour of its own (status, group, img of a sign).
    "jsx-a11y/prefer-tag-over-role": "off",
    // Our objects are records of closures that never read `this`; taking one apart is how they are used.
    "typescript/unbound-method": "off",
    // Reference values are written with all the digits their source gives.
    "eslint/no-loss-of-precision": "off",
  },
  overrides: [
    {
      files: ["app/**", "components/**", "*.config.{ts,mjs}", "scripts/lint/**"],
      rules: { "import/no-default-export": "off" },
    },
    {
      files: [
        "lib/platform/env.ts",
        "testing/**",
        "**/*.test.ts",
        "**/*.testing.ts",
        "*.config.ts",
        "e2e/**",
        "bench/**",
      ],
      rules: {
        "node/no-process-env": "off",
        "import/no-default-export": "off",
        "typescript/require-array-sort-compare": "off",
        // A table of cases is long and still one thing.
        "eslint/max-lines": "off",
      },
    },
    {
      files: ["app/**/*.{ts,tsx}", "components/**/*.{ts,tsx}"],
      rules: {
        "eslint/no-restricted-globals": [
          "error",
          {
            name: "fetch",
            message:
              "Call a server action by useStudioAction, a route by studioFetch or studioResponse (#components/form/studio-fetch).",
          },
        ],
      },
    },
    {
      files: ["components/form/studio-fetch.tsx"],
      rules: { "eslint/no-restricted-globals": "off" },
    },
    // A program of its own that reads its user's variables: keys of providers, addresses.
    { files: ["cli/**"], rules: { "node/no-process-env": "off" } },
    {
      files: ["bench/**", "scripts/**"],
      rules: { "eslint/no-console": "off", "node/no-process-env": "off" },
    },
  ],
});
