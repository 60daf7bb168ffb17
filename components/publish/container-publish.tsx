'use client';

import { useState } from 'react';
import { ClassBadge } from '@/components/modules/class-badge';
import { ClassNotice } from '@/components/modules/class-notice';
import { Panel } from '@/components/ui/card';
import { CommandLine } from '@/components/ui/command-line';
import { describedBy, Field } from '@/components/ui/field';
import { FileDrop } from '@/components/ui/file-drop';
import { Hash } from '@/components/ui/hash';
import { KeyValueList } from '@/components/ui/key-value';
import { Notice } from '@/components/ui/notice';
import { imageDigestOf } from '@/lib/modules/oci-manifest';
import { reservedTime } from '@/lib/offers/reserved-time.view';
import { formatBytes } from '@/lib/shared/quantity.view';
import { type ContainerModule, readContainerModule } from './read-container-module.client';
import { SignAndPublish } from './sign-and-publish';
import { useWork } from './use-trial.client';

/** Publishes a module in a container: its files are checked, and nothing is run. */
export function ContainerPublish() {
  const [chosen, setChosen] = useState<readonly File[]>([]);
  const [module, setModule] = useState<ContainerModule>();
  const work = useWork<ContainerModule>();
  const take = (added: readonly File[]) => {
    // Files may come one after the other; the last of a name counts.
    const names = new Set(added.map(({ name }) => name));
    const files =
      added.length === 0 ? [] : [...chosen.filter(({ name }) => !names.has(name)), ...added];
    setChosen(files);
    setModule(undefined);
    if (files.length > 0) void work.run(() => readContainerModule(files)).then(setModule);
  };
  return (
    <div className="flex min-w-0 max-w-4xl flex-col gap-4">
      <Panel
        title="The module"
        description="The files of its folder; nothing leaves this browser yet"
      >
        <div className="flex flex-col gap-4">
          <Field
            id="module-files"
            label="Files of the module"
            hint={
              <span className="block max-w-[72ch]">
                manifest.json, with the image by its digest (HOST/NAME@sha256:…) or its archive
                beside it (podman save --format docker-archive -o image.tar ID), and the example’s
                files. All others go under data/. An image by a tag is not taken: a tag can be moved
                to another image.
              </span>
            }
          >
            <FileDrop
              id="module-files"
              files={chosen}
              onChange={take}
              isMapped={false}
              areParts
              accept={[]}
              describedBy={describedBy('module-files', true, undefined)['aria-describedby']}
            />
          </Field>
          {work.problem ? (
            <Notice tone="wrong" alert title={work.problem.title}>
              {work.problem.advice}
            </Notice>
          ) : null}
          {module ? <Described module={module} /> : null}
        </div>
      </Panel>
      <Certificate module={module} />
      <Publish module={module} />
    </div>
  );
}

function Described({ module }: { module: ContainerModule }) {
  const { id, manifest, files, bytes } = module;
  const { image } = manifest;
  return (
    <>
      <KeyValueList
        items={[
          { key: 'Title', value: manifest.title },
          { key: 'Class', value: <ClassBadge value={manifest.class} /> },
          {
            key: 'Image',
            value: (
              <Hash
                value={imageDigestOf(manifest).slice('sha256:'.length)}
                label="image digest, sha-256"
              />
            ),
            note:
              typeof image === 'string'
                ? `pulled from ${image.split('@')[0]}: providers must allow that registry`
                : `comes with the module, as ${image.archive}`,
          },
          {
            key: 'A run reserves',
            value: reservedTime(BigInt(manifest.fuelLimit)),
            note: 'and is paid for it whole',
          },
          { key: 'Size', value: formatBytes(bytes), note: `${files.size} files` },
          {
            key: 'Module id',
            value: <Hash value={id} label="module id" />,
            note: 'the hash of every file; providers name it in their offers',
          },
        ]}
      />
      <ClassNotice value={manifest.class} />
    </>
  );
}

/** This site cannot run images: what runs show is the author's own word. */
function Certificate({ module }: { module: ContainerModule | undefined }) {
  const certificate = module?.certificate;
  return (
    <Panel title="Certify" description="On your own machine: this site has no engine of containers">
      <div className="flex flex-col gap-3">
        <p className="max-w-[72ch] text-muted">
          Nothing is run here. With podman or Docker you can run the example five times and sign
          what came of it; buyers see that as your claim. Without it they see that there is none.
        </p>
        <CommandLine
          label="command"
          command={
            'OCI_SOCKET=/run/podman/podman.sock CERTIFIER_KEY_FILE=author.key \\\n  npm run -s job -- certify FOLDER --out FOLDER/certificate.json'
          }
        />
        {certificate ? (
          <Notice
            tone={certificate.body.verdict.class === 'B' ? 'safe' : 'neutral'}
            title={`certificate.json: ${certificate.body.runs.length} runs, ${certificate.body.verdict.class === 'B' ? 'all equal' : 'not equal'}`}
          >
            {certificate.signature ? (
              <>
                Signed by <Hash value={certificate.signature.signer} label="signer" />, which must
                be the wallet that you publish with.
              </>
            ) : (
              'It is not signed, and would be refused: set CERTIFIER_KEY_FILE.'
            )}
          </Notice>
        ) : (
          <p className="text-muted text-xs">Then add certificate.json to the files above.</p>
        )}
      </div>
    </Panel>
  );
}

function Publish({ module }: { module: ContainerModule | undefined }) {
  return (
    <Panel title="Publish">
      <div className="flex flex-col gap-4">
        <Notice tone="attention" title="It will be listed as not endorsed">
          Everybody can see it. It can be run once a provider lists a machine for it by its id: no
          offer takes just any module in a container. Published modules stay.
        </Notice>
        <SignAndPublish module={module} check="The market checks the files once more." />
      </div>
    </Panel>
  );
}
