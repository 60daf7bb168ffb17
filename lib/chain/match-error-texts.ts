import type { ErrorText, ErrorUnit } from './error-text';

const amounts: readonly ErrorUnit[] = ['amount', 'amount'];
const times: readonly ErrorUnit[] = ['time', 'time'];
const seconds: readonly ErrorUnit[] = ['seconds', 'seconds'];
const counts: readonly ErrorUnit[] = ['count', 'count'];
const hashes: readonly ErrorUnit[] = ['hash', 'hash'];

/** Why a job offer and a resource offer cannot become a deal. */
export const matchErrorTexts: Readonly<Record<string, ErrorText>> = {
  Market_JobExpired: {
    says: 'The job offer expired at {0}.',
    todo: 'Sign a new job offer with a later expiry.',
    units: times,
  },
  Market_ResourceExpired: {
    says: 'The resource offer expired at {0}.',
    todo: 'Choose another provider, or have this one sign a new offer.',
    units: times,
  },
  Market_JobCancelled: {
    says: 'The buyer cancelled this job offer (nonce {0}).',
    todo: 'Sign a new job offer.',
    units: counts,
  },
  Market_NotOneJob: {
    says: 'matchDeal takes one job, this side has {0}.',
    todo: 'Send several jobs with matchDeals.',
    units: counts,
  },
  Market_JobUsed: {
    says: 'The job offer with nonce {0} has a deal already.',
    todo: 'Wait for that deal, or sign a job offer with another nonce.',
    units: counts,
  },
  Market_ResourceCancelled: {
    says: 'The provider cancelled this resource offer (nonce {0}).',
    todo: 'Choose another provider.',
    units: counts,
  },
  Market_ResourceUsedUp: {
    says: 'The resource offer has been used {0} of {1} times.',
    todo: 'Choose another provider, or have this one sign a new offer.',
    units: counts,
  },
  Market_LaneOutOfRange: {
    says: 'The match names lane {0}; the resource offer has {1}.',
    todo: 'Use a lane below the number of concurrent deals.',
    units: counts,
  },
  Market_LaneBusy: {
    says: 'Lane {0} of the resource offer has a live deal.',
    todo: 'Use a free lane, or wait until a deal of this provider ends.',
    units: counts,
  },
  Market_AttemptsUsed: {
    says: 'The job failed {0} times and allows {1} attempts.',
    todo: 'Sign a new job offer.',
    units: counts,
  },
  Market_FailedBefore: {
    says: 'Provider {0} failed this job before.',
    todo: 'Match it with another provider.',
    units: ['hash'],
  },
  Market_WrongSolver: {
    says: 'The offer allows only solver {0}; {1} sent the match.',
    todo: 'Let the named solver send it.',
    units: hashes,
  },
  Market_ProviderNotListed: {
    says: 'Provider {0} is not among those that the buyer allows.',
    todo: 'Match the job with a provider on its list.',
    units: ['hash'],
  },
  Market_BadJobSignature: {
    says: 'The job offer is not signed by its buyer {0}.',
    todo: 'Sign it again with the buyer’s wallet on this chain.',
    units: ['hash'],
  },
  Market_BadResourceSignature: {
    says: 'The resource offer is not signed by its provider {0}.',
    todo: 'Sign it again with the provider’s wallet on this chain.',
    units: ['hash'],
  },
  Market_TicketStale: {
    says: 'The provider’s ticket runs until {0}, which is over or more than ten minutes ahead.',
    todo: 'Wait for the provider’s next ticket: its machine may be off.',
    units: times,
  },
  Market_BadTicketSignature: {
    says: 'The ticket is not signed by the offer’s ticket key {0}.',
    todo: 'Start the provider’s agent with the key that its offer names.',
    units: ['hash'],
  },
  Market_ResourcesTooSmall: {
    says: 'The job needs {0} of a resource; the provider offers {1}.',
    todo: 'Choose a larger provider.',
    units: counts,
  },
  Market_GpuModelDiffers: {
    says: 'The job wants another GPU model than the provider has.',
    todo: 'Choose a provider with that model.',
    units: hashes,
  },
  Market_BasePriceTooHigh: {
    says: 'The provider’s base price is {1}; the buyer pays at most {0}.',
    todo: 'Raise the offer’s limit or choose a cheaper provider.',
    units: amounts,
  },
  Market_FuelPriceTooHigh: {
    says: 'The provider’s fuel price is {1}; the buyer pays at most {0}.',
    todo: 'Raise the offer’s limit or choose a cheaper provider.',
    units: amounts,
  },
  Market_EngineNotListed: {
    says: 'The provider does not run engine {0}.',
    todo: 'Choose a provider that does.',
    units: ['hash'],
  },
  Market_EngineNotInCourt: {
    says: 'The court does not judge engine {0} in this class.',
    todo: 'Choose another court, or verification none.',
    units: ['hash'],
  },
  Market_ModuleNotListed: {
    says: 'The provider does not run module {0}.',
    todo: 'Choose a provider that allows it.',
    units: ['hash'],
  },
  Market_CourtNotListed: {
    says: 'The provider does not accept court {0}.',
    todo: 'Choose a court that both sides accept.',
    units: ['hash'],
  },
  Market_VerificationNotAccepted: {
    says: 'The provider does not accept this kind of verification.',
    todo: 'Choose another provider or another verification.',
  },
  Market_DirectoryNotListed: {
    says: 'Directory {0} is not on the lists of both sides and the court.',
    todo: 'Store the inputs at a directory that all of them accept.',
    units: ['hash'],
  },
  Market_BadReceiptSignature: {
    says: 'The receipt is not signed by directory {0}.',
    todo: 'Ask the directory for a new receipt.',
    units: ['hash'],
  },
  Market_ReceiptTooShort: {
    says: 'The receipt must hold until {0} and ends at {1}.',
    todo: 'Ask the directory for a longer one.',
    units: times,
  },
  Market_WindowTooShort: {
    says: 'The execution window is {1}; this provider needs {0}.',
    todo: 'Allow more time, or choose a faster provider.',
    units: seconds,
  },
  Market_WindowTooLong: {
    says: 'A window is {1}; at most {0} is allowed.',
    todo: 'Sign the offer with shorter windows.',
    units: seconds,
  },
  Market_ValueOutOfRange: {
    says: 'The deal could cost {0}; it must be above zero and at most {1}.',
    todo: 'Lower the fuel limit or choose another provider.',
    units: amounts,
  },
  Market_ThetaOutOfRange: {
    says: 'The penalty rate is {0}; the bound is {1}.',
    todo: 'Choose a rate that the provider accepts, at least 1.',
    units: counts,
  },
  Market_BadPanelSize: {
    says: 'A panel of {0} seats is not possible here: it must be odd and at most {1}.',
    todo: 'Choose a smaller odd panel.',
    units: counts,
  },
  Market_NoSuchCourt: {
    says: 'Nobody founded court {0} on this market.',
    todo: 'Choose a court from the list.',
    units: ['hash'],
  },
  Market_CourtTooSmall: {
    says: 'The court needs {0} members besides the parties; {1} joined.',
    todo: 'Choose a larger court or a smaller panel.',
    units: counts,
  },
  Market_CourtRefuses: {
    says: 'The court admits jobs up to {0}; this one asks for {1}.',
    todo: 'Choose a court with wider caps, or a smaller job.',
    units: counts,
  },
  Market_SeatFeeTooHigh: {
    says: 'The court’s least seat fee is {1}; half of the deal’s value is {0}.',
    todo: 'Choose a cheaper court or a larger fuel limit.',
    units: amounts,
  },
  Market_SolverFeeTooHigh: {
    says: 'The buyer’s solver fee is {1}; at most {0} is allowed.',
    todo: 'Lower the fee, or raise theta or the audit rate.',
    units: amounts,
  },
  Market_BadAuditRate: {
    says: 'An audit rate of {0} in 10,000 is not possible.',
    todo: 'Choose a rate from 1 to 10,000; 0 only without verification.',
    units: counts,
  },
  Market_AuditRateTooLow: {
    says: 'Audit rate times (penalty + seats + 1) is {1}; it must be at least {0}.',
    todo: 'Raise the rate or the penalty: otherwise cheating would pay.',
    units: counts,
  },
  Market_PublicDrawsDisabled: {
    says: 'This market has no public draws: block hashes are weak on its chain.',
    todo: 'Sign the offer with a commitment to a draw secret.',
  },
  Market_NothingToVerify: {
    says: 'An offer without verification must have no court, panel, audits or draw secret.',
    todo: 'Sign it with these fields at zero.',
  },
  Market_BuyerBalanceTooLow: {
    says: 'The buyer must lock {0} and has {1}.',
    todo: 'Deposit more.',
    units: amounts,
  },
  Market_ProviderBalanceTooLow: {
    says: 'The provider must lock {0} and has {1}.',
    todo: 'The provider must deposit more; choose another one meanwhile.',
    units: amounts,
  },
};
