import { cva, type VariantProps } from "class-variance-authority";
import { Slot } from "radix-ui";
import type { ComponentProps, ReactNode } from "react";
import { cn } from "./cn.tsx";
import { Kbd } from "./kbd.tsx";

export const buttonVariants = cva(
  "inline-flex shrink-0 items-center justify-center gap-1.5 rounded-md border font-medium whitespace-nowrap select-none transition-colors duration-120 disabled:opacity-50 aria-disabled:opacity-50 aria-disabled:pointer-events-none [&_svg]:size-3.5 [&_svg]:shrink-0",
  {
    variants: {
      variant: {
        primary:
          "border-accent bg-accent text-accent-ink enabled:hover:border-accent-hover enabled:hover:bg-accent-hover [a&]:hover:bg-accent-hover behind-dialog:border-line-2 behind-dialog:bg-surface behind-dialog:text-text",
        default: "border-line-2 bg-surface text-text enabled:hover:bg-sunken [a&]:hover:bg-sunken",
        ghost:
          "border-transparent bg-transparent text-text-2 enabled:hover:bg-line enabled:hover:text-text [a&]:hover:bg-line [a&]:hover:text-text",
        danger:
          "border-line-2 bg-surface text-bad enabled:hover:border-bad enabled:hover:bg-bad-weak [a&]:hover:bg-bad-weak",
      },
      size: {
        sm: "h-6 px-2 text-sm pointer-coarse:min-h-9",
        md: "h-7 px-2.5 text-base leading-none pointer-coarse:min-h-11",
        touch: "h-11 px-3.5 text-base leading-none",
      },
      icon: { true: "aspect-square px-0", false: "" },
    },
    defaultVariants: { variant: "default", size: "md", icon: false },
  },
);

export type ButtonProps = ComponentProps<"button"> &
  VariantProps<typeof buttonVariants> & {
    /** Renders the only child (a Link, say) with the look of the button. */
    asChild?: boolean | undefined;
    /** The key that does the same, shown at the end. */
    kbd?: ReactNode;
    /** Work is under way: not to be pressed again. */
    pending?: boolean | undefined;
  };

/** A thing to press. `type` is "button" unless told; one `primary` on a screen, and behind an open dialog none. */
export function Button({
  className,
  variant,
  size,
  icon,
  asChild = false,
  kbd,
  pending = false,
  type,
  disabled,
  children,
  ...props
}: ButtonProps) {
  const classes = cn(buttonVariants({ variant, size, icon }), className);
  const key = kbd ? <Kbd inherit={variant === "primary"}>{kbd}</Kbd> : null;
  if (asChild) {
    return (
      <Slot.Root className={classes} {...props}>
        <Slot.Slottable>{children}</Slot.Slottable>
        {key}
      </Slot.Root>
    );
  }
  return (
    <button
      type={type ?? "button"}
      className={classes}
      disabled={disabled === true || pending}
      aria-busy={pending || undefined}
      {...props}
    >
      {children}
      {key}
    </button>
  );
}
