/** What floats above the page: the one place with a shadow. */
export const floating =
  "z-50 rounded-lg bg-surface text-base text-text shadow-pop data-[state=open]:animate-fade-in focus:outline-none";

/** A line in a menu, a list of choices or the palette. */
export const menuItem =
  "relative flex min-h-7 cursor-default items-center gap-2 rounded-md px-2 py-1 text-base outline-none select-none data-[disabled=true]:pointer-events-none data-[disabled]:not-data-[disabled=false]:opacity-50 data-[highlighted]:bg-sunken data-[selected=true]:bg-sunken pointer-coarse:min-h-11 [&_svg]:size-3.75 [&_svg]:shrink-0 [&_svg]:text-text-3";

/** The dimmed page behind a dialog or sheet. */
export const scrim = "fixed inset-0 z-40 bg-scrim data-[state=open]:animate-fade-in";
