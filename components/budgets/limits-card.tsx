import { limitWords } from "#client/budgets";
import { paths } from "#platform/paths";
import type { Budget } from "#schema/budgets";
import { Card, CardHeader } from "#ui/card";
import { IntentLink } from "#ui/intent-link";
import { PlainTable, TableBody, TableHead, Td, Th, Tr } from "#ui/plain-table";
import { RelativeTime } from "#ui/relative-time";
import { LimitKind, LimitUse } from "./limit-use.tsx";

type LimitsCardProps = { project: string; limits: readonly Budget[]; note: string };

/** The limits that count for one thing, and what it used of them. Nothing where none does. */
export function LimitsCard({ project, limits, note }: LimitsCardProps) {
  if (limits.length === 0) return null;
  return (
    <Card>
      <CardHeader
        title="Limits"
        note={note}
        actions={
          <IntentLink className="underline" href={paths.limits(project)}>
            All limits
          </IntentLink>
        }
      />
      <PlainTable label="Limits">
        <TableHead>
          <Th>Limit</Th>
          <Th>Used</Th>
          <Th>When used up</Th>
          <Th>Begins again</Th>
        </TableHead>
        <TableBody>
          {limits.map((limit) => (
            <Tr key={limit.id}>
              <Td mobile="title">
                {limit.name} <span className="text-text-2">({limitWords(limit)})</span>
              </Td>
              <Td label="Used">
                <LimitUse limit={limit} use={limit.uses[0]} />
              </Td>
              <Td mobile="aside">
                <LimitKind isHard={limit.isHard} />
              </Td>
              <Td label="Begins again" className="text-text-2">
                <RelativeTime value={limit.endsAt} />
              </Td>
            </Tr>
          ))}
        </TableBody>
      </PlainTable>
    </Card>
  );
}
