import type { ReactNode } from "react";
import { TopBar } from "#components/shell/page-header";
import { settingsTabs } from "#components/shell/settings-tabs";
import { Tabs } from "#ui/tabs";

type LayoutProps = { children: ReactNode; params: Promise<{ project: string }> };

/** The faces of the settings. */
export default async function SettingsLayout({ children, params }: LayoutProps) {
  const { project } = await params;
  return (
    <>
      <TopBar crumbs={[{ label: "Settings" }]} />
      <Tabs label="Settings" items={settingsTabs(project)} />
      {children}
    </>
  );
}
