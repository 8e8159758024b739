import type { Promotion } from "#schema/releases";
import type { Column } from "#ui/table";

/** What names a promotion in a list: its number with the prompt, and the move. */
export const promotionColumns: Column<Promotion>[] = [
  {
    key: "promotion",
    sort: ({ number }) => number,
    head: "Promotion",
    cell: ({ number, promptPath }) => (
      <>
        {number} · {promptPath}
      </>
    ),
    mobile: "title",
  },
  {
    key: "move",
    head: "Move",
    cell: ({ fromVersionNumber, toVersionNumber }) => (
      <span className="num whitespace-nowrap">
        {fromVersionNumber === null ? "—" : `v${fromVersionNumber}`} → v{toVersionNumber}
      </span>
    ),
  },
];
