/** What a row of a long list is taken to be high until it is measured. */
export const rowHeight = 37;

/** Stands for the rows of a long list that are not in the page. */
export function RoomForRows({ height, span }: { height: number; span: number }) {
  if (height <= 0) return null;
  return (
    <tr aria-hidden="true" data-space="">
      {/* oxlint-disable-next-line jsx-a11y/control-has-associated-label -- room to scroll through, hidden from readers */}
      <td colSpan={span} style={{ height }} className="p-0" />
    </tr>
  );
}
