/** What somebody sent besides words: a photo is shown, anything else is a download, and an absence is explained. */

import type { JSX } from "preact";
import names from "../shared/names.json";
import type { Attachment } from "./types";

const ABSENCES: Record<string, string> = {
  waiting: "LINE から受け取っています…",
  fetching: "LINE から受け取っています…",
  gone: "LINE から消えたため、受け取れませんでした。",
  refused: "安全に開けない種類か、大きすぎるため、受け取りませんでした。",
  failed: "受け取れませんでした。必要なら、もう一度送ってもらってください。",
};

/** 1.2MB, 340KB. */
export function sizeText(bytes: number): string {
  return bytes >= 1_000_000
    ? `${(bytes / 1_000_000).toFixed(1)}MB`
    : `${Math.max(1, Math.round(bytes / 1_000))}KB`;
}

export function AttachmentView(props: { id: string; known: Attachment | undefined }): JSX.Element {
  const { known } = props;
  if (!known) return <p class="small">この添付は取り消されたか、保存期間が過ぎて消えました。</p>;
  const absence = ABSENCES[known.state];
  if (absence) return <p class="small">{absence}</p>;
  const address = `/api/console/attachments/${encodeURIComponent(props.id)}`;
  if (known.is_image) {
    return (
      <a class="photo" href={address} target="_blank" rel="noopener noreferrer" data-testid="attachment">
        <img src={address} alt="利用者が送った写真（別のタブで開く）" loading="lazy" />
      </a>
    );
  }
  const name = known.name ?? names.files[known.kind];
  return (
    <p>
      <a href={address} download data-testid="attachment">
        {name} をダウンロード{known.size !== null && `（${sizeText(known.size)}）`}
      </a>
    </p>
  );
}
