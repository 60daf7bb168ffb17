/** In a report, the check whether its provider lets a machine's key post results. */
export const LEAVE_CHECK = 'leave';
