import Link from "next/link";
import { parseAsString } from "nuqs/server";
import type { ReferenceField, ReferenceGroup, ReferenceOperation } from "#schema/api";
import { errorTable } from "#platform/errors";
import { pageAddress } from "#platform/list-address";
import { Card, CardBody, CardHeader } from "#ui/card";
import { Chip } from "#ui/chip";
import { cn } from "#ui/cn";
import { CodeBlock } from "#ui/code-block";
import { PlainTable, TableBody, TableHead, Td, Th, Tr } from "#ui/plain-table";

const address = pageAddress({ area: parseAsString });

/** The area that an address asks for: `area=Prompts`. */
export const loadReferenceArea = address.load;

export type ApiReferenceProps = {
  groups: ReferenceGroup[];
  baseUrl: string;
  /** The area that is shown in full, by its tag; without one (or an unknown one) every operation is listed in a line. */
  area?: string | null;
};

/** How to call the API, every operation in a line or those of one area in full, and every problem it can answer with. */
export function ApiReference({ groups, baseUrl, area = null }: ApiReferenceProps) {
  const shown = groups.find(({ tag }) => tag === area);
  return (
    <div className="grid grid-cols-[180px_minmax(0,1fr)] gap-6 max-md:grid-cols-1">
      <nav
        aria-label="Areas of the API"
        className="sticky top-16 flex flex-col gap-1 self-start text-sm max-md:static max-md:flex-row max-md:flex-wrap"
      >
        <AreaLink href="?" name="Start" isCurrent={!shown} />
        {groups.map(({ tag }) => (
          <AreaLink key={tag} href={hrefOf(tag)} name={tag} isCurrent={tag === shown?.tag} />
        ))}
        <AreaLink href="?#Problems" name="Problems" isCurrent={false} />
      </nav>
      <div className="flex min-w-0 flex-col gap-4">
        {shown ? (
          <Card>
            <CardHeader title={shown.tag} note={`${shown.operations.length} operations`} />
            {shown.operations.map((operation) => (
              <Operation key={operation.id} operation={operation} />
            ))}
          </Card>
        ) : (
          <>
            <Start baseUrl={baseUrl} />
            {groups.map((group) => (
              <Summary key={group.tag} group={group} />
            ))}
            <Problems />
          </>
        )}
      </div>
    </div>
  );
}

const hrefOf = (tag: string) => address.href({ area: tag });

function AreaLink({ href, name, isCurrent }: { href: string; name: string; isCurrent: boolean }) {
  return (
    <Link
      href={href}
      aria-current={isCurrent ? "page" : undefined}
      className={cn(
        "rounded-md px-2 py-1 text-text-2 hover:bg-sunken hover:text-text",
        isCurrent && "bg-sunken text-text",
      )}
    >
      {name}
    </Link>
  );
}

/** The operations of an area, a line each, leading to what they take and answer. */
function Summary({ group: { tag, operations } }: { group: ReferenceGroup }) {
  return (
    <Card>
      <CardHeader title={tag} note={`${operations.length} operations`} />
      <ul>
        {operations.map(({ id, method, path, summary }) => (
          <li key={id}>
            {/* Not a Link: only the browser's own way to a fragment opens the details around it. */}
            <a
              href={`${hrefOf(tag)}#${id}`}
              className="flex flex-wrap items-baseline gap-x-3 px-3.5 py-1 text-sm hover:bg-sunken"
            >
              <span className="w-14 font-mono text-text-2">{method}</span>
              <span className="min-w-0 font-mono break-all">{path}</span>
              <span className="text-text-2">{summary}</span>
            </a>
          </li>
        ))}
      </ul>
    </Card>
  );
}

function Start({ baseUrl }: { baseUrl: string }) {
  const code = `import OpenAI from "openai";

const client = new OpenAI({ baseURL: "${baseUrl}/api/v1", apiKey: process.env.VALUELOOP_API_KEY });
const call = { model: "prompt:support/triage@production", variables: { ticket: "Where is my parcel?" }, messages: [] };
const answer = await client.chat.completions.create(call);
// answer.id is the generation's id: post feedback on it.`;
  return (
    <Card>
      <CardHeader title="Start" />
      <CardBody className="flex flex-col gap-3">
        <p>
          Send an API key of the project with every request:{" "}
          <code className="font-mono text-sm">Authorization: Bearer vl_…</code>. A key sees its own project
          and nothing else. The gateway speaks OpenAI&apos;s protocol, so an unmodified client works:
        </p>
        <CodeBlock code={code} title="TypeScript, with the openai package" />
        <p className="text-text-2">
          The document this page is made from:{" "}
          <a
            className="text-accent underline underline-offset-2"
            href="/api/v1/openapi.json"
            target="_blank"
            rel="noreferrer"
          >
            /api/v1/openapi.json
          </a>{" "}
          (OpenAPI 3.1).
        </p>
      </CardBody>
    </Card>
  );
}

function Operation({ operation }: { operation: ReferenceOperation }) {
  return (
    <details className="group border-b border-line last:border-b-0">
      <summary className="flex cursor-pointer flex-wrap items-center gap-x-3 gap-y-1 px-3.5 py-2 hover:bg-sunken">
        <Chip
          tone={operation.method === "GET" ? "neutral" : "accent"}
          className="w-14 justify-center font-mono"
        >
          {operation.method}
        </Chip>
        <span className="min-w-0 font-mono text-sm break-all">{operation.path}</span>
        <span className="text-sm text-text-2">{operation.summary}</span>
        <Chip className="ml-auto font-mono max-sm:ml-0">{operation.scope}</Chip>
      </summary>
      <div id={operation.id} className="flex scroll-mt-28 flex-col gap-3 px-3.5 pt-1 pb-3.5">
        {operation.description ? <Prose text={operation.description} /> : null}
        <CodeBlock code={operation.example} />
        <Fields
          title="Parameters"
          fields={operation.parameters.map((field) => ({ ...field, name: `${field.name} (${field.place})` }))}
        />
        <Fields title="Body" fields={operation.body} />
        <Fields title="Answer" fields={operation.answer} isAnswer />
      </div>
    </details>
  );
}

function Fields({
  title,
  fields,
  isAnswer = false,
}: {
  title: string;
  fields: ReferenceField[];
  isAnswer?: boolean;
}) {
  if (fields.length === 0) return null;
  return (
    <div>
      <h3 className="pb-1">{title}</h3>
      <PlainTable label={title} keepColumns>
        <TableBody>
          {fields.map((field) => (
            <Tr key={field.name}>
              <Td className="font-mono text-sm">
                {field.name}
                {field.isRequired && !isAnswer ? <span className="text-text-3"> required</span> : null}
              </Td>
              <Td className="font-mono text-sm text-text-2">{field.type}</Td>
              <Td className="text-sm">
                <Prose text={field.description} />
              </Td>
            </Tr>
          ))}
        </TableBody>
      </PlainTable>
    </div>
  );
}

/** A sentence in which `names` stand as code. */
function Prose({ text }: { text: string }) {
  return (
    <span>
      {text.split("`").map((piece, index) =>
        index % 2 === 1 ? (
          <code key={index} className="font-mono text-sm">
            {piece}
          </code>
        ) : (
          piece
        ),
      )}
    </span>
  );
}

function Problems() {
  return (
    <Card id="Problems" className="scroll-mt-16">
      <CardHeader
        title="Problems"
        note="RFC 9457, application/problem+json; the gateway's own routes answer in OpenAI's shape"
      />
      <PlainTable label="Problems" keepColumns>
        <TableHead>
          <Th>Code</Th>
          <Th numeric>Status</Th>
          <Th>Meaning</Th>
        </TableHead>
        <TableBody>
          {Object.entries(errorTable).map(([code, { status, title }]) => (
            <Tr key={code} id={code} className="scroll-mt-16">
              <Td className="font-mono text-sm">{code}</Td>
              <Td numeric>{status}</Td>
              <Td>{title}</Td>
            </Tr>
          ))}
        </TableBody>
      </PlainTable>
    </Card>
  );
}
