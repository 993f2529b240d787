/**
 * The conversation, or the city's account on LINE, on another device: pictures (QR codes) for a phone's camera, drawn here, so that
 * nobody else sees the address; on a phone, whose camera does not see its own screen, a link to send or copy.
 */

import type { JSX } from "preact";
import { useEffect, useState } from "preact/hooks";
import { encode } from "uqr";
import { External } from "./external";
import { isHeld } from "./held";

/** The border that readers need, in modules (ISO/IEC 18004). */
const BORDER = 4;

/** The dark modules of a text's code as one path, and how many there are in a row. */
export function drawn(text: string): { path: string; size: number } {
  const { data, size } = encode(text, { ecc: "M", border: BORDER });
  const path = data
    .flatMap((row, y) => row.map((isDark, x) => (isDark ? `M${x} ${y}h1v1h-1z` : "")))
    .join("");
  return { path, size };
}

export default function Code({ link }: { link: () => Promise<string> }): JSX.Element {
  const [address, setAddress] = useState("");
  const [hasFailed, setFailed] = useState(false);
  // once each time that it is opened: each picture has an address of its own
  useEffect(() => {
    link().then(setAddress, () => setFailed(true));
  }, []);
  if (hasFailed) return <p role="alert">いま作れませんでした。通信を確かめて、もう一度お試しください。</p>;
  if (!address) return <p role="status">作っています…</p>;
  if (isHeld()) return <Handed address={address} />;
  return (
    <>
      <p>スマートフォンのカメラで読み取ると、この会話の続きが開きます。15分のあいだ使えます。</p>
      <Picture address={address} label="この会話を開くQRコード" />
      <p>ほかの人には見せないでください。</p>
    </>
  );
}

/** A link that goes to oneself: by whatever the phone sends with, or by the clipboard. */
function Handed({ address }: { address: string }): JSX.Element {
  const [said, setSaid] = useState("");
  const copy = () =>
    navigator.clipboard.writeText(address).then(
      () => setSaid("コピーしました。ご自分あてのメールなどに貼り付けてください。"),
      () => setSaid("コピーできませんでした。下のリンクを長押しして、コピーしてください。"),
    );
  // Who closes the sheet of the device sends nothing; that is no trouble.
  const share = () => navigator.share({ url: address }).catch(() => undefined);
  return (
    <>
      <p>
        パソコンなどで続きを読めます。このリンクを自分に送って、送った先で開いてください。15分のあいだ使えます。
      </p>
      <p class="row">
        {"share" in navigator && (
          <button type="button" onClick={share}>
            リンクを送る
          </button>
        )}
        {navigator.clipboard && (
          <button type="button" onClick={copy}>
            リンクをコピー
          </button>
        )}
      </p>
      <p class="address">{address}</p>
      <p role="status">{said}</p>
      <p>ほかの人には送らないでください。</p>
    </>
  );
}

/** The city's account on LINE: a link for who has it on this device, a picture for who has it on the phone. */
export function LineLink({ address }: { address: string }): JSX.Element {
  return (
    <>
      <p>
        LINEの友だちになると、LINEでも質問や相談の予約ができます。ここでの会話の内容は、LINEには移りません。
      </p>
      <p>
        <External href={address}>LINEを開く</External>
      </p>
      {!isHeld() && <Picture address={address} label="LINEの友だちになるQRコード" />}
    </>
  );
}

/** Dark on light in every colour scheme: many readers know nothing else. */
function Picture({ address, label }: { address: string; label: string }): JSX.Element {
  const { path, size } = drawn(address);
  return (
    <svg
      role="img"
      aria-label={label}
      viewBox={`0 0 ${size} ${size}`}
      width="240"
      height="240"
      shape-rendering="crispEdges"
    >
      <rect width={size} height={size} fill="#fff" />
      <path d={path} fill="#000" />
    </svg>
  );
}
