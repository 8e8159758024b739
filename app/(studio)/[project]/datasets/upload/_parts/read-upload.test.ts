import { expect, it } from "vitest";
import { readUpload } from "./read-upload.ts";

const datasetId = "01a20a7d-9e82-7211-9624-c08df17ab080";

function form(options: string, file: File | string = new File(["text\na\n"], "a.csv")): Request {
  const body = new FormData();
  body.set("file", file);
  body.set("options", options);
  return new Request("http://studio.test/", { method: "POST", body });
}

it("reads the file and what to do with it", async () => {
  const { bytes, ...rest } = await readUpload(form(JSON.stringify({ intent: "preview", datasetId })));
  expect(rest).toEqual({ intent: "preview", datasetId, mode: "append", message: "", fileName: "a.csv" });
  expect(new TextDecoder().decode(bytes)).toBe("text\na\n");
});

it("says what is wrong with a form that is none", async () => {
  const json = { method: "POST", body: "{}", headers: { "content-type": "application/json" } };
  for (const request of [new Request("http://studio.test/", json), form("{"), form("{}", "no file")])
    await expect(readUpload(request)).rejects.toMatchObject({ code: "invalid_input" });
  await expect(readUpload(form("{}"))).rejects.toThrow("intent");
});
