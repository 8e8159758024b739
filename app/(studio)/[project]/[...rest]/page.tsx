import type { Metadata } from "next";
import { notFound } from "next/navigation";

export const metadata: Metadata = { title: "Not found" };

/** Addresses of a project that no page answers: shown as not found inside the frame. */
export default function Rest() {
  notFound();
}
