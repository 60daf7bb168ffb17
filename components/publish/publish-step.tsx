'use client';

import { useEffect, useState } from 'react';
import { Panel } from '@/components/ui/card';
import { Hash } from '@/components/ui/hash';
import { KeyValueList } from '@/components/ui/key-value';
import { Notice } from '@/components/ui/notice';
import { type ModuleDraft, moduleFilesOf } from '@/lib/modules/draft/module-draft';
import { formatBytes } from '@/lib/shared/quantity.view';
import { SignAndPublish } from './sign-and-publish';

interface PublishStepProps {
  draft: ModuleDraft;
  /** Live offers that take modules which nobody has endorsed. */
  takers: number;
  onPublished: () => void;
}

interface Content {
  id: `0x${string}`;
  cid: string;
  files: Map<string, Uint8Array>;
}

/** What will be published, and one signature. */
export function PublishStep({ draft, takers, onPublished }: PublishStepProps) {
  const content = useContent(draft);
  const bytes = [...(content?.files.values() ?? [])].reduce((sum, file) => sum + file.length, 0);
  return (
    <Panel title="Review and publish">
      <div className="flex flex-col gap-5">
        <KeyValueList
          items={[
            { key: 'Title', value: draft.title },
            { key: 'Licence', value: draft.licence },
            { key: 'Size', value: formatBytes(bytes), note: `${content?.files.size ?? 0} files` },
            {
              key: 'Module id',
              value: content ? <Hash value={content.id} label="module id" /> : '…',
              note: 'the hash of every file: whoever runs this id runs exactly this program',
            },
          ]}
        />
        <Notice tone="attention" title="It will be listed as not endorsed">
          Everybody can see and run it, with that mark, until a maintainer signs for it. Published
          modules stay: bytes and signature are public.
        </Notice>
        <p className="text-muted">
          {takers > 0
            ? `${takers} live ${takers === 1 ? 'offer takes' : 'offers take'} any module of class A, so it can be bought at once.`
            : 'No provider takes it yet: the offers that are open now name their modules. A provider that lists a machine for any module, or for this one by its id, changes that.'}
        </p>
        <SignAndPublish
          module={content}
          check="The market runs the example once more."
          onPublished={onPublished}
        />
      </div>
    </Panel>
  );
}

/** The module's files and id, which every change of the draft changes. */
function useContent(draft: ModuleDraft): Content | undefined {
  const [content, setContent] = useState<Content>();
  useEffect(() => {
    let isOld = false;
    void (async () => {
      const [{ contentIdOf }, { WASM_ENGINE }] = await Promise.all([
        import('@/lib/content/content-id'),
        import('@/lib/execution/engine-id'),
      ]);
      const files = moduleFilesOf(draft, WASM_ENGINE);
      const { id, cid } = await contentIdOf(files);
      if (!isOld) setContent({ id, cid, files });
    })().catch(() => {
      if (!isOld) setContent(undefined);
    });
    return () => {
      isOld = true;
    };
  }, [draft]);
  return content;
}
