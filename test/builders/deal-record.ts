import { STAGE } from '../../lib/chain/deal-facts';
import type { DealRecord } from '../../lib/chain/deal-fold';
import { packTerms } from '../../lib/chain/terms';
import { dealTerms } from './deals';
import { smallResources, testDirectory, testEngine, testHash } from './offers';

/** A deal that was matched at 1,700,000,000 and knows nothing else yet. */
export function dealRecord(overrides: Partial<DealRecord> = {}): DealRecord {
  const terms = overrides.terms ?? dealTerms();
  return {
    dealId: testHash(0xdea1),
    terms,
    packedTerms: packTerms(terms),
    jobOfferHash: testHash(0xab),
    resourceOfferHash: testHash(0xaa),
    work: {
      moduleId: testHash(0x11),
      inputsId: testHash(0x12),
      engine: testEngine,
      ...smallResources,
      gpuModel: testHash(0),
    },
    directory: testDirectory,
    jobDirectories: [testDirectory],
    resourceDirectories: [testDirectory],
    stage: STAGE.Matched,
    commits: [],
    seats: [],
    history: [],
    ...overrides,
  };
}
