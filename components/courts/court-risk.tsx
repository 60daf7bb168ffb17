import { Table, Td, Th, Tr } from '@/components/ui/table';
import { panelRiskOf } from '@/lib/deals/panel-risk';
import { largestPanelOf } from '@/lib/offers/draft-court';
import { percentOf } from '@/lib/shared/percent.view';

const BAD_SHARES = [0.1, 0.2, 0.3];

/** The chance that a panel of a court of this size has a corrupt majority: assumption H in figures. */
export function CourtRisk({ serving }: { serving: number }) {
  const most = largestPanelOf(serving);
  if (most === 0) {
    return (
      <p className="p-4 text-muted">
        {serving} {serving === 1 ? 'member serves' : 'members serve'}; a panel of one and a second
        one after an appeal take four. Until then no deal can name this court.
      </p>
    );
  }
  const sizes = [1, 3, 5].filter((n) => n <= most);
  return (
    <Table
      caption="Chance of a corrupt majority in both panels"
      head={
        <>
          <Th>If corrupt</Th>
          {sizes.map((n) => (
            <Th key={n} numeric>
              {n === 1 ? '1 seat' : `${n} seats`}
            </Th>
          ))}
        </>
      }
    >
      {BAD_SHARES.map((share) => (
        <Tr key={share}>
          <Td>
            {Math.round(serving * share)} of {serving}
          </Td>
          {sizes.map((n) => {
            const { first, both } = panelRiskOf(serving, share, n);
            return (
              <Td key={n} numeric>
                {percentOf(both)}
                <span className="block whitespace-normal text-muted text-xs">
                  first panel {percentOf(first)}
                </span>
              </Td>
            );
          })}
        </Tr>
      ))}
    </Table>
  );
}
