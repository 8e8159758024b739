import type { ReactNode } from "react";
import { TopBar } from "#components/shell/page-header";
import { paths } from "#platform/paths";
import { Tabs } from "#ui/tabs";

type LayoutProps = { children: ReactNode; params: Promise<{ project: string }> };

/** The faces of the settings. */
export default async function SettingsLayout({ children, params }: LayoutProps) {
  const { project } = await params;
  return (
    <>
      <TopBar crumbs={[{ label: "Settings" }]} />
      <Tabs
        label="Settings"
        items={[
          { label: "Members", href: paths.members(project) },
          { label: "Projects", href: paths.projects(project) },
          { label: "Permissions", href: paths.permissions(project) },
          { label: "API keys", href: paths.apiKeys(project) },
          { label: "Connections", href: paths.connections(project) },
          { label: "Routes", href: paths.routes(project) },
          { label: "Limits", href: paths.limits(project) },
          { label: "Review", href: paths.reviewSettings(project) },
          { label: "KPIs", href: paths.kpis(project) },
          { label: "Data", href: paths.dataSettings(project) },
          { label: "Your account", href: paths.account(project) },
          { label: "API reference", href: paths.apiReference(project) },
        ]}
      />
      {children}
    </>
  );
}
