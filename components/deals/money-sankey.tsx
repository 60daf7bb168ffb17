import type { MoneyFlow, Party } from '@/lib/deals/money-flow.view';
import { moneyText } from '@/lib/shared/amount.view';

export const PARTY_WORDS: Record<Party, string> = {
  buyer: 'Buyer',
  provider: 'Provider',
  seats: 'Mediators',
  solver: 'Solver',
  burned: 'Burned',
};

const FILL: Record<Party, string> = {
  buyer: 'var(--accent)',
  provider: 'var(--attention)',
  seats: 'var(--safe)',
  solver: 'var(--muted)',
  burned: 'var(--wrong)',
};

const WIDTH = 640;
const BAR = 8;
const GAP = 12;
/** Height of a label. */
const LABEL = 30;
const HEIGHT = 170;
const LEFT = 128;
const RIGHT = WIDTH - 128;

interface Node {
  party: Party;
  amount: bigint;
  y: number;
  height: number;
}

interface MoneySankeyProps {
  flows: readonly MoneyFlow[];
  /** The token's symbol. */
  unit: string;
}

/** Where the money went: locked on the left, paid out on the right. */
export function MoneySankey({ flows, unit }: MoneySankeyProps) {
  const told = (amount: bigint) => moneyText(amount, unit);
  if (flows.length === 0) return null;
  const total = flows.reduce((sum, { amount }) => sum + amount, 0n);
  const scale = (amount: bigint) => Math.max(1, (Number(amount) / Number(total)) * HEIGHT);
  const sources = nodesOf(flows, 'from', scale);
  const targets = nodesOf(flows, 'to', scale);
  const height =
    Math.max(...[...sources, ...targets].map((node) => node.y + Math.max(node.height, LABEL))) + 4;
  const used = new Map<string, number>();
  const take = (key: string, size: number) => {
    const start = used.get(key) ?? 0;
    used.set(key, start + size);
    return start;
  };
  return (
    <svg
      viewBox={`0 0 ${WIDTH} ${height}`}
      role="img"
      aria-label={`Money flow: ${flows.map(({ from, to, amount }) => `${told(amount)} from ${PARTY_WORDS[from]} to ${PARTY_WORDS[to]}`).join(', ')}`}
      className="w-full max-w-[42rem]"
    >
      {flows.map(({ from, to, amount }) => {
        const size = scale(amount);
        const y0 = yOf(sources, from) + take(`from-${from}`, size);
        const y1 = yOf(targets, to) + take(`to-${to}`, size);
        const middle = (LEFT + RIGHT) / 2;
        return (
          <path
            key={`${from}-${to}`}
            d={`M${LEFT + BAR},${y0} C${middle},${y0} ${middle},${y1} ${RIGHT - BAR},${y1} l0,${size} C${middle},${y1 + size} ${middle},${y0 + size} ${LEFT + BAR},${y0 + size} z`}
            fill={FILL[from]}
            opacity={from === to ? 0.14 : 0.34}
          >
            <title>{`${PARTY_WORDS[from]} to ${PARTY_WORDS[to]}: ${told(amount)}`}</title>
          </path>
        );
      })}
      {sources.map((node) => (
        <Bar key={node.party} node={node} side="left" text={told(node.amount)} />
      ))}
      {targets.map((node) => (
        <Bar key={node.party} node={node} side="right" text={told(node.amount)} />
      ))}
    </svg>
  );
}

interface BarProps {
  node: Node;
  side: 'left' | 'right';
  /** Its amount with the unit. */
  text: string;
}

function Bar({ node, side, text }: BarProps) {
  const x = side === 'left' ? LEFT : RIGHT - BAR;
  const textX = side === 'left' ? LEFT - 8 : RIGHT + 8;
  const middle = node.y + node.height / 2;
  return (
    <g>
      <rect x={x} y={node.y} width={BAR} height={node.height} fill={FILL[node.party]} rx="1.5" />
      <text
        x={textX}
        y={middle - 1}
        textAnchor={side === 'left' ? 'end' : 'start'}
        fill="var(--text)"
        fontSize="12"
        fontWeight="500"
      >
        {PARTY_WORDS[node.party]}
      </text>
      <text
        x={textX}
        y={middle + 13}
        textAnchor={side === 'left' ? 'end' : 'start'}
        fill="var(--muted)"
        fontSize="12"
        className="tabular"
      >
        {text}
      </text>
    </g>
  );
}

function nodesOf(
  flows: readonly MoneyFlow[],
  end: 'from' | 'to',
  scale: (amount: bigint) => number,
): Node[] {
  const sums = new Map<Party, bigint>();
  for (const flow of flows) sums.set(flow[end], (sums.get(flow[end]) ?? 0n) + flow.amount);
  let y = 4;
  return [...sums].map(([party, amount]) => {
    const height = scale(amount);
    // A thin bar still needs room for the two lines of its label.
    const slot = Math.max(height, LABEL);
    const node = { party, amount, y: y + (slot - height) / 2, height };
    y += slot + GAP;
    return node;
  });
}

function yOf(nodes: readonly Node[], party: Party): number {
  return nodes.find((node) => node.party === party)?.y ?? 0;
}
