/** A picture (QR code) that opens the conversation on one's phone; drawn here, so that nobody else sees the address. */

import type { JSX } from "preact";
import { useEffect, useState } from "preact/hooks";
import { encode } from "uqr";

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
  const { path, size } = drawn(address);
  return (
    <>
      <p>スマートフォンのカメラで読み取ると、この会話の続きが開きます。15分のあいだ使えます。</p>
      {/* Dark on light in every colour scheme: many readers know nothing else. */}
      <svg
        role="img"
        aria-label="この会話を開くQRコード"
        viewBox={`0 0 ${size} ${size}`}
        width="240"
        height="240"
        shape-rendering="crispEdges"
      >
        <rect width={size} height={size} fill="#fff" />
        <path d={path} fill="#000" />
      </svg>
      <p>ほかの人には見せないでください。</p>
    </>
  );
}
