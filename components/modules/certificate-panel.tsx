import type { ReactNode } from 'react';
import type { Address } from 'viem';
import { Panel } from '@/components/ui/card';
import { Hash } from '@/components/ui/hash';
import { Notice } from '@/components/ui/notice';
import { SpreadBar } from '@/components/ui/spread-bar';
import type { Certificate, CertificateBody, Spread } from '@/lib/modules/certificate';
import { spreadOf } from '@/lib/modules/certificate';
import type { CertificationState } from '@/lib/modules/certification';
import { certificationWords } from '@/lib/modules/certification.view';
import { dependenceWords } from '@/lib/modules/dependence.view';
import { DEVELOPMENT_CERTIFIER } from '@/lib/modules/development-certifier';
import { DEVELOPMENT_MAINTAINER } from '@/lib/modules/development-maintainer';
import { sameHex } from '@/lib/shared/address';
import { formatBytes, formatFuel } from '@/lib/shared/quantity.view';
import { CertificateRuns } from './certificate-runs';
import { CertificateRuntimes } from './certificate-runtimes';
import { ClassBadge } from './class-badge';

const PAGE_BYTES = 65_536;

interface CertificatePanelProps {
  moduleId: string;
  /** Of this very module; undefined where there is none. */
  certificate: Certificate | undefined;
  /** How far this market's certifier is, which tries what anybody published. */
  certification?: CertificationState | undefined;
  /** That could not be read: whether there is one is not known. */
  isUnreadable?: boolean;
  /** Whether its signature is its signer's own; false where it has none. */
  isSigned: boolean;
  /** Whose signature endorses the module, and by the certificate with which CID. */
  endorsement?: { readonly maintainer: Address; readonly certificate: string } | undefined;
}

/** What was tried to find a module's result differ, and what makes that impossible. */
export function CertificatePanel(props: CertificatePanelProps) {
  const { moduleId, certification, isUnreadable = false, isSigned, endorsement } = props;
  const isMarkets = certification?.state === 'certified';
  const certificate = isMarkets ? certification.certificate : props.certificate;
  if (certificate === undefined && isUnreadable) {
    return (
      <Panel title="Determinism certificate">
        <Notice tone="attention" title="Its certificate could not be read">
          The market’s database does not answer. Whether there is one is known when it does: load
          the page again in a while.
        </Notice>
      </Panel>
    );
  }
  if (certificate === undefined) {
    const words =
      certification && !isMarkets
        ? certificationWords(certification)
        : { title: 'There is no certificate of this version', text: '', tone: 'neutral' as const };
    return (
      <Panel title="Determinism certificate">
        <Notice tone={words.tone} title={words.title}>
          {words.text} The engine enforces class A all the same: a certificate writes down a trial
          of it.
        </Notice>
      </Panel>
    );
  }
  const { body, cid } = certificate;
  const { runs, runtimes, verdict } = body;
  return (
    <Panel
      title="Determinism certificate"
      description={`${runs.length * runtimes.length} runs: ${runs.length} inputs on ${runtimes.length} engines, and every one the same`}
      aside={<ClassBadge value={verdict.class} />}
      flush
    >
      <div className="flex flex-col gap-6 py-4">
        <Part title="Why no machine can come to another result">
          <ul className="flex list-disc flex-col gap-1 pl-5 text-muted">
            {verdict.reasons.map((reason) => (
              <li key={reason}>{reason}</li>
            ))}
          </ul>
        </Part>
        <Dependence body={body} />
        <CertificateRuntimes runtimes={runtimes} runs={runs} />
        <CertificateRuns runs={runs} />
        <Part title="What the inputs took">
          <Spreads body={body} />
        </Part>
        <Part title="The certificate itself">
          <p className="flex flex-wrap items-center gap-x-4 gap-y-1">
            <Hash value={cid} label="certificate CID" />
            <a className="link" href={`/api/v1/modules/${moduleId}/certificate`}>
              Raw JSON
            </a>
          </p>
          <p className="mt-1 text-muted text-xs [overflow-wrap:anywhere]">
            {isMarkets ? `Made by this market’s certifier${madeBy(certification.builds)}. ` : ''}
            {signatureWords(certificate, isSigned, endorsement !== undefined)}{' '}
            {endorsement ? endorsementWords(cid, endorsement) : ''}
          </p>
        </Part>
      </div>
    </Panel>
  );
}

function Part({ title, children }: { title: string; children: ReactNode }) {
  return (
    <div className="px-4">
      <h3 className="mb-1.5 text-muted text-xs">{title}</h3>
      {children}
    </div>
  );
}

function Dependence({ body }: { body: CertificateBody }) {
  const words = dependenceWords(body);
  if (words.length === 0) return null;
  return (
    <Part title="Whether results depend on the clock or on random numbers">
      <ul className="flex list-disc flex-col gap-1 pl-5 text-muted">
        {words.map((sentence) => (
          <li key={sentence}>{sentence}</li>
        ))}
      </ul>
    </Part>
  );
}

function Spreads({ body: { runs } }: { body: CertificateBody }) {
  const fuel = spreadOf(runs.map((run) => BigInt(run.fuel)));
  const memory = spreadOf(runs.map(({ memoryPages }) => memoryPages * PAGE_BYTES));
  return (
    <dl className="grid gap-4 sm:grid-cols-2">
      <SpreadOf label="Fuel" spread={fuel} format={(value) => formatFuel(BigInt(value))} />
      <SpreadOf label="Memory" spread={memory} format={(value) => formatBytes(Number(value))} />
    </dl>
  );
}

interface SpreadOfProps<T extends number | bigint> {
  label: string;
  spread: Spread<T>;
  format: (value: T) => string;
}

function SpreadOf<T extends number | bigint>({ label, spread, format }: SpreadOfProps<T>) {
  const { min, median, max } = spread;
  return (
    <div className="min-w-0">
      <dt>{label}</dt>
      <dd>
        <SpreadBar label={label} min={Number(min)} median={Number(median)} max={Number(max)} />
        <p className="tabular text-muted text-xs">
          least {format(min)}, median {format(median)}, most {format(max)}
        </p>
      </dd>
    </div>
  );
}

/** Nothing where the build that made a certificate is the present one. */
const madeBy = ({ made, present }: { made: number; present: number }): string =>
  made === present
    ? ''
    : ` with build ${made} of the engine, and made again by build ${present} when it has nothing else to do`;

/** A curated module's certificate is vouched for by the list that names its CID. */
function endorsementWords(
  cid: string,
  { maintainer, certificate }: { readonly maintainer: Address; readonly certificate: string },
): string {
  if (cid !== certificate) {
    return `The module is endorsed by ${maintainer} with another certificate, ${certificate}.`;
  }
  const whose = sameHex(maintainer, DEVELOPMENT_MAINTAINER)
    ? ' (the key of local markets, which anybody can make)'
    : '';
  return `Endorsed by ${maintainer}${whose}, whose signature over the curated list covers this very certificate by its CID.`;
}

function signatureWords(
  { signature }: Certificate,
  isSigned: boolean,
  isEndorsed: boolean,
): string {
  if (signature === null) {
    if (isEndorsed) return '';
    return 'Unsigned: nobody vouches for it, and nobody has to. npm run job -- certify makes it again.';
  }
  if (!isSigned) {
    return `The signature is not by ${signature.signer}, whom it names. Do not trust it.`;
  }
  return sameHex(signature.signer, DEVELOPMENT_CERTIFIER)
    ? `Signed by ${signature.signer}: the key of local markets, which anybody can make.`
    : `Signed by ${signature.signer}.`;
}
