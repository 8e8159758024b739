"use client";

import { type ComponentProps, type ComponentType, useRef, useState } from "react";
import { useLazy } from "./use-lazy.tsx";

/** What a menu gets that comes later: an anchor as large as its button, and how to close. */
export type LazyMenuProps = { label: string; onClose: () => void; onCloseAutoFocus: (event: Event) => void };

export type MenuButtonProps<Extra> = Omit<ComponentProps<"button">, "aria-label"> & {
  "aria-label": string;
  load: () => Promise<ComponentType<LazyMenuProps & Extra>>;
  menu: Extra;
};

/** A button whose menu's code comes when the pointer or the focus does: for menus that stand on every page. */
export function MenuButton<Extra>({ load, menu, children, ...props }: MenuButtonProps<Extra>) {
  const { part: Menu, reach } = useLazy(load);
  const [isOpen, setOpen] = useState(false);
  const wasOpen = useRef(false);
  const button = useRef<HTMLButtonElement>(null);
  const open = () => {
    reach();
    setOpen(true);
  };
  return (
    <div className="relative flex flex-col">
      <button
        ref={button}
        type="button"
        aria-haspopup="menu"
        aria-expanded={isOpen}
        onPointerEnter={reach}
        onFocus={reach}
        // The menu closes itself when the pointer goes down outside of it, before this button hears of the click.
        onPointerDown={() => {
          wasOpen.current = isOpen;
        }}
        onClick={(event) => (event.detail > 0 && wasOpen.current ? setOpen(false) : open())}
        onKeyDown={(event) => {
          if (event.key !== "ArrowDown") return;
          event.preventDefault();
          open();
        }}
        {...props}
      >
        {children}
      </button>
      {isOpen && Menu ? (
        <Menu
          {...menu}
          label={props["aria-label"]}
          onClose={() => setOpen(false)}
          onCloseAutoFocus={(event) => {
            event.preventDefault();
            // After a click elsewhere the focus stays where the person put it.
            if (!document.activeElement || document.activeElement === document.body) button.current?.focus();
          }}
        />
      ) : null}
    </div>
  );
}
