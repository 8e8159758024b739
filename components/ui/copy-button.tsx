"use client";

import { Check, Copy } from "lucide-react";
import { useState } from "react";
import { Button, type ButtonProps } from "./button.tsx";
import { toastError } from "./toaster.tsx";

export type CopyButtonProps = Omit<ButtonProps, "onClick" | "children"> & {
  text: string;
  /** What is copied: "Copy the key". */
  label: string;
  /** Shows the label beside the sign. */
  labelled?: boolean | undefined;
};

/** Copies a text and says so for two seconds. */
export function CopyButton({
  text,
  label,
  labelled = false,
  variant = "ghost",
  size = "sm",
  ...props
}: CopyButtonProps) {
  const [copied, setCopied] = useState(false);
  const copy = async () => {
    try {
      await navigator.clipboard.writeText(text);
      setCopied(true);
      setTimeout(() => setCopied(false), 2000);
    } catch (error) {
      toastError(`Select the text and copy it by hand. ${error instanceof Error ? error.message : ""}`);
    }
  };
  return (
    <Button
      variant={variant}
      size={size}
      icon={!labelled}
      aria-label={labelled ? undefined : label}
      title={label}
      onClick={() => void copy()}
      {...props}
    >
      {copied ? <Check className="text-good" aria-hidden="true" /> : <Copy aria-hidden="true" />}
      {labelled ? (copied ? "Copied" : label) : null}
      <output className="sr-only">{copied ? "Copied" : ""}</output>
    </Button>
  );
}
