import { agreementSentence, settledSentence } from "#client/review";
import { type DecisionKind, decisionKinds, type QueueAgreement } from "#schema/review";
import { IntentLink } from "#ui/intent-link";
import { decisionSigns, decisionWords } from "../labels.tsx";

/** Which tasks a figure is of, as their list's address says it. */
export type AgreementFigures = Partial<Record<"a" | "b" | "same" | "settled", string>>;

/** How far two independent opinions agree, in the queue or queues that `of` names ("in all queues"), with its interval, and how third persons settled the rest. */
export function AgreementPanel({
  agreement,
  of,
  hrefOf,
}: {
  agreement: QueueAgreement;
  of: string;
  /** The tasks behind a figure; null where this person may read none. */
  hrefOf: ((figure: AgreementFigures) => string) | null;
}) {
  const { pairs, same, settled } = agreement;
  const links: { n: number; label: string; figure: AgreementFigures }[] = [
    { n: same, label: "the same", figure: { same: "true" } },
    { n: pairs - same, label: "different", figure: { same: "false" } },
    { n: settled.milder, label: "settled as the milder", figure: { settled: "milder" } },
    { n: settled.stricter, label: "as the stricter", figure: { settled: "stricter" } },
    { n: settled.neither, label: "as neither", figure: { settled: "neither" } },
    { n: settled.leftOpen, label: "left open", figure: { settled: "leftOpen" } },
  ];
  return (
    <section aria-label="Agreement" className="flex flex-col gap-2 border-t border-line pt-3">
      <h2>Agreement {of}</h2>
      <p className="text-text-2">{agreementSentence(agreement)}</p>
      {agreement.kappa ? <KappaLine {...agreement.kappa} /> : null}
      {agreement.pairs > 0 ? <Pairs table={agreement.table} hrefOf={hrefOf} /> : null}
      <p className="text-sm text-text-2">{settledSentence(agreement.settled)}</p>
      {hrefOf ? (
        <p className="flex flex-wrap gap-x-2.5 text-sm">
          {links
            .filter(({ n }) => n > 0)
            .map(({ n, label, figure }) => (
              <IntentLink key={label} className="num text-accent hover:underline" href={hrefOf(figure)}>
                {n} {label}
              </IntentLink>
            ))}
        </p>
      ) : null}
    </section>
  );
}

const width = 240;
const at = (value: number) => 8 + ((Math.max(-0.2, value) + 0.2) / 1.2) * (width - 16);

function KappaLine({ value, low, high }: { value: number; low: number; high: number }) {
  const label = `κ ${value.toFixed(2)}, 95 % interval ${low.toFixed(2)} to ${high.toFixed(2)}`;
  return (
    <svg
      viewBox={`0 0 ${width} 34`}
      width={width}
      height="34"
      role="img"
      aria-label={label}
      className="max-w-full text-text-2"
    >
      <title>{label}</title>
      <line x1={at(-0.2)} x2={at(1)} y1="10" y2="10" className="stroke-line-2" />
      <line x1={at(low)} x2={at(high)} y1="10" y2="10" stroke="currentColor" strokeWidth="2" />
      <circle cx={at(value)} cy="10" r="4" fill="currentColor" />
      {[0, 0.5, 1].map((tick) => (
        <text key={tick} x={at(tick)} y="30" textAnchor="middle" className="fill-text-3 text-xs">
          {tick.toFixed(1)}
        </text>
      ))}
    </svg>
  );
}

/** Opinion A down, opinion B across. */
function Pairs({
  table,
  hrefOf,
}: {
  table: readonly (readonly number[])[];
  hrefOf: ((figure: AgreementFigures) => string) | null;
}) {
  return (
    <table
      aria-label="Pairs of opinions"
      className="num w-full border-separate border-spacing-0.5 text-center"
    >
      <thead>
        <tr>
          <th scope="col">
            <span className="sr-only">Opinion</span>
          </th>
          {decisionKinds.map((kind) => (
            <th key={kind} scope="col" className="text-sm font-normal text-text-2">
              B <Sign kind={kind} />
            </th>
          ))}
        </tr>
      </thead>
      <tbody>
        {decisionKinds.map((kind, row) => (
          <tr key={kind}>
            <th scope="row" className="text-right text-sm font-normal text-text-2">
              A {decisionWords[kind]} <Sign kind={kind} />
            </th>
            {decisionKinds.map((other, column) => (
              <td key={other} className={row === column ? "bg-accent-weak" : "bg-warn-weak"}>
                {hrefOf && (table[row]?.[column] ?? 0) > 0 ? (
                  <IntentLink
                    className="block hover:underline"
                    href={hrefOf({ a: kind, b: other })}
                    aria-label={`${table[row]?.[column]} tasks: A ${decisionWords[kind]}, B ${decisionWords[other]}`}
                  >
                    {table[row]?.[column]}
                  </IntentLink>
                ) : (
                  (table[row]?.[column] ?? 0)
                )}
              </td>
            ))}
          </tr>
        ))}
      </tbody>
    </table>
  );
}

function Sign({ kind }: { kind: DecisionKind }) {
  return <span aria-label={decisionWords[kind]}>{decisionSigns[kind]}</span>;
}
