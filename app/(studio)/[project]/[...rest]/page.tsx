import { notFound } from "next/navigation";

/** Addresses of a project that no page answers: shown as not found inside the frame. */
export default function Rest() {
  notFound();
}
