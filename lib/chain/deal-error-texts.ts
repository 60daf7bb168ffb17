import type { ErrorText, ErrorUnit } from './error-text';

const amounts: readonly ErrorUnit[] = ['amount', 'amount'];
const times: readonly ErrorUnit[] = ['time', 'time'];
const counts: readonly ErrorUnit[] = ['count', 'count'];
const hashes: readonly ErrorUnit[] = ['hash', 'hash'];

/** Why a call about money, a live deal, a panel or a court was refused. */
export const dealErrorTexts: Readonly<Record<string, ErrorText>> = {
  Market_BadRecipient: {
    says: 'Nothing can be paid out to {0}: nobody could reach it there.',
    todo: 'Name an address of your own.',
    units: ['hash'],
  },
  Market_NotHit: {
    says: 'The draw of deal {0} does not hit: there is no panel to seat.',
    todo: 'Nothing is to do; the deal can be accepted.',
    units: ['hash'],
  },
  Market_ZeroAmount: { says: 'The amount is zero.', todo: 'Enter an amount.' },
  Market_TransferShort: {
    says: 'The token moved {1} instead of {0}.',
    todo: 'Tokens that take a fee on transfers cannot be used.',
    units: amounts,
  },
  Market_TotalTooLarge: {
    says: 'A balance would be larger than the market can keep.',
    todo: 'Use a smaller amount.',
    units: ['amount'],
  },
  Market_PermitUnusable: {
    says: 'The permit does not allow {1} (the allowance is {0}).',
    todo: 'Sign a new permit, or approve the token.',
    units: amounts,
  },
  Market_BalanceTooLow: {
    says: '{0} is needed and {1} is available.',
    todo: 'Deposit more, or wait until a deal ends and its lock comes back.',
    units: amounts,
  },
  Market_StakeTooLow: {
    says: '{0} of free stake is needed; there is {1}.',
    todo: 'Wait until seats are settled, or add stake.',
    units: amounts,
  },
  Market_StakeBonded: {
    says: 'The stake is bonded until {0}.',
    todo: 'Come back then.',
    units: times,
  },
  Market_NothingUnbonding: {
    says: 'No stake was asked back.',
    todo: 'Ask for it first; it leaves after the unbonding time.',
  },
  Market_NonceTooLow: {
    says: 'Everything below nonce {0} is cancelled already.',
    todo: 'Use a higher nonce.',
    units: counts,
  },
  Market_BadConfig: {
    says: 'The market cannot be deployed like this: the limit is {0}, given was {1}.',
    todo: 'See the constructor’s rules in docs/protocol.md.',
    units: counts,
  },
  Market_NotProvider: {
    says: 'Only provider {0} or its operator may do this.',
    todo: 'Use the provider’s key.',
    units: hashes,
  },
  Market_NotBuyer: {
    says: 'Only buyer {0} may do this.',
    todo: 'Use the buyer’s wallet.',
    units: hashes,
  },
  Market_NotSeat: {
    says: '{0} has no seat in this panel, or {1} may not speak for it.',
    todo: 'Use the key of a drawn mediator.',
    units: hashes,
  },
  Market_NotAppellant: {
    says: '{0} cannot appeal this verdict.',
    todo: 'Only the side that the verdict went against can.',
    units: ['hash'],
  },
  Market_NotLive: {
    says: 'The deal has moved on, or was never there.',
    todo: 'Read its latest state and try again if it is still due.',
    units: ['hash'],
  },
  Market_WrongStage: {
    says: 'This is not possible at the deal’s stage.',
    todo: 'Read its latest state: somebody may have been faster.',
  },
  Market_WrongList: {
    says: 'A list is not the one that was signed.',
    todo: 'Send the list that the offer’s hash names.',
    units: hashes,
  },
  Market_WrongCourt: {
    says: 'Members and terms are not those of the deal’s court.',
    todo: 'Send what the court was founded with.',
    units: hashes,
  },
  Market_DeadlinePassed: {
    says: 'The deadline was {0}.',
    todo: 'It is too late for this; the deal goes on without it.',
    units: times,
  },
  Market_DeadlineNotPassed: {
    says: 'This is possible only after {0}.',
    todo: 'Wait until then.',
    units: times,
  },
  Market_FuelAboveLimit: {
    says: '{1} fuel was posted; the limit is {0}.',
    todo: 'Post at most the limit: a job that needs more ends as fuel-exhausted.',
    units: counts,
  },
  Market_ZeroSeal: { says: 'The seal is empty.', todo: 'Send the seal of a result.' },
  Market_ReceiptRequired: {
    says: 'Without verification a result needs a directory’s receipt.',
    todo: 'Hand the result to a directory of both lists first.',
  },
  Market_BlockNotReached: {
    says: 'Block {0} is not mined yet (it is {1}).',
    todo: 'Wait a few seconds.',
    units: counts,
  },
  Market_WrongSecret: {
    says: 'The secret is not the one that the offer committed to.',
    todo: 'Show the secret that belongs to this offer.',
    units: hashes,
  },
  Market_BadAcceptSignature: {
    says: 'The acceptance is not signed by buyer {0}.',
    todo: 'Sign it again with the buyer’s wallet.',
    units: ['hash'],
  },
  Market_NotVerified: {
    says: 'This deal was made without verification: there is no dispute and no panel.',
    todo: 'Choose a verified provider next time.',
  },
  Market_TooFewSeats: {
    says: 'The panel needs {0} seats; {1} members are free.',
    todo: 'Try again when seats are settled or stakes added.',
    units: counts,
  },
  Market_AlreadyCommitted: {
    says: 'Mediator {0} has committed already.',
    todo: 'Nothing is left to do for this seat.',
    units: ['hash'],
  },
  Market_PanelOpen: {
    says: 'The panel may commit until {0}.',
    todo: 'Wait until all seats have committed or the time is over.',
    units: times,
  },
  Market_NoMajority: {
    says: 'This result has {0} of {1} seats: no majority.',
    todo: 'Show the result that more than half committed.',
    units: counts,
  },
  Market_CourtExists: {
    says: 'Court {0} is founded already.',
    todo: 'Use it as it is.',
    units: ['hash'],
  },
  Market_BadMembers: {
    says: 'Members must be strictly ascending and not zero (see entry {0}).',
    todo: 'Sort the list and remove repeats.',
    units: ['count'],
  },
  Market_TooManyMembers: {
    says: 'A court has at most {1} members; {0} were given.',
    todo: 'Found a smaller court.',
    units: counts,
  },
  Market_BadCourtTerms: {
    says: 'The court’s terms are not possible.',
    todo: 'Check its engines, directories and limits.',
  },
  Market_NotMember: {
    says: '{0} is not among the court’s invited members.',
    todo: 'Join with a key that was invited.',
    units: ['hash'],
  },
  Market_AlreadyJoined: {
    says: '{0} serves in this court already.',
    todo: 'Nothing is left to do.',
    units: ['hash'],
  },
  Market_NotJoined: {
    says: '{0} does not serve in this court.',
    todo: 'Nothing is left to do.',
    units: ['hash'],
  },
  Market_RejoinTooEarly: {
    says: 'A member that left may join again after {0}.',
    todo: 'Come back then.',
    units: times,
  },
};
