import { mkdirSync, writeFileSync } from "node:fs";
import { afterEach, expect, it } from "vitest";
import { inFolder } from "../folder.testing.ts";
import { fill, TemplateError } from "./template.ts";

let leave = () => {};
afterEach(() => leave());

it.each(["{% include 'a.txt' %}", "{% extends 'a.txt' %}", "{% import 'a.txt' as a %}{{ a }}"])(
  "reads no file for a template: %s",
  (template) => {
    leave = inFolder({}).leave;
    mkdirSync("views");
    writeFileSync("views/a.txt", "kept here");
    expect(() => fill(template, {})).toThrow(TemplateError);
  },
);
