import type { Metadata } from "next";
import { currentContext } from "#app/_context";
import { Page, PageHeader } from "#components/shell/page-header";
import {
  apiScopes,
  type Permission,
  permissions,
  permissionTable,
  roles,
  scopeTable,
} from "#constants/identity";
import type { Role } from "#schema/identity";
import { Card, CardHeader } from "#ui/card";
import { PlainTable, TableBody, TableHead, Td, Th, Tr } from "#ui/plain-table";

export const metadata: Metadata = { title: "Permissions" };

/** The one permission table of the code, as it stands. */
export default async function PermissionsPage({ params }: { params: Promise<{ project: string }> }) {
  const ctx = await currentContext((await params).project);
  const own = ctx.actor.kind === "user" ? ctx.actor.role : null;
  return (
    <Page>
      <PageHeader
        title="Permissions"
        note={`Who may do what. This is the table the server checks; it is part of the program and cannot drift.${own ? ` You are ${own}.` : ""}`}
      />
      <Card>
        <PlainTable label="Permissions by role" keepColumns>
          <TableHead>
            <Th>Permission</Th>
            {roles.map((role) => (
              <Th key={role} className="text-center">
                {role}
              </Th>
            ))}
          </TableHead>
          <TableBody>
            {permissions.map((permission) => (
              <Tr key={permission}>
                <Td className="font-mono text-sm">{permission}</Td>
                {roles.map((role) => (
                  <Td key={role} className="text-center">
                    {holds(role, permission) ? (
                      <span className="text-good" role="img" aria-label="yes">
                        ✓
                      </span>
                    ) : (
                      <span className="text-text-3" role="img" aria-label="no">
                        —
                      </span>
                    )}
                  </Td>
                ))}
              </Tr>
            ))}
          </TableBody>
        </PlainTable>
      </Card>
      <Card>
        <CardHeader title="Scopes of API keys" note="what a program may be given" />
        <PlainTable label="Scopes">
          <TableHead>
            <Th>Scope</Th>
            <Th>Permissions</Th>
          </TableHead>
          <TableBody>
            {apiScopes.map((scope) => (
              <Tr key={scope}>
                <Td mobile="title" className="font-mono text-sm">
                  {scope}
                </Td>
                <Td className="text-text-2">{scopeTable[scope].join(", ")}</Td>
              </Tr>
            ))}
          </TableBody>
        </PlainTable>
      </Card>
    </Page>
  );
}

function holds(role: Role, permission: Permission): boolean {
  return (permissionTable[permission] as readonly Role[]).includes(role);
}
