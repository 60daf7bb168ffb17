import { deadlinesOf } from '../../lib/deals/deal-deadlines';
import { type DealMove, nextActors } from '../../lib/deals/transitions';
import { compareDeal } from './compare';
import { twinCall } from './deal-calls';
import { outsider } from './people';
import { perform } from './steps';
import { liveDeals, type World } from './world';

/** More calls than any deal can need from any state, with everybody but one caller silent (I3). */
const ENOUGH = 12;

/** In this order; resolve needs what only seats know, so a silent world does without it. */
const EXITS: readonly DealMove[] = ['settle', 'voidDeal', 'finalize', 'expire', 'reseat', 'draw'];

/** Lets an outsider alone bring every deal to its end, and compares on the way. */
export async function drain(world: World): Promise<void> {
  const { driver, model, market } = world;
  for (const dealId of liveDeals(world)) {
    for (let calls = 0; liveDeals(world).includes(dealId); calls++) {
      if (calls > ENOUGH) throw new Error(`Deal ${dealId} has no end in ${ENOUGH} calls`);
      const facts = model.deals.get(dealId)!;
      const { review, case: waiting, panelFailed, post } = deadlinesOf(facts, market.config);
      driver.clock = Math.max(driver.clock, panelFailed ?? waiting ?? review ?? post);
      await driver.mine(3);
      await driver.readHash(facts.post?.drawBlock ?? 0n);
      const open = nextActors(facts, driver.clock + 1, market.config).map(({ move }) => move);
      const move = EXITS.find((exit) => open.includes(exit));
      if (!move) throw new Error(`Nobody can end ${dealId} from stage ${facts.stage}`);
      // c = 0: an unusual draw, without a secret.
      const numbers = { b: 1, c: move === 'draw' ? 0 : 1, d: 0 };
      const twin = await twinCall(world, move, facts, driver.record(dealId)!, numbers);
      await perform(world, outsider, move, twin.args, (moment) =>
        model.call(dealId, twin.call, moment),
      );
      compareDeal(world, dealId);
    }
  }
}
