import { paths } from "#platform/paths";

/** The faces of the settings. */
export function settingsTabs(project: string): readonly { label: string; href: string }[] {
  return [
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
  ];
}
