import { expect, it } from 'vitest';
import { InfrastructureFault } from '@/lib/execution/infrastructure-fault';
import { adviceAfter } from './check-advice';

it('sends to another browser in time where this one failed, and tells who may read inputs otherwise', () => {
  const unfit = new InfrastructureFault('Works it out wrongly.', { reason: 'engine-unfit' });
  expect(adviceAfter(unfit)).toMatch('before the review window ends');
  expect(adviceAfter(unfit)).not.toMatch('inputs');
  expect(adviceAfter(new Error('Forbidden.'))).toMatch('Only the buyer can read the inputs');
});
