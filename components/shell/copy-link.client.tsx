"use client";

import { Button } from "#ui/button";
import { toastDone, toastError } from "#ui/toaster";

/** Copies the page's address, with its view. */
export function CopyLink() {
  const copy = () =>
    void navigator.clipboard.writeText(window.location.href).then(
      () => toastDone("Link copied"),
      () => toastError("The browser did not allow copying. Copy the address from its bar."),
    );
  return (
    <Button variant="ghost" onClick={copy} className="max-sm:hidden">
      Share
    </Button>
  );
}
