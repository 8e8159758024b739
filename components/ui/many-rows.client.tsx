"use client";

import { useWindowVirtualizer } from "@tanstack/react-virtual";
import { type RefObject, useEffect, useRef, useState } from "react";
import { RoomForRows, rowHeight } from "./room-for-rows.tsx";
import { TableRow, type TableRowProps } from "./table-row.client.tsx";

type ManyRowsProps = {
  rows: TableRowProps[];
  /** How many cells a row has. */
  span: number;
  /** Where the list puts how to bring a row near the screen. */
  showRow: RefObject<((place: number) => void) | null>;
};

const beyondScreen = 15;

/** The rows of a long list: only those near the screen are in the page, rows of nothing stand for the others. */
export function ManyRows({ rows, span, showRow }: ManyRowsProps) {
  const body = useRef<HTMLTableSectionElement>(null);
  const [top, setTop] = useState(0);
  // Follows where the browser lays the list out: what stands above it may come and go.
  useEffect(() => {
    const measure = () => setTop((body.current?.getBoundingClientRect().top ?? 0) + window.scrollY);
    measure();
    const observer = new ResizeObserver(measure);
    observer.observe(document.body);
    return () => observer.disconnect();
  }, []);
  // What it returns changes without React's knowing; it is read in this render and by the keys only.
  // oxlint-disable-next-line react/incompatible-library
  const virtualizer = useWindowVirtualizer<HTMLTableRowElement>({
    count: rows.length,
    estimateSize: () => rowHeight,
    overscan: beyondScreen,
    scrollMargin: top,
    getItemKey: (place) => rows[place]?.row.id ?? place,
  });
  // Gives the keys of the list a way to rows that are not in the page.
  useEffect(() => {
    showRow.current = (place) => virtualizer.scrollToIndex(place, { align: "center" });
    return () => {
      showRow.current = null;
    };
  }, [showRow, virtualizer]);
  const items = virtualizer.getVirtualItems();
  const first = items[0];
  const last = items.at(-1);
  return (
    <tbody ref={body}>
      <RoomForRows height={first ? first.start - top : 0} span={span} />
      {items.map(({ key, index }) => {
        const row = rows[index];
        return row ? (
          <TableRow
            key={key}
            ref={virtualizer.measureElement}
            data-index={index}
            aria-rowindex={index + 2}
            {...row}
          />
        ) : null;
      })}
      <RoomForRows height={last ? virtualizer.getTotalSize() - (last.end - top) : 0} span={span} />
    </tbody>
  );
}
