/** Lets the browser tell of a consultant's reply while the page /chat is closed (Web Push); fetched with the menu. */

import type { JSX } from "preact";
import { useEffect, useState } from "preact/hooks";
import type { Client } from "./client";
import { Refusal } from "./transport";

const WORKER = "/chat/push.js";
/** The key as browsers take it (base64url to bytes). */
export function bytesOf(key: string): Uint8Array<ArrayBuffer> {
  const plain = atob(key.replace(/-/g, "+").replace(/_/g, "/"));
  return Uint8Array.from(plain, (sign) => sign.charCodeAt(0));
}

async function known(): Promise<PushSubscription | null> {
  const registration = await navigator.serviceWorker.getRegistration(WORKER);
  return (await registration?.pushManager.getSubscription()) ?? null;
}

export default function PushOption({ desk }: { desk: Pick<Client, "ask"> }): JSX.Element | null {
  const [key, setKey] = useState<string | null>(null);
  const [isOn, setOn] = useState(false);
  const [said, setSaid] = useState("");
  const [isBusy, setBusy] = useState(false);
  // once each time that the menu is fetched
  useEffect(() => {
    const look = async () => {
      const { key: found } = (await desk.ask("/push", {})) as { key: string | null };
      setKey(found);
      const subscription = found ? await known() : null;
      setOn(Boolean(subscription) && Notification.permission === "granted");
      // The talk may be another one than the one that asked.
      if (subscription) await desk.ask("/push", { endpoint: subscription.endpoint });
    };
    look().catch(() => undefined);
  }, []);
  if (!key) return null;

  const start = async () => {
    const answer = await Notification.requestPermission();
    if (answer !== "granted") {
      setSaid(
        answer === "denied"
          ? "ブラウザの設定で、このページの通知が止められています。設定で許可してから、もう一度お試しください。"
          : "まだ通知されません。もう一度お試しになり、ブラウザがたずねたら「許可」をえらんでください。",
      );
      return;
    }
    const registration = await navigator.serviceWorker.register(WORKER);
    const options = { userVisibleOnly: true, applicationServerKey: bytesOf(key) };
    const subscription = await registration.pushManager.subscribe(options);
    await desk.ask("/push", { endpoint: subscription.endpoint });
    setOn(true);
    setSaid("相談員が返信すると、このブラウザに通知が出ます。");
  };
  const stop = async () => {
    const subscription = await known();
    if (subscription) {
      await desk.ask("/push", { endpoint: subscription.endpoint, is_wanted: false });
      await subscription.unsubscribe();
    }
    setOn(false);
    setSaid("通知を止めました。");
  };
  const change = () => {
    // Disabled, it would lose the focus meanwhile.
    if (isBusy) return;
    setSaid("");
    setBusy(true);
    (isOn ? stop() : start())
      .catch((error: unknown) =>
        setSaid(
          error instanceof Refusal ? error.message : "いま変えられませんでした。もう一度お試しください。",
        ),
      )
      .finally(() => setBusy(false));
  };
  return (
    <>
      <label class="option">
        <input type="checkbox" checked={isOn} aria-disabled={isBusy} onChange={change} />
        相談員の返信を通知で受け取る（画面を閉じていても）
      </label>
      <p class="hint">返信の内容は通知に入りません。通知は、ブラウザの会社のサーバーを通って届きます。</p>
      <p class="hint" role="status">
        {said}
      </p>
    </>
  );
}
