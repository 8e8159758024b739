import type { Metadata } from "next";
import { currentContext } from "#app/_context";
import { Page, PageHeader } from "#components/shell/page-header";
import { listApiKeys, may } from "#lib/identity";
import { permissionTable } from "#constants/identity";
import { EmptyState } from "#states/empty-state";
import { NoPermission } from "#states/no-permission";
import { Card } from "#ui/card";
import { Chip } from "#ui/chip";
import { RelativeTime } from "#ui/relative-time";
import { Table, TableBody, TableHead, Td, Th, Tr } from "#ui/table";
import { CreateKey } from "./_create-key.client.tsx";
import { RevokeKey } from "./_revoke-key.client.tsx";

export const metadata: Metadata = { title: "API keys" };

/** The keys of this project: what each may do and when it was last used. */
export default async function ApiKeysPage({ params }: { params: Promise<{ project: string }> }) {
  const { project } = await params;
  const ctx = await currentContext(project);
  if (!may(ctx, "api_key.read"))
    return <NoPermission what="See API keys" whoCan={permissionTable["api_key.read"]} />;
  const keys = await listApiKeys(ctx);
  const now = ctx.clock.now();
  return (
    <Page>
      <PageHeader
        title="API keys"
        note="A key opens this project alone, for what its scopes allow."
        actions={<CreateKey project={project} />}
      />
      <Card>
        {keys.length === 0 ? (
          <EmptyState title="No API keys yet">
            A program needs one to fetch prompts, call the gateway and send feedback. Make the first with the
            button above.
          </EmptyState>
        ) : (
          <Table label="API keys">
            <TableHead>
              <Th>Name</Th>
              <Th>Begins with</Th>
              <Th>Scopes</Th>
              <Th>Owner</Th>
              <Th>Ends</Th>
              <Th>Last used</Th>
              <Th>Made</Th>
              <Th>
                <span className="sr-only">Actions</span>
              </Th>
            </TableHead>
            <TableBody>
              {keys.map(
                ({ id, name, prefix, scopes, ownerName, expiresAt, lastUsedAt, revokedAt, createdAt }) => (
                  <Tr key={id}>
                    <Td mobile="title" className="min-w-32 font-medium">
                      {name}{" "}
                      {revokedAt ? (
                        <Chip tone="bad" sign>
                          revoked
                        </Chip>
                      ) : null}
                    </Td>
                    <Td className="font-mono text-sm">{prefix}…</Td>
                    <Td className="text-text-2">{scopes.join(", ")}</Td>
                    <Td className="text-text-2" label="owner">
                      {ownerName ?? "—"}
                    </Td>
                    <Td className="text-text-2" label="ends">
                      <KeyEnd expiresAt={expiresAt} now={now} />
                    </Td>
                    <Td className="text-text-2" label="last used">
                      {lastUsedAt ? <RelativeTime value={lastUsedAt} /> : "—"}
                    </Td>
                    <Td className="text-text-2" label="made">
                      <RelativeTime value={createdAt} />
                    </Td>
                    <Td className="text-right">
                      {revokedAt ? null : <RevokeKey project={project} apiKeyId={id} name={name} />}
                    </Td>
                  </Tr>
                ),
              )}
            </TableBody>
          </Table>
        )}
      </Card>
    </Page>
  );
}

const soonMs = 14 * 24 * 60 * 60 * 1000;

/** When a key ends; in words where it has, or will within two weeks. */
function KeyEnd({ expiresAt, now }: { expiresAt: Date | null; now: Date }) {
  if (!expiresAt) return "never";
  const left = expiresAt.getTime() - now.getTime();
  if (left <= 0)
    return (
      <Chip tone="bad" sign>
        ended
      </Chip>
    );
  return (
    <span className={left < soonMs ? "text-warn" : undefined}>
      <RelativeTime value={expiresAt} />
    </span>
  );
}
