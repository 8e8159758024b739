"use client";

import { Dialog, DialogContent } from "./dialog.tsx";
import { Kbd } from "./kbd.tsx";
import { keyCaps } from "./shortcut-keys.ts";

type Listed = { key: string; label: string };

/** What `?` shows: the keys of this page and of the sidebar. Null is closed. */
export function ShortcutSheet({
  shortcuts,
  onClose,
}: {
  shortcuts: readonly Listed[] | null;
  onClose: () => void;
}) {
  const goesTo = (shortcuts ?? []).filter((each) => each.key.includes(" "));
  const here = (shortcuts ?? []).filter((each) => !each.key.includes(" "));
  return (
    <Dialog open={shortcuts !== null} onOpenChange={(open) => (open ? undefined : onClose())}>
      <DialogContent title="Shortcuts on this page">
        <KeyList shortcuts={[...here, { key: "?", label: "This list" }]} />
        {goesTo.length > 0 ? <h3 className="pt-4 pb-2">Go to</h3> : null}
        <KeyList shortcuts={goesTo} />
      </DialogContent>
    </Dialog>
  );
}

function KeyList({ shortcuts }: { shortcuts: readonly { key: string; label: string }[] }) {
  return (
    <dl className="grid grid-cols-2 gap-x-8 gap-y-2 max-sm:grid-cols-1">
      {shortcuts.map((each) => (
        <div key={each.key} className="flex items-center justify-between gap-2">
          <dt>{each.label}</dt>
          <dd className="flex gap-1">
            {keyCaps(each.key).map((cap, index) => (
              <Kbd key={index}>{cap}</Kbd>
            ))}
          </dd>
        </div>
      ))}
    </dl>
  );
}
