import Link from "next/link";
import { paths } from "#platform/paths";
import { EmptyState } from "#states/empty-state";
import { Button } from "#ui/button";

/** Where an address leads nowhere. */
export default function NotFound() {
  return (
    <main className="grid min-h-dvh place-items-center">
      <h1 className="sr-only">Not found</h1>
      <EmptyState
        title="Nothing at this address"
        action={
          <Button asChild variant="primary">
            <Link href={paths.home()}>Go to your projects</Link>
          </Button>
        }
      >
        The project may have been deleted, or it is not one of yours. Whoever sent you the link can invite
        you.
      </EmptyState>
    </main>
  );
}
