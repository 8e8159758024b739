import { expect, test } from "vitest";
import { blocksOf, codeIn } from "./blocks.ts";

test.each([
  ["```py\na = 1\n```", [{ mark: "py", code: "a = 1", line: 2 }]],
  ["Here:\r\n\r\n~~~Python\r\na = 1\r\n~~~\r\n", [{ mark: "python", code: "a = 1", line: 4 }]],
  ["```{.json .numberLines}\n{}\n```", [{ mark: "json", code: "{}", line: 2 }]],
  ['```ts title="a.ts"\n1\n```', [{ mark: "ts", code: "1", line: 2 }]],
  ["```ts{1,3}\n1\n```", [{ mark: "ts", code: "1", line: 2 }]],
  ["```sql\nselect 1", [{ mark: "sql", code: "select 1", line: 2 }]],
  ["````md\n```js\n1\n```\n````", [{ mark: "md", code: "```js\n1\n```", line: 2 }]],
  ["1. ```yaml\n   a:\n     b: 1\n   ```", [{ mark: "yaml", code: "a:\n  b: 1", line: 2 }]],
  ["```md\n- ```\nx\n```", [{ mark: "md", code: "- ```\nx", line: 2 }]],
  ["say ```x``` in a line", []],
  ["``` not `a` block\nx", []],
  ["~~~\n```\n~~~", [{ mark: "", code: "```", line: 2 }]],
  ["```\n```", [{ mark: "", code: "", line: 2 }]],
])("the blocks of %j", (text, blocks) => {
  expect(blocksOf(text)).toEqual(blocks);
});

test.each([
  ["a = 1", ["a = 1"]],
  ["\uFEFFa = 1", ["a = 1"]],
  ["```py\n1\n```\n```text\n2\n```\n```python\n3\n```", ["1", "3"]],
  ["```\n1\n```\n```text\n2\n```", ["1"]],
  ["```text\n2\n```", []],
])("the Python in %j", (text, codes) => {
  expect(codeIn(text, "python").map(({ code }) => code)).toEqual(codes);
});
