import type { ReactNode } from "react";
import { UrlState } from "#components/shell/url-state.client";

/** What is chosen here is kept in the address. */
export default function Layout({ children }: { children: ReactNode }) {
  return <UrlState>{children}</UrlState>;
}
