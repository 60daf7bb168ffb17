import { Panel } from '@/components/ui/card';
import { CommandLine } from '@/components/ui/command-line';
import { Hash } from '@/components/ui/hash';
import { Notice } from '@/components/ui/notice';
import { Table, Td, Th, Tr } from '@/components/ui/table';
import type { ProbeCertificate } from '@/lib/modules/probe-certificate';
import { ClassBadge } from './class-badge';

interface ProbePanelProps {
  moduleId: string;
  /** What the author says that runs came to; undefined where it says nothing. */
  certificate: ProbeCertificate | undefined;
}

const TITLE = 'Runs of the example';

/** What the author of a module in a container found by running it: a claim, signed by who makes it. */
export function ProbePanel({ moduleId, certificate }: ProbePanelProps) {
  if (certificate === undefined) {
    return (
      <Panel title={TITLE}>
        <div className="flex flex-col gap-4">
          <Notice tone="attention" title="Its author has handed in no certificate">
            Nobody has said what its runs came to, and this site has no engine of containers to run
            it. Whoever has the module and podman or Docker can try it:
          </Notice>
          <CommandLine
            label="command"
            command="OCI_SOCKET=/run/podman/podman.sock npm run -s job -- certify FOLDER"
          />
        </div>
      </Panel>
    );
  }
  const { body, signature, cid } = certificate;
  const { runs, verdict } = body;
  const isEqual = verdict.class === 'B';
  return (
    <Panel
      title={TITLE}
      description={
        isEqual
          ? `${runs.length} runs, and every one the same`
          : `${runs.length} runs, which differ in ${verdict.differing.join(', ') || 'their results'}`
      }
      aside={<ClassBadge value={verdict.class} />}
      flush
    >
      <div className="flex flex-col gap-4 py-4">
        <p className="max-w-[72ch] px-4 text-muted">
          The author’s claim. This site did not run the module: it has no engine of containers.{' '}
          {isEqual ? 'Equal runs are evidence that others will be equal too, not proof.' : ''}
        </p>
        <Table
          caption="Runs of the example"
          head={
            <>
              <Th numeric>Run</Th>
              <Th>On</Th>
              <Th>Ended</Th>
              <Th>Result digest</Th>
            </>
          }
        >
          {runs.map(({ where, status, exitCode, resultDigest }, index) => (
            // biome-ignore lint/suspicious/noArrayIndexKey: runs are told apart by their place only
            <Tr key={index}>
              <Td numeric className="h-9 py-1">
                {index + 1}
              </Td>
              <Td className="h-9 py-1">{where}</Td>
              <Td className="h-9 whitespace-nowrap py-1 text-muted">
                {status}
                {exitCode === 0 ? '' : `, code ${exitCode}`}
              </Td>
              <Td className="h-9 py-1">
                <Hash value={resultDigest} label={`digest of run ${index + 1}`} copy={false} />
              </Td>
            </Tr>
          ))}
        </Table>
        <p className="flex flex-wrap items-center gap-x-4 gap-y-1 px-4 text-xs">
          <Hash value={cid} label="certificate CID" picture={false} />
          {signature ? (
            <span className="inline-flex items-center gap-1 text-muted">
              signed by <Hash value={signature.signer} label="signer" />
            </span>
          ) : null}
          <a className="link" href={`/api/v1/modules/${moduleId}/certificate`}>
            Raw JSON
          </a>
        </p>
      </div>
    </Panel>
  );
}
