/** What people write and have not sent is kept in this browser under keys that begin so, each with whose it is. */
const drafts = [
  /^valueloop\.desk\/[^/]+\/[^/]+\/[^/]+\/draft\//,
  /^valueloop new prompt /,
  // Forms of this tab: components/form/kept-values.tsx.
  /^valueloop\.form\//,
];

/**
 * At sign-out half-written texts leave the browser, so that the next person at this browser finds none. Decisions that wait
 * to be sent stay, under their author's id: they were promised to go out.
 */
export function forgetDrafts(store: Pick<Storage, "key" | "length" | "removeItem">): void {
  const names = Array.from({ length: store.length }, (_, place) => store.key(place));
  for (const name of names)
    if (name !== null && drafts.some((draft) => draft.test(name))) store.removeItem(name);
}

/** The same for this browser; where it keeps nothing there is nothing to forget. */
export function forgetDraftsHere(): void {
  try {
    forgetDrafts(window.localStorage);
    forgetDrafts(window.sessionStorage);
  } catch {
    // Reading the property throws where the site may store nothing.
  }
}
