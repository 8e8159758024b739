"use client";

import { useEffect, useState } from "react";
import { FieldAt } from "#components/form/form-scope.client";
import type { compilePattern } from "#platform/pattern";
import { Field } from "#ui/field";
import { Input } from "#ui/input";
import { Textarea } from "#ui/textarea";
import { type ConfigFieldProps, wordsOf } from "./config-field-props.ts";

/** The one engine that runs patterns, also in a run; its code comes with the first pattern. */
const load = () => import("#platform/pattern").then((module) => module.compilePattern);

/** A pattern, what is wrong with it while it is typed, and a text to try it on. */
export function PatternField({ field, value, config, onChange, disabled }: ConfigFieldProps) {
  const [compile, setCompile] = useState<{ pattern: typeof compilePattern } | null>(null);
  const [text, setText] = useState("");
  const pattern = typeof value === "string" ? value : "";
  // The engine is code to fetch, outside React.
  useEffect(() => {
    let isGone = false;
    void load().then((loaded) => {
      if (!isGone) setCompile({ pattern: loaded });
    });
    return () => {
      isGone = true;
    };
  }, []);
  const tried = compile && pattern !== "" ? compile.pattern(pattern, config["ignoreCase"] === true) : null;
  const fault = tried && "fault" in tried ? tried.fault : undefined;
  return (
    <>
      <FieldAt
        {...wordsOf(field)}
        error={fault}
        required={field.isRequired && pattern === ""}
        className="col-span-full"
      >
        <Input
          disabled={disabled}
          value={pattern}
          maxLength={field.maxLength}
          spellCheck={false}
          className="font-mono"
          onChange={(event) => onChange(event.target.value)}
        />
      </FieldAt>
      {disabled ? null : (
        <div className="col-span-full flex flex-col gap-1">
          <Field label="Try it on a text" hint="Stays here; it is not saved.">
            <Textarea rows={2} value={text} onChange={(event) => setText(event.target.value)} />
          </Field>
          {text !== "" && tried && "pattern" in tried ? <Found text={text} tried={tried} /> : null}
        </div>
      )}
    </>
  );
}

type Compiled = Extract<ReturnType<typeof compilePattern>, { pattern: unknown }>;

/** Where the pattern matches first. */
function Found({ text, tried }: { text: string; tried: Compiled }) {
  const matcher = tried.pattern.matcher(text);
  if (!matcher.find())
    return (
      <p role="status" className="text-sm text-text-2">
        The pattern does not match.
      </p>
    );
  const [start, end] = [matcher.start(), matcher.end()];
  return (
    <p role="status" className="text-sm break-words text-text-2">
      The pattern matches
      {end === start ? " nothing, which every text holds." : ": "}
      <span className="font-mono whitespace-pre-wrap">
        {end === start ? null : (
          <>
            {text.slice(Math.max(0, start - 40), start)}
            <mark className="rounded-sm bg-accent-weak text-accent">{text.slice(start, end)}</mark>
            {text.slice(end, end + 40)}
          </>
        )}
      </span>
    </p>
  );
}
