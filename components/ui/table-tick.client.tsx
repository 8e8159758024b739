"use client";

type TickProps = {
  label: string;
  isOn: boolean;
  /** Some of many. */
  isSome?: boolean | undefined;
  /** Takes the browser's event: with Shift held, the rows up to here. */
  onTick: (event: unknown) => void;
};

/** The box that ticks a row, or all of them. The browser's own: a list has hundreds. */
export function Tick({ label, isOn, isSome = false, onTick }: TickProps) {
  return (
    <span className="relative inline-grid align-middle after:absolute after:-inset-2.5">
      <input
        type="checkbox"
        aria-label={label}
        checked={isOn}
        ref={(box) => {
          if (box) box.indeterminate = isSome && !isOn;
        }}
        onChange={onTick}
        className="relative z-1 size-4 accent-accent"
      />
    </span>
  );
}
