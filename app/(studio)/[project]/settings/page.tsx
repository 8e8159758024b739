import { redirect } from "next/navigation";
import { paths } from "#platform/paths";

/** Settings open on the members. */
export default async function SettingsPage({ params }: { params: Promise<{ project: string }> }) {
  redirect(paths.members((await params).project));
}
