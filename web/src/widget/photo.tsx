/** A photo for the consultant who answers; made small here, and looked at once more before it is sent. Fetched with the talk. */

import type { JSX } from "preact";
import { useLayoutEffect, useRef, useState } from "preact/hooks";
import { randomId } from "./ids";
import { recallBegun, rememberBegun, sentPhotos } from "./memory";
import { Refusal } from "./transport";

/** Enough to read a letter; the desk keeps no more. */
const LONGEST_SIDE_PX = 1_600;
const QUALITY = 0.8;

/** Whoever is to see whether something is on it must see all of it, a panorama and a long list as well. */
const WHOLE = { display: "block", maxWidth: "100%", maxHeight: "max(120px, 30vh)", objectFit: "contain" };
const AFTER_THE_TALK =
  "相談員との話が終わったため、この写真は送っていません。写真はここに残しています。送るときは、もう一度「人に相談する」を押し、相談員が出たら「送る」を押してください。";

/** Width and height of a photo as it is sent. */
export function sizeOf(width: number, height: number): [number, number] {
  const share = Math.min(1, LONGEST_SIDE_PX / Math.max(width, height));
  return [Math.max(1, Math.round(width * share)), Math.max(1, Math.round(height * share))];
}

/** Draw a photo anew: small, upright, and without what its file says besides (where it was taken). */
async function drawn(file: File): Promise<string> {
  const picture = await createImageBitmap(file);
  const canvas = document.createElement("canvas");
  [canvas.width, canvas.height] = sizeOf(picture.width, picture.height);
  const paper = canvas.getContext("2d");
  if (!paper) throw new Error("nothing to draw on");
  // What can be seen through (a picture of a screen) would come out black.
  paper.fillStyle = "#fff";
  paper.fillRect(0, 0, canvas.width, canvas.height);
  paper.drawImage(picture, 0, 0, canvas.width, canvas.height);
  picture.close();
  return canvas.toDataURL("image/jpeg", QUALITY);
}

const LOST_BY_RELOADING =
  "画面を閉じたり読み込み直したりすると、えらんだ写真は消えます。そのときは、もう一度えらんでください。";

interface Chosen {
  id: string;
  address: string;
}

function begun(): Chosen | undefined {
  const { id, address } = recallBegun("photo") as Partial<Chosen>;
  return id && address ? { id, address } : undefined;
}

export default function Photo(props: {
  /**
   * Undefined where no consultant answers (any more): what was chosen stays until the person decides. Null as long as the
   * desk has not said who answers.
   */
  send: ((photo: { client_id: string; photo: string }) => Promise<unknown>) | undefined | null;
  /** Is told whether a photo is chosen and not sent. */
  holds?: (isHeld: boolean) => void;
  draw?: (file: File) => Promise<string>;
}): JSX.Element {
  const { send, holds, draw = drawn } = props;
  const [chosen, setChosen] = useState(begun);
  const [isBusy, setBusy] = useState(false);
  const [said, setSaid] = useState("");
  const input = useRef<HTMLInputElement>(null);
  const first = useRef<HTMLButtonElement>(null);
  const another = useRef<HTMLButtonElement>(null);
  // One that outlived a reload takes the focus from nobody.
  const wasChosen = useRef(Boolean(chosen));
  useLayoutEffect(() => {
    if (Boolean(chosen) !== wasChosen.current) (chosen ? first : another).current?.focus();
    wasChosen.current = Boolean(chosen);
    holds?.(Boolean(chosen));
  }, [chosen]);
  const keep = (next: Chosen | undefined) => {
    setChosen(next);
    if (!rememberBegun("photo", next) && next) setSaid(LOST_BY_RELOADING);
  };
  const choose = async (file: File | undefined) => {
    if (input.current) input.current.value = "";
    if (!file) return;
    setSaid("");
    try {
      keep({ id: randomId(), address: await draw(file) });
    } catch {
      setSaid("写真として開けませんでした。ほかの写真をえらんでください。");
    }
  };
  const post = async () => {
    if (!chosen || isBusy || !send) return;
    setBusy(true);
    // Before it is sent: the message may be heard of before the answer to the call.
    sentPhotos.set(chosen.id, chosen.address);
    try {
      await send({ client_id: chosen.id, photo: chosen.address.replace(/^.*,/, "") });
      keep(undefined);
      setSaid("写真を送りました。");
    } catch (error) {
      setSaid(
        error instanceof Refusal
          ? error.message
          : "写真を送れませんでした。通信を確かめて、もう一度「送る」を押してください。",
      );
    }
    setBusy(false);
  };
  return (
    <div style={{ gridColumn: "1 / -1" }}>
      <input
        ref={input}
        type="file"
        accept="image/*"
        hidden
        data-testid="photo-file"
        onChange={(event) => void choose(event.currentTarget.files?.[0])}
      />
      {chosen ? (
        <>
          <p>
            <img src={chosen.address} alt="送る写真" style={WHOLE} />
          </p>
          <p>
            写真は相談員だけが見ます。撮った場所の情報は取り除きます。顔や書類の番号など、見せたくないものが写っていないか確かめてください。
          </p>
          <button
            ref={first}
            type="button"
            data-testid="photo-send"
            aria-disabled={isBusy || !send}
            onClick={() => void post()}
          >
            送る
          </button>{" "}
          <button type="button" onClick={() => keep(undefined)}>
            やめる
          </button>
        </>
      ) : (
        <button
          ref={another}
          type="button"
          class="quiet"
          data-testid="photo"
          onClick={() => input.current?.click()}
        >
          写真を送る
        </button>
      )}
      <span class="hint" role="status" style={{ marginInlineStart: "8px" }}>
        {chosen && send === undefined ? AFTER_THE_TALK : said}
      </span>
    </div>
  );
}
