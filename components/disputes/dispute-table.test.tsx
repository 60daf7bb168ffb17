import { renderToStaticMarkup } from 'react-dom/server';
import { expect, it } from 'vitest';
import { NowProvider } from '@/components/ui/now';
import { CAUSE, NO_CASE, OUTCOME, STAGE } from '@/lib/chain/deal-facts';
import { stakesOf } from '@/lib/chain/terms';
import type { DisputeSummary } from '@/lib/disputes/disputes.query';
import type { PublicConfig } from '@/lib/env/public-config';
import { ConfigProvider } from '@/lib/env/public-config.client';
import { dealRecord } from '@/test/builders/deal-record';
import { testAddress } from '@/test/builders/offers';
import { DisputeTable } from './dispute-table';

const NOW = 1_700_000_100;
const config = { tokenSymbol: 'tUSD', windows: { grace: 60 } } as PublicConfig;

function textOf(deal: DisputeSummary): string {
  const page = renderToStaticMarkup(
    <ConfigProvider value={config}>
      <NowProvider initial={NOW}>
        <DisputeTable deals={[deal]} modules={[]} />
      </NowProvider>
    </ConfigProvider>,
  );
  return page.replace(/<[^>]+>/g, ' ').replace(/\s+/g, ' ');
}

const firstPanel = [testAddress(1), testAddress(2), testAddress(3)];
const panel = { ...NO_CASE, stage: STAGE.Panel1, cause: CAUSE.Dispute, firstPanel };
const record = dealRecord({ stage: STAGE.Panel1, case: { ...panel, deadline: NOW + 90 } });
const deal: DisputeSummary = {
  ...record,
  value: stakesOf(record.terms).value,
  buyerNet: null,
  providerNet: null,
  committed: 1,
};

it('says of a case what is at stake, how far its panel is and who acts until when', () => {
  const text = textOf(deal);
  // (theta + n) * V of the builder's terms: 41 * 0.011.
  expect(text).toContain('0.451 tUSD');
  expect(text).toContain('1 of 3 committed');
  expect(text).toContain('The buyer disputes the result');
  expect(text).toContain('Mediators, 01:30 run the job again and commit. Who is absent is fined.');
});

it('waits for nobody once the case is settled', () => {
  const settled = { ...deal, stage: STAGE.Settled, outcome: OUTCOME.Upheld };
  expect(textOf(settled)).toContain('settled');
  expect(textOf({ ...deal, case: { ...panel, firstPanel: [] } })).toContain('not seated');
});
