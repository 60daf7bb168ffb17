import { formatInstant } from '../shared/time.view';
import type { CertificationState } from './certification';

type Words = {
  readonly title: string;
  readonly text: string;
  readonly tone: 'neutral' | 'running' | 'attention';
};

/** Why a published module has no certificate, and what comes next. */
export function certificationWords(
  certification: Exclude<CertificationState, { state: 'certified' }>,
): Words {
  switch (certification.state) {
    case 'waiting':
      return {
        title: 'Not tried yet',
        text: 'This market’s certifier tries published modules one after the other, and this one’s turn is to come.',
        tone: 'neutral',
      };
    case 'unattended':
      return {
        title: 'Nobody tries it here',
        text: 'This market runs no certifier at the moment. npm run -s job -- certify makes a certificate of any module.',
        tone: 'neutral',
      };
    case 'running':
      return {
        title: 'Being tried at the moment',
        text: 'This market’s certifier runs it on several compilers and inputs. That takes a few seconds to ten minutes.',
        tone: 'running',
      };
    case 'resting':
      return {
        title: 'Tried without a result',
        text: `${certification.problem} It is tried again after ${formatInstant(certification.until)}.`,
        tone: 'neutral',
      };
    case 'failed':
      return { title: 'Not certified', text: certification.problem, tone: 'attention' };
  }
}
