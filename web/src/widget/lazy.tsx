/** Parts that few people need are fetched when they are needed; build.mjs makes a file of each `import()`. */

import type { ComponentType, JSX } from "preact";
import { useEffect, useState } from "preact/hooks";

/** A component that is fetched when it is first shown; where it cannot be had, a button tries again. */
export function lazy<P extends object>(fetchPart: () => Promise<ComponentType<P>>): ComponentType<P> {
  let fetched: ComponentType<P> | undefined;
  return function Fetched(props: P): JSX.Element | null {
    const [tries, setTries] = useState(0);
    const [hasFailed, setFailed] = useState(false);
    const [, show] = useState(false);
    // once a try
    useEffect(() => {
      let isGone = false;
      const take = (part: ComponentType<P>) => {
        fetched = part;
        if (!isGone) show(true);
      };
      if (!fetched) fetchPart().then(take, () => !isGone && setFailed(true));
      return () => {
        isGone = true;
      };
    }, [tries]);
    const Part = fetched;
    if (Part) return <Part {...props} />;
    if (!hasFailed) return null;
    const again = () => {
      setFailed(false);
      setTries(tries + 1);
    };
    return (
      <p class="notice" role="alert">
        読みこめませんでした。
        <button type="button" onClick={again}>
          もう一度ためす
        </button>
      </p>
    );
  };
}
