/** Seconds by which the chain may be ahead before anybody is told. */
const MOST_AHEAD = 30;
/** How old a newest block may be; chains whose blocks are rarer are none that deals are made on. */
const MOST_BEHIND = 180;

/**
 * That the chain stands still as its nodes tell it; undefined where it does not. Deals that are made
 * meanwhile would be seen too late. Times in seconds since 1970.
 *
 * @param chain time of the newest block
 */
export function standstillProblem(machine: number, chain: number): string | undefined {
  if (machine - chain <= MOST_BEHIND) return undefined;
  const minutes = Math.floor((machine - chain) / 60);
  return `The newest block that the nodes of RPC_URL have is ${minutes} minutes old: they stand still (name others in RPC_URL), or this machine's clock is ahead (timedatectl set-ntp true).`;
}

/**
 * What is wrong between this machine's clock and the chain's, both in seconds since 1970; undefined
 * where nothing is. Deadlines are the chain's, so a wrong clock here costs no deal, but its owner wants
 * to know.
 *
 * @param chain time of the newest block
 */
export function clockProblem(machine: number, chain: number): string | undefined {
  if (chain - machine > MOST_AHEAD) {
    return `The chain is ${Math.round(chain - machine)} s ahead of this machine's clock: set it (timedatectl set-ntp true).`;
  }
  if (machine - chain > MOST_BEHIND) {
    return `The newest block is ${Math.round(machine - chain)} s old: the chain or its RPC endpoint stands still, or this machine's clock is ahead.`;
  }
  return undefined;
}
