import { goToReview, signAndBuy } from './fixtures/buying';
import { acceptOrAwaitAudit, readResult, untilTold } from './fixtures/deal-page';
import { fund, moduleIdOf } from './fixtures/market';
import { connect, open } from './fixtures/pages';
import { expect, test } from './fixtures/story';

const RIVERS = 'name,continent,km\nNile,Africa,6650\nCongo,Africa,4700\nDanube,Europe,2850\n';

test('a buyer asks a CSV in SQL and reads the answer as a table', async ({ page, wallet }) => {
  await fund(wallet.address);
  await open(page, `/modules/${await moduleIdOf('sqlite')}/run`);
  await connect(page, wallet.name);
  await page.getByLabel('CSV file or SQLite database').setInputFiles({
    name: 'rivers.csv',
    mimeType: 'text/csv',
    buffer: Buffer.from(RIVERS),
  });
  await page
    .getByLabel('SQL', { exact: true })
    .fill('SELECT continent, sum(km) AS total FROM rivers GROUP BY continent ORDER BY total DESC;');
  await goToReview(page);
  await signAndBuy(page);
  await untilTold(page, 'Result sealed');
  await readResult(page);
  const rows = page.getByRole('region', { name: 'Result' }).getByRole('row');
  await expect(rows).toHaveText([/continent\s*total/, /Africa\s*11350/, /Europe\s*2850/]);
  await acceptOrAwaitAudit(page);
});
